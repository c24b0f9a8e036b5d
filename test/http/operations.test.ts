import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

const metricsToken = 'a-token-for-the-watcher';
const lines: string[] = [];
let server: BareServer;
beforeAll(async () => {
  server = await startBareServer(
    {
      NODE_ENV: 'production',
      METRICS_TOKEN: metricsToken,
      PUBLIC_URL: 'https://tutti.example',
      REQUESTS_PER_MINUTE: '40',
    },
    { write: (line) => void lines.push(line) },
  );
});
afterAll(() => server.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

describe('watching the server', () => {
  it('shows that it lives and is ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    const ready = await get('/health/ready');
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ok', parts: { database: 'ok' } });
  });

  it('gives figures, the delay of the event loop among them, to this machine or for the token', async () => {
    const local = await get('/metrics');
    expect(local.status).toBe(200);
    expect(await local.text()).toMatch(/event_loop_delay_seconds\{quantile="0.99"\} \d/);
    expect(
      (await get('/metrics', { authorization: `Bearer ${metricsToken}`, 'x-forwarded-for': '203.0.113.9' }))
        .status,
    ).toBe(200);
  });

  it('gives them to nobody else in production', async () => {
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    expect(
      (await get('/metrics', { authorization: 'Bearer wrong', 'x-forwarded-for': '203.0.113.9' })).status,
    ).toBe(404);
  });

  it('on HTTPS asks the browser to stay there and keeps the cookie to it', async () => {
    const page = await get('/');
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(page.headers.get('content-security-policy')).toMatch(/upgrade-insecure-requests/);
    const reply = await call(server, '/auth/sign-out', { method: 'POST' });
    expect(reply.headers.get('set-cookie')).toMatch(/Secure/);
  });

  it('names the public address for join links', async () => {
    expect((await call(server, '/about')).body).toMatchObject({
      addresses: ['https://tutti.example'],
      locales: ['en', 'es'],
    });
  });

  it('[DAT-4] writes no address, email, password, PIN, token or query string into the log', async () => {
    const canaries = ['canary-email', 'canary-password', 'canary-token', 'canary-query', '987654'];
    await call(server, '/auth/sign-in', {
      method: 'POST',
      body: { login: 'canary-email@x.example', password: 'canary-password' },
    });
    await call(server, '/setup?token=canary-token-canary-token');
    await call(server, '/about?canary-query=1');
    await call(server, '/me', { token: 'canary-token' });
    await get('/j/987654');
    await get('/canary-query/unknown');
    const log = lines.join('\n');
    expect(log).toMatch(/"route":"\/api\/v1\/auth\/sign-in"/);
    expect(log).toMatch(/"route":"\/j\/:pin"/);
    for (const canary of canaries) expect(log).not.toContain(canary);
    expect(log).not.toContain('127.0.0.1');
  });

  it('refuses an address that asks too much, and says when to come back', async () => {
    let refused = await call<{ code: string; retryAfter: number }>(server, '/about');
    for (let i = 0; i < 60 && refused.status === 200; i++) refused = await call(server, '/about');
    expect(refused).toMatchObject({ status: 429, body: { code: 'request/too-many' } });
    expect(refused.headers.get('retry-after')).toBe(String(refused.body.retryAfter));
    expect((await get('/health/live')).status).toBe(200);
  });
});
