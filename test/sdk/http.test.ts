import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTutti } from '@tutti/client';
import { afterEach, describe, expect, it } from 'vitest';

/** A small HTTP server stands for the Tutti server where a real one cannot be brought to answer like this. */
type Answer = (request: IncomingMessage & { body: string }, response: ServerResponse) => void;
let stop = async () => {};
afterEach(() => stop());

async function serve(answer: Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(Object.assign(request, { body }), response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const user = { id: 'u', email: 't@example.org', displayName: 'T', locale: 'en', organization: {}, roles: [] };
const signedIn = (accessToken: string, refreshToken: string, expiresInSeconds = 900) => ({
  accessToken,
  refreshToken,
  expiresInSeconds,
  user,
});
const credentials = { email: 't@example.org', password: 'secret-secret' };

describe('errors', () => {
  it('carry code, status, wait and fields of a refusal', async () => {
    const url = await serve((_, response) =>
      reply(response, 429, {
        code: 'join/too-many-tries',
        title: 'Too Many Requests',
        detail: 'Wait a moment.',
        retryAfter: 12,
        errors: [{ path: 'pin', message: 'six digits' }],
      }),
    );
    await expect(createTutti({ url }).previewPin('1')).rejects.toMatchObject({
      name: 'TuttiError',
      code: 'join/too-many-tries',
      message: 'Wait a moment.',
      status: 429,
      retryAfter: 12,
      errors: [{ path: 'pin', message: 'six digits' }],
    });
  });

  it('read the wait from the header where the body has none', async () => {
    const url = await serve((_, response) =>
      reply(response, 503, { code: 'server/busy' }, { 'Retry-After': '3' }),
    );
    await expect(createTutti({ url }).topics()).rejects.toMatchObject({ code: 'server/busy', retryAfter: 3 });
  });

  it('tell a reply that is not from a Tutti server', async () => {
    const url = await serve((_, response) =>
      response.writeHead(403).end('<html>Sign in to the Wi-Fi</html>'),
    );
    await expect(createTutti({ url }).topics()).rejects.toMatchObject({
      code: 'network/unexpected-reply',
      status: 403,
    });
    await stop();
    const page = await serve((_, response) => response.writeHead(200).end('<html>Welcome</html>'));
    await expect(createTutti({ url: page }).topics()).rejects.toMatchObject({
      code: 'network/unexpected-reply',
    });
  });

  it('tell a server that is not there', async () => {
    const url = await serve(() => {});
    await stop();
    await expect(createTutti({ url }).topics()).rejects.toMatchObject({
      code: 'network/unreachable',
      status: 0,
    });
  });
});

describe('the account', () => {
  /** Knows one access token at a time and counts refreshes. */
  function authority(expiresInSeconds = 900) {
    const seen = { refreshes: [] as string[], good: 'access-0', asked: 0 };
    const answer: Answer = ({ url, headers, body }, response) => {
      if (url === '/api/v1/auth/sign-in')
        return reply(response, 200, signedIn(seen.good, 'refresh-0', expiresInSeconds));
      if (url === '/api/v1/auth/refresh') {
        seen.refreshes.push((JSON.parse(body) as { refreshToken: string }).refreshToken);
        const next = seen.refreshes.length;
        if (seen.good === 'none') return reply(response, 401, { code: 'auth/session-ended' });
        seen.good = `access-${next}`;
        return reply(response, 200, signedIn(seen.good, `refresh-${next}`));
      }
      seen.asked += 1;
      if (headers.authorization === `Bearer ${seen.good}`) return reply(response, 200, { items: [] });
      reply(response, 401, { code: 'auth/expired-token' });
    };
    return { seen, answer };
  }

  it('renews a refused token once for all requests that wait for it', async () => {
    const { seen, answer } = authority();
    const tutti = createTutti({ url: await serve(answer) });
    await tutti.signIn(credentials);
    seen.good = 'another';
    await Promise.all([tutti.topics(), tutti.topics(), tutti.topics()]);
    expect(seen.refreshes).toEqual(['refresh-0']);
    seen.good = 'another';
    await tutti.topics();
    expect(seen.refreshes).toEqual(['refresh-0', 'refresh-1']);
  });

  it('renews a token before it runs out, so that no request is refused', async () => {
    const { seen, answer } = authority(20);
    const tutti = createTutti({ url: await serve(answer) });
    await tutti.signIn(credentials);
    await tutti.topics();
    expect(seen).toMatchObject({ refreshes: ['refresh-0'], asked: 1 });
    expect(await tutti.accessToken()).toBe('access-1');
  });

  it('is signed out when the server has ended the sign-in, and tells it', async () => {
    const { seen, answer } = authority();
    const tutti = createTutti({ url: await serve(answer) });
    const told: unknown[] = [];
    tutti.onMe((me) => told.push(me?.displayName ?? null));
    await tutti.signIn(credentials);
    seen.good = 'none';
    await expect(tutti.topics()).rejects.toMatchObject({ code: 'auth/session-ended' });
    expect(tutti.me).toBeNull();
    expect(told).toEqual(['T', null]);
    await expect(tutti.accessToken()).rejects.toMatchObject({ code: 'auth/required' });
    expect(await tutti.restore()).toBeNull();
  });

  it('stays signed in when the network fails while renewing', async () => {
    const { answer } = authority(20);
    const url = await serve((request, response) => {
      if (request.url === '/api/v1/auth/refresh') response.destroy();
      else answer(request, response);
    });
    const tutti = createTutti({ url });
    await tutti.signIn(credentials);
    await expect(tutti.topics()).rejects.toMatchObject({ code: 'network/unreachable' });
    expect(tutti.me?.displayName).toBe('T');
  });
});
