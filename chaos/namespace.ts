import { spawnSync } from 'node:child_process';
import type { Undo } from './ground.ts';
import { Skipped } from './outcome.ts';

/** A machine of its own, as far as the network is concerned, beside this one. */
export interface Namespace {
  /** In front of a program that is to run inside. */
  under: string[];
  /** Two ways between us: this side and that side of each. */
  one: { here: string; there: string };
  two: { here: string; there: string };
  /** What that side sends to this address is lost from now on, without a sign. */
  loseInside(address: string, lost: boolean): void;
  /** What this side sends to that address. */
  loseHere(address: string, lost: boolean): void;
  /** So little waits in the sockets of that side; the rest waits in the programs. Bytes. */
  limitSendBuffers(bytes: number): void;
}

/** Where that is not allowed the row is skipped: it takes Linux and root. */
export function openNamespace(undo: Undo): Namespace {
  const name = `tutti${process.pid}`;
  const [here, there] = [`${name}h`, `${name}t`];
  // addresses for measuring (RFC 2544), of which this machine has no others
  const net = `198.18.${process.pid % 250}`;
  const ways = {
    one: { here: `${net}.1`, there: `${net}.2` },
    two: { here: `${net}.5`, there: `${net}.6` },
  };
  if (!ip('netns', 'add', name)) throw new Skipped('Network namespaces are not allowed here.');
  undo.add(name, (one) => ip('netns', 'del', one));
  const did = [
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', name),
    ...Object.values(ways).flatMap((way) => [
      ip('addr', 'add', `${way.here}/30`, 'dev', here),
      ip('-n', name, 'addr', 'add', `${way.there}/30`, 'dev', there),
    ]),
    ip('link', 'set', here, 'up'),
    ip('-n', name, 'link', 'set', there, 'up'),
    ip('-n', name, 'link', 'set', 'lo', 'up'),
  ];
  if (did.includes(false)) throw new Skipped('Links between network namespaces cannot be made here.');
  const under = ['ip', 'netns', 'exec', name];
  const verb = (lost: boolean) => (lost ? 'add' : 'del');
  return {
    under,
    ...ways,
    loseInside: (address, lost) => void ip('-n', name, 'route', verb(lost), 'blackhole', `${address}/32`),
    loseHere: (address, lost) => void ip('route', verb(lost), 'blackhole', `${address}/32`),
    limitSendBuffers(bytes) {
      const [program, ...rest] = [...under, 'sysctl', '-qw', `net.ipv4.tcp_wmem=4096 ${bytes} ${bytes}`];
      spawnSync(program!, rest);
    },
  };
}

const ip = (...args: string[]): boolean => spawnSync('ip', args, { stdio: 'ignore' }).status === 0;
