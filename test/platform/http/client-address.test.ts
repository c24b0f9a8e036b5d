import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../src/platform/http/client-address.ts';

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:0:1:aaaa::7', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001:0:0:0:9', '2001:db8:0:1::/64'],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

  it('[JOIN-3] whoever changes the lower half of an IPv6 address stays the same, other networks are others', () => {
    const half = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 4, maxLength: 4 });
    const text = (numbers: number[]) => numbers.map((one) => one.toString(16)).join(':');
    fc.assert(
      fc.property(half, half, half, half, (network, host, otherNetwork, otherHost) => {
        const key = networkOf(`${text(network)}:${text(host)}`);
        expect(networkOf(`${text(network)}:${text(otherHost)}`)).toBe(key);
        const isSame = text(network) === text(otherNetwork);
        expect(networkOf(`${text(otherNetwork)}:${text(host)}`) === key).toBe(isSame);
      }),
    );
  });
});
