import { describe, expect, it } from 'vitest';
import { readSmtpUrl } from '../../../src/platform/mail/smtp.ts';

describe('the address of a mail server', () => {
  it.each([
    [
      'smtps://tutti:p%40ss@mail.example.org',
      {
        host: 'mail.example.org',
        port: 465,
        secure: true,
        auth: { user: 'tutti', pass: 'p@ss' },
        requireTLS: false,
      },
    ],
    ['smtp://mail.example.org', { port: 587, secure: false, requireTLS: false, ignoreTLS: false }],
    ['smtp://u:p@mail.example.org:2525', { port: 2525, requireTLS: true, ignoreTLS: false }],
    ['smtp://u:p@127.0.0.1:1025', { requireTLS: false, ignoreTLS: true }],
    ['smtp://[::1]:1025', { host: '::1', port: 1025, ignoreTLS: true }],
  ])('%s', (url, expected) => {
    expect(readSmtpUrl(url)).toMatchObject(expected);
  });

  it('without a user nobody signs in', () => {
    expect(readSmtpUrl('smtp://mail.example.org')).not.toHaveProperty('auth');
  });
});
