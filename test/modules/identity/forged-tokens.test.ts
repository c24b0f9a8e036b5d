import { createTutti } from '@tutti/client';
import jwt from 'jsonwebtoken';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { openClass } from '../../support/class-play.ts';
import { call } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let sessionId: string;
let pin: string;
let claims: { sub: string; sid: string };
beforeAll(async () => {
  server = await startTestServer();
  const tutti = createTutti({ url: server.url });
  await tutti.signIn({ ...server.teacher, keep: 'body' });
  ({ id: sessionId, pin } = await openClass(tutti));
  const { sub, sid } = jwt.decode(await tutti.accessToken()) as { sub: string; sid: string };
  claims = { sub, sid };
});
afterAll(() => server?.stop());

const minute = 60;
const seconds = () => Math.floor(Date.now() / 1_000);
interface Forgery {
  claims?: object;
  header?: object;
  key?: jwt.Secret;
  algorithm?: jwt.Algorithm;
}
/** As the server would sign it, except for what is said. */
function forge({ claims: changed = {}, header = {}, key, algorithm = 'HS256' }: Forgery = {}): string {
  const [signing] = deriveKeys(server.config.secret)['access-token'];
  const payload = {
    ...claims,
    iss: 'tutti',
    aud: 'tutti-api',
    jti: 'j',
    exp: seconds() + 15 * minute,
    ...changed,
  };
  return jwt.sign(JSON.parse(JSON.stringify(payload)), algorithm === 'none' ? '' : (key ?? signing.key), {
    algorithm,
    header: { alg: algorithm, typ: 'at+jwt', kid: signing.kid, ...header },
  });
}

/** What REST, the way into a room and push say to a token. */
async function shown(token: string): Promise<unknown[]> {
  const rest = await call(server, '/me', { token });
  const seat = await call(server, `/sessions/${sessionId}/seat`, {
    method: 'POST',
    token,
    body: { as: 'host' },
  });
  const joined = await call(server, '/join', { method: 'POST', token, body: { pin } });
  const news = io(server.url, { forceNew: true, reconnection: false, auth: { accessToken: token } });
  const push = await new Promise((resolve) => {
    news.once('connect', () => resolve('in'));
    news.once('connect_error', (error) => resolve((error as { data?: { code?: unknown } }).data?.code));
  });
  news.disconnect();
  return [...[rest, seat, joined].map(({ status, body }) => body.code ?? status), push];
}

describe('an access token', () => {
  it('as the server signs it is good on REST, for a seat, and on push', async () => {
    expect(await shown(forge())).toEqual([200, 200, 201, 'in']);
  });

  const forged: [string, () => string][] = [
    ['no algorithm', () => forge({ algorithm: 'none' })],
    ['algorithm HS512 and the right key', () => forge({ algorithm: 'HS512' })],
    ['another issuer', () => forge({ claims: { iss: 'other' } })],
    ['another audience', () => forge({ claims: { aud: 'live' } })],
    ['another type', () => forge({ header: { typ: 'JWT' } })],
    ['an unknown kid', () => forge({ header: { kid: 'unknown-kid1' } })],
    ['no kid', () => forge({ header: { kid: undefined } })],
    ['no expiry', () => forge({ claims: { exp: undefined } })],
    ['a key of another secret', () => forge({ key: deriveKeys('y'.repeat(40))['access-token'][0].key })],
    [
      'the key of another purpose',
      () => forge({ key: deriveKeys(server.config.secret)['resume-token'][0].key }),
    ],
    [
      'claims that were changed afterwards',
      () => {
        const [head, , tail] = forge().split('.');
        const other = { ...(jwt.decode(forge()) as object), sub: '00000000-0000-4000-8000-000000000000' };
        return [head, Buffer.from(JSON.stringify(other)).toString('base64url'), tail].join('.');
      },
    ],
  ];
  it.each(forged)('[AUT-3] with %s is refused on REST, for a seat, and on push', async (_what, token) => {
    expect(await shown(token())).toEqual(Array(4).fill('auth/invalid-token'));
  });

  it('[AUT-3] that has expired is refused everywhere', async () => {
    const token = forge({ claims: { exp: seconds() - 1 } });
    expect(await shown(token)).toEqual(Array(4).fill('auth/expired-token'));
  });

  it('[AUT-3] of a machine whose clock is 5 minutes off counts by the clock of this one', async () => {
    const behind = forge({ claims: { iat: seconds() - 5 * minute, exp: seconds() + 10 * minute } });
    expect(await shown(behind)).toEqual([200, 200, 201, 'in']);
    const ahead = forge({ claims: { iat: seconds() + 5 * minute, exp: seconds() + 20 * minute } });
    expect(await shown(ahead)).toEqual([200, 200, 201, 'in']);
    const tooOld = forge({ claims: { iat: seconds() - 20 * minute, exp: seconds() - 5 * minute } });
    expect(await shown(tooOld)).toEqual(Array(4).fill('auth/expired-token'));
    const notYet = forge({ claims: { nbf: seconds() + 5 * minute } });
    expect(await shown(notYet)).toEqual(Array(4).fill('auth/invalid-token'));
  });

  it('[EDG-3] opens no room by itself: without a seat a connection is closed', async () => {
    const { default: WebSocket } = await import('ws');
    const address = `${server.url.replace('http', 'ws')}/x/${sessionId}?sessionId=x&_authToken=${forge()}`;
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${forge()}` } });
    const said: unknown[] = [];
    socket.on('message', (data) => said.push(data));
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.once('error', () => resolve());
    });
    expect(said).toEqual([]);
  });
});
