import type { Request } from 'express';

/**
 * What limits count by. Of IPv6 that is the network, the first 64 bits: everything behind them belongs to one
 * connection, which can take another address for every request.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [before, after] = address.replace(/%.*/, '').split('::').map(groups);
  const gap = after ? Array<string>(Math.max(0, 8 - before!.length - after.length)).fill('0') : [];
  return `${[...before!, ...gap, ...(after ?? [])].slice(0, 4).join(':')}::/64`;
}

const groups = (part: string): string[] =>
  part
    .split(':')
    .filter(Boolean)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));

/** [EDG-2] As TRUST_PROXY tells it, never from a raw header. */
export const clientNetwork = (request: Request): string => networkOf(request.ip ?? 'unknown');
