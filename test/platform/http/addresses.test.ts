import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import { joinBaseUrls, linkBase, networkAddresses } from '../../../src/platform/http/addresses.ts';

const at = (address: string, more: Partial<NetworkInterfaceInfo> = {}) =>
  ({
    address,
    family: 'IPv4',
    internal: false,
    netmask: '',
    mac: '',
    cidr: null,
    ...more,
  }) as NetworkInterfaceInfo;

describe('addresses in the same network', () => {
  it('leave out this machine itself, IPv6 and addresses that nobody gave', () => {
    const found = networkAddresses({
      lo: [at('127.0.0.1', { internal: true })],
      wlan0: [
        at('192.168.1.20'),
        at('fe80::1', { family: 'IPv6', scopeid: 1 } as Partial<NetworkInterfaceInfo>),
      ],
      eth1: [at('169.254.3.4')],
    });
    expect(found).toEqual(['192.168.1.20']);
  });

  it('put bridges of containers last, where no phone is', () => {
    expect(networkAddresses({ docker0: [at('172.17.0.1')], eth0: [at('10.0.0.5')] })).toEqual([
      '10.0.0.5',
      '172.17.0.1',
    ]);
  });

  it('give way to the public address', () => {
    expect(joinBaseUrls(undefined, 2567, ['10.0.0.5'])).toEqual(['http://10.0.0.5:2567']);
    expect(joinBaseUrls('https://tutti.example', 2567, ['10.0.0.5'])).toEqual(['https://tutti.example']);
  });
});

describe('the address that links begin with', () => {
  const at = (host: string) => ({
    protocol: 'http',
    host,
    localAddress: '::ffff:10.0.0.5',
    localPort: 2567,
  });

  it('is the public one where it is known', () => {
    expect(linkBase(at('evil.example'), 'https://tutti.example', [])).toBe('https://tutti.example');
  });

  it('is how the client reached this machine', () => {
    expect(linkBase(at('10.0.0.5:2567'), undefined, ['10.0.0.5'])).toBe('http://10.0.0.5:2567');
    expect(linkBase(at('LocalHost:2567'), undefined, [])).toBe('http://LocalHost:2567');
    expect(linkBase(at('[::1]:2567'), undefined, [])).toBe('http://[::1]:2567');
  });

  it('[AUT-6] is never one that a stranger wrote into the Host header', () => {
    expect(linkBase(at('evil.example'), undefined, ['10.0.0.5'])).toBe('http://10.0.0.5:2567');
    expect(linkBase(at('10.0.0.5.evil.example:2567'), undefined, ['10.0.0.5'])).toBe('http://10.0.0.5:2567');
    expect(linkBase({ ...at('evil.example'), localAddress: 'fd00::5' }, undefined, [])).toBe(
      'http://[fd00::5]:2567',
    );
  });
});
