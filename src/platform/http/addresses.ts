import { hostname, networkInterfaces } from 'node:os';

/** Container bridges and tunnels: no phone of a class is there. */
const virtual = /^(docker|br-|veth|virbr|tun|tap|utun|vmnet|vEthernet)/i;

/** Where devices in the same network reach this machine, likeliest first; IPv4, because people read and type it. */
export function networkAddresses(interfaces = networkInterfaces()): string[] {
  return Object.entries(interfaces)
    .flatMap(([name, addresses]) => (addresses ?? []).map((address) => ({ name, ...address })))
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'),
    )
    .sort((a, b) => Number(virtual.test(a.name)) - Number(virtual.test(b.name)))
    .map(({ address }) => address);
}

/** The addresses that a join link may begin with. */
export function joinBaseUrls(
  publicUrl: string | undefined,
  port: number,
  addresses = networkAddresses(),
): string[] {
  return publicUrl ? [publicUrl] : addresses.map((address) => `http://${address}:${port}`);
}

export interface ReachedAt {
  protocol: string;
  /** From the Host header: whatever the client wrote there. */
  host: string;
  localAddress: string | undefined;
  localPort: number | undefined;
}

/**
 * What links begin with that we hand out or mail. Without PUBLIC_URL the Host header counts only where it names this
 * machine: else a stranger could have a link with a good token mailed to somebody that leads to the stranger's own server.
 */
export function linkBase(
  { protocol, host, localAddress, localPort }: ReachedAt,
  publicUrl: string | undefined,
  own = networkAddresses(),
): string {
  if (publicUrl) return publicUrl;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const machine = hostname().toLowerCase();
  const names = ['localhost', '127.0.0.1', '[::1]', machine, `${machine}.local`, ...own];
  if (names.includes(name)) return `${protocol}://${host}`;
  const address = localAddress?.replace(/^::ffff:/i, '') ?? 'localhost';
  return `${protocol}://${address.includes(':') ? `[${address}]` : address}:${localPort}`;
}
