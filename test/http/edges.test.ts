import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Problem, problem } from '../../src/wire/common.ts';
import { addPerson, call, signIn } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

const friend = 'https://games.example';
let server: BareServer;
let token: string;
beforeAll(async () => {
  server = await startBareServer({ ALLOWED_ORIGINS: friend, REQUESTS_PER_MINUTE: '1000' });
  await addPerson(server, { email: 'anna@school.example', role: 'teacher' });
  token = (await signIn(server, 'anna@school.example')).accessToken;
});
afterAll(() => server.stop());

interface Raw {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Below `fetch`, which decides about Origin and Host itself. */
function raw(path: string, { method = 'GET', headers = {}, body = '' } = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server.url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The status of the handshake; 101 when the socket opened. */
function upgrade(path: string, origin: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers: { origin } });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode!);
      request.destroy();
    });
    socket.on('error', reject);
  });
}

const cursorAt = (time: string) =>
  Buffer.from(JSON.stringify([time, '00000000-0000-4000-8000-000000000000'])).toString('base64url');

const pushPath = '/socket.io/?EIO=4&transport=';
const roomPath = '/abcdefghi/klmnopqrs?sessionId=tuvwxyz12';

describe('[EDG-1] a foreign origin', () => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'nonsense'])(
    '%s gets 403 on all four surfaces',
    async (origin) => {
      expect(await raw('/api/v1/about', { headers: { origin } })).toMatchObject({ status: 403 });
      expect(
        await raw('/matchmake/joinOrCreate/class_challenge', {
          method: 'POST',
          headers: { origin },
          body: '{}',
        }),
      ).toMatchObject({
        status: 403,
      });
      expect(await upgrade(roomPath, origin)).toBe(403);
      expect(await upgrade(`${pushPath}websocket`, origin)).toBe(403);
      expect(await raw(`${pushPath}polling`, { headers: { origin } })).toMatchObject({ status: 403 });
    },
  );

  it('is told so as a problem and gets no leave from the browser', async () => {
    const reply = await raw('/api/v1/about', { headers: { origin: 'https://evil.example' } });
    expect(JSON.parse(reply.body).code).toBe('request/foreign-origin');
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('[EDG-1] our own pages', () => {
  it.each(['192.168.1.20:2567', 'tutti.local:2567', 'localhost:2567'])(
    'may call from %s, by whatever address they were reached',
    async (host) => {
      expect((await raw('/api/v1/about', { headers: { host, origin: `http://${host}` } })).status).toBe(200);
    },
  );

  it('and those of listed sites may open sockets', async () => {
    for (const origin of [server.url, friend]) {
      expect(await upgrade(roomPath, origin)).toBe(101);
      expect(await upgrade(`${pushPath}websocket`, origin)).toBe(101);
      expect((await raw(`${pushPath}polling`, { headers: { origin } })).status).toBe(200);
    }
  });

  it('of listed sites get leave from the browser, without cookies', async () => {
    const asked = await raw('/api/v1/auth/sign-in', { method: 'OPTIONS', headers: { origin: friend } });
    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({ 'access-control-allow-origin': friend });
    expect(asked.headers['access-control-allow-headers']).toMatch(/Authorization/);
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('[EDG-2] the address of a client', () => {
  /** How often somebody at such addresses is let in, where ten requests a minute are allowed. */
  async function letIn(trustProxy: string, forwarded: string[]): Promise<number> {
    const small = await startBareServer({ TRUST_PROXY: trustProxy, REQUESTS_PER_MINUTE: '10' });
    let count = 0;
    for (const header of forwarded) {
      const { status } = await call(small, '/about', { headers: { 'x-forwarded-for': header } });
      if (status === 200) count += 1;
    }
    await small.stop();
    return count;
  }
  const made = Array.from({ length: 15 }, (_, i) => `203.0.113.${i}`);

  it('is the one of the connection, whatever a header says, where no proxy is trusted', async () => {
    expect(await letIn('false', made)).toBe(10);
  });

  it('is what the trusted proxy saw, and not what the client wrote before it', async () => {
    expect(
      await letIn(
        '1',
        made.map((one) => `${one}, 198.51.100.7`),
      ),
    ).toBe(10);
    expect(await letIn('1', made)).toBe(15);
  });
});

describe('[EDG-3] rooms', () => {
  it.each(['create', 'join', 'joinOrCreate', 'joinById', 'reconnect'])(
    'cannot be reached through matchmaking: %s',
    async (way) => {
      const reply = await raw(`/matchmake/${way}/class_challenge`, { method: 'POST', body: '{}' });
      expect(reply.status).toBe(404);
      expect(reply.headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  it('have no socket at any other address', async () => {
    expect(await upgrade('/', server.url)).toBe(404);
    expect(await upgrade('/abcdefghi/klmnopqrs', server.url)).toBe(404);
  });
});

describe('every refusal is a problem with a code', () => {
  const json = { 'content-type': 'application/json' };
  const signInPath = '/api/v1/auth/sign-in';
  const good = JSON.stringify({ login: 'a@b.example', password: 'wrong' });
  const cases: [string, number, string, () => Promise<Raw>][] = [
    ['an unknown path', 404, 'request/not-found', () => raw('/api/v1/nothing')],
    ['an unknown page', 404, 'request/not-found', () => raw('/nothing/here')],
    [
      'a method that the path does not have',
      404,
      'request/not-found',
      () => raw('/api/v1/me', { method: 'DELETE' }),
    ],
    ['a path that cannot be decoded', 400, 'request/invalid', () => raw('/api/v1/missions/%E0%A4%A')],
    ['no token', 401, 'auth/required', () => raw('/api/v1/me')],
    [
      'a token of nonsense',
      401,
      'auth/invalid-token',
      () => raw('/api/v1/me', { headers: { authorization: 'Bearer a.b.c' } }),
    ],
    [
      'no right',
      403,
      'auth/forbidden',
      () => raw('/api/v1/invitations', { headers: { authorization: `Bearer ${token}` } }),
    ],
    [
      'broken JSON',
      400,
      'request/not-json',
      () => raw(signInPath, { method: 'POST', headers: json, body: '{"email":' }),
    ],
    [
      'JSON that is no object',
      400,
      'request/not-json',
      () => raw(signInPath, { method: 'POST', headers: json, body: '"text"' }),
    ],
    [
      'a form instead of JSON',
      400,
      'request/not-json',
      () =>
        raw(signInPath, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'email=a',
        }),
    ],
    [
      'an encoding nobody knows',
      400,
      'request/not-json',
      () => raw(signInPath, { method: 'POST', headers: { ...json, 'content-encoding': 'zip' }, body: good }),
    ],
    [
      '[EDG-4] a body over 256 KB',
      413,
      'request/too-large',
      () =>
        raw(signInPath, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ email: 'x'.repeat(300_000) }),
        }),
    ],
    ['an empty body', 400, 'request/invalid', () => raw(signInPath, { method: 'POST' })],
    ['an unknown query parameter', 400, 'request/invalid', () => raw('/api/v1/about?x=1')],
    [
      'a query parameter twice',
      400,
      'request/invalid',
      () => raw('/api/v1/setup?token=aaaaaaaaaaaaaaaaaaaaaaa&token=bbbbbbbbbbbbbbbbbbbbbbb'),
    ],
  ];
  it.each(cases)('%s', async (_what, status, code, ask) => {
    const reply = await ask();
    expect(reply.status).toBe(status);
    expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/);
    const body: Problem = problem.parse(JSON.parse(reply.body));
    expect(body).toMatchObject({ status, code, requestId: reply.headers['x-request-id'] });
  });

  it.each([
    [
      'a NUL in a name',
      () => call<Problem>(server, '/me', { method: 'PATCH', token, body: { displayName: 'a\0b' } }),
    ],
    [
      'half a character',
      () => call<Problem>(server, '/me', { method: 'PATCH', token, body: { displayName: 'a\ud800' } }),
    ],
    [
      'a sign that turns the writing around',
      () => call<Problem>(server, '/me', { method: 'PATCH', token, body: { displayName: 'a\u202eb' } }),
    ],
    ['a NUL in a query', () => call<Problem>(server, '/missions?search=%00', { token })],
    [
      'a year that is none',
      () => call<Problem>(server, `/sessions?cursor=${cursorAt('0000-01-01T00:00:00Z')}`, { token }),
    ],
  ])('also of what nobody could store or show: %s', async (_what, ask) => {
    expect(await ask()).toMatchObject({ status: 400, body: { code: 'request/invalid' } });
  });

  it('and says where the input was wrong', async () => {
    const { body } = await call<Problem>(server, '/auth/sign-in', {
      method: 'POST',
      body: { login: ' ', password: '' },
    });
    expect(body.errors?.map(({ path }) => path)).toEqual(['login', 'password']);
  });
});

describe('[EDG-6] a body holds what is asked for and nothing else', () => {
  const body = { login: 'a@b.example', password: 'x' };
  it.each([
    ['role', { ...body, role: 'admin' }],
    ['orgId', { ...body, orgId: '00000000-0000-0000-0000-000000000000' }],
    ['__proto__', '{"login":"a@b.example","password":"x","__proto__":{"admin":true}}'],
    ['a nested __proto__', '{"login":{"__proto__":{}},"password":"x"}'],
    ['constructor', '{"login":"a@b.example","password":"x","constructor":{"prototype":{}}}'],
    ['a text where an object belongs', '[]'],
    ['an object where a text belongs', { ...body, login: { $ne: '' } }],
  ])('and not %s', async (_what, sent) => {
    const reply = await call(server, '/auth/sign-in', { method: 'POST', body: sent });
    expect(reply.status).toBe(400);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('[EDG-8] the headers of a page', () => {
  it('allow no inline script, no frame, no foreign address', async () => {
    const { headers } = await raw('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/(^|;)script-src 'self'(;|$)/);
    expect(policy).toMatch(/default-src 'self'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).toMatch(new RegExp(`connect-src 'self' ${server.url.replace('http', 'ws')}`));
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('force no HTTPS where there is none', async () => {
    const { headers } = await raw('/');
    expect(headers['content-security-policy']).not.toMatch(/upgrade-insecure-requests/);
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('take nothing from a Host that is no host', async () => {
    const { headers } = await raw('/', { headers: { host: "x; script-src 'unsafe-inline'" } }).catch(() => ({
      headers: {} as Raw['headers'],
    }));
    expect(String(headers['content-security-policy'])).not.toMatch(/x; script-src/);
  });
});

describe('the pages', () => {
  it('answer kindly while they are not built, or with a page', async () => {
    for (const path of [
      '/',
      '/j/123456',
      '/play',
      '/teach',
      '/teach/sessions/1',
      '/setup',
      '/invite',
      '/reset',
      '/projector/1',
    ]) {
      const { headers, status } = await raw(path);
      expect([200, 503], path).toContain(status);
      expect(headers['content-type']).toMatch(/^text\/html/);
    }
  });
});
