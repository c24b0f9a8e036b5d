/**
 * From where a decision came, cut to the network: IPv4 /24, IPv6 /48. More would be more than the record needs. [CON-2]
 * Takes what limits count by; null for what is no address.
 */
export function cutAddress(address: string): string | null {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(address);
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}.0/24`;
  const [groups] = address.split('::');
  if (!address.includes('::') || !/^[0-9a-f:]*$/i.test(groups!)) return null;
  const first = groups!.split(':').filter(Boolean).slice(0, 3);
  return `${first.length > 0 ? first.join(':') : '0'}::/48`;
}
