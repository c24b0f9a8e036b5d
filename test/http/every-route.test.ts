import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/wire/common.ts';
import { createEverybody, type Kind, type School } from '../support/everybody.ts';
import { call, goodPassword } from '../support/rest.ts';
import { inTurns, type ListedRoute, routesOf } from '../support/routes.ts';
import { type BareServer, startBareServer } from '../support/server.ts';
import { type JsonSchema, validBody } from '../support/valid-body.ts';

let server: BareServer;
let school: School;
let routes: ListedRoute[];
let defs: Record<string, JsonSchema>;
beforeAll(async () => {
  server = await startBareServer({ REQUESTS_PER_MINUTE: '1000000', TRUST_PROXY: 'true' });
  school = await createEverybody(server).addSchool(server.orgId);
  ({ routes, defs } = await routesOf(server));
});
afterAll(() => server?.stop());

/** Whom the route lets as far as the look at what was sent; in turns, so that nobody asks too often. */
function kindsFor({ access }: ListedRoute): Kind[] {
  if (access.needs === 'role student') return ['learner', 'child'];
  if (access.needs === 'role teacher') return ['teacher'];
  if (access.needs === 'role guardian' || access.needs === 'a sign-in') return ['guardian', 'otherGuardian'];
  return ['admin', 'superAdmin'];
}

let asked = 0;
/** Below `fetch`, which decides about Origin itself. */
function announce(
  { method, path }: Pick<ListedRoute, 'method' | 'path'>,
  headers: Record<string, string>,
  body = Buffer.alloc(0),
): Promise<{ status: number; code: string | undefined; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const filled = path.replace(/\{\w+\}/g, () => randomUUID());
    const asking = httpRequest(
      `${server.url}/api/v1${filled}`,
      { method, headers, agent: false },
      (reply) => {
        let text = '';
        reply.on('data', (chunk) => (text += chunk));
        reply.on('end', () => {
          const { code } = JSON.parse(text || '{}') as { code?: string };
          resolve({ status: reply.statusCode!, code, headers: reply.headers });
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

async function refusal(route: ListedRoute, { query = {}, body }: { query?: object; body?: string }) {
  asked += 1;
  const kinds = kindsFor(route);
  const required = Object.entries(route.query).flatMap(([name, isRequired]) =>
    isRequired ? [[name, requiredValues[name] ?? 'en']] : [],
  );
  const search = new URLSearchParams([...required, ...Object.entries(query)]).toString();
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    route.path.startsWith('/media/') ? mediaId : (pathValues[name] ?? randomUUID()),
  );
  const reply = await call<Problem>(server, `${path}?${search}`, {
    method: route.method,
    token: school[kinds[asked % kinds.length]!].token,
    headers: { 'x-forwarded-for': `10.0.${asked >> 8}.${asked & 255}` },
    ...(body !== undefined && { body }),
  });
  const named = (reply.body?.errors ?? []).map(({ message }) => message).join(' ');
  return { status: reply.status, code: reply.body?.code, named };
}
const pathValues: Record<string, string> = {
  role: 'moderator',
  permission: 'missions.read',
  country: 'DE',
  round: '0',
  level: '1',
};
/** An address of a file is no UUID. */
const mediaId = 'a'.repeat(32);
const requiredValues: Record<string, string> = { pin: '000000', token: 'of-a-link-that-is-not-there' };

const keys = ['unheardOf', '__proto__', 'constructor', 'role', 'orgId', 'org_id'];

/** As text: an object literal would swallow `__proto__`. */
const withKey = (json: string, key: string): string =>
  json === '{}' ? `{"${key}":"admin"}` : `{"${key}":"admin",${json.slice(1)}`;

const knows = (schema: JsonSchema, key: string): boolean =>
  key in (schema.properties ?? {}) || (schema.oneOf ?? schema.anyOf ?? []).some((one) => knows(one, key));

async function slips(cases: { route: ListedRoute; key: string; query?: object; body?: string }[]) {
  const told = await inTurns(cases, 12, async ({ route, key, ...sent }) => {
    const { status, code, named } = await refusal(route, sent);
    const good = status === 400 && code === 'request/invalid' && named.includes(`"${key}"`);
    return good ? [] : [`${route.name} with ${key}: ${status} ${code} ${named}`];
  });
  return told.flat();
}

describe('[EDG-6] every route', () => {
  it('refuses a body with a key that nobody asked for, and names it', async () => {
    const cases = routes.flatMap((route) => {
      if (!route.body) return [];
      const json = JSON.stringify(validBody(route.body, defs));
      return keys
        .filter((key) => !knows(route.body!, key))
        .map((key) => ({ route, key, body: withKey(json, key) }));
    });
    expect(cases.length).toBeGreaterThan(200);
    expect(await slips(cases)).toEqual([]);
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
  });

  it('refuses it deeper inside a body, too', async () => {
    const cases = routes.flatMap((route) => {
      const body = route.body && (validBody(route.body, defs) as Record<string, unknown>);
      return Object.entries(body ?? {}).flatMap(([name, value]) => {
        const inner = Array.isArray(value) ? value[0] : value;
        if (typeof inner !== 'object' || inner === null) return [];
        return ['orgId', '__proto__'].map((key) => {
          const dirty = withKey(JSON.stringify(inner), key);
          const changed = JSON.stringify({ ...body, [name]: Array.isArray(value) ? ['?'] : '?' });
          return { route, key, body: changed.replace('"?"', dirty) };
        });
      });
    });
    expect(cases.length).toBeGreaterThan(10);
    expect(await slips(cases)).toEqual([]);
  });

  it('refuses a query with a name that nobody asked for, and names it', async () => {
    // a provider sends along what it likes; of that only what is known is read
    const strict = routes.filter(({ path }) => path !== '/auth/oidc/callback');
    const cases = strict.flatMap((route) =>
      ['unheardOf', 'orgId', '__proto__']
        .filter((key) => !(key in route.query))
        .map((key) => ({
          route,
          key,
          query: Object.defineProperty({}, key, { value: 'admin', enumerable: true }),
          ...(route.body && { body: JSON.stringify(validBody(route.body, defs)) }),
        })),
    );
    expect(await slips(cases)).toEqual([]);
  });
});

describe('[EDG-1] a page of another site', () => {
  const origin = 'https://evil.example';

  it('is refused by every route, whatever sign-in its visitor has', async () => {
    const told = await inTurns(routes, 12, async (route) => {
      const { token } = school[kindsFor(route)[0]!];
      const { status, code, headers } = await announce(route, { origin, authorization: `Bearer ${token}` });
      const leave = headers['access-control-allow-origin'];
      const good = status === 403 && code === 'request/foreign-origin' && leave === undefined;
      return good ? [] : [`${route.name}: ${status} ${code} ${leave}`];
    });
    expect(told.flat()).toEqual([]);
  });

  it("does nothing with a visitor's cookie: it is neither used up nor ended", async () => {
    const { rows } = await server.app.db.jobs.query<{ username: string }>(
      'SELECT username FROM users WHERE id = $1',
      [school.teacher.userId],
    );
    const login = { login: rows[0]!.username, password: goodPassword };
    const signedIn = await call(server, '/auth/sign-in', { method: 'POST', body: login });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const cookies = signedIn.headers.getSetCookie().join('\n');
    expect(cookies).toMatch(/HttpOnly.*SameSite=Strict/);
    for (const path of ['/auth/refresh', '/auth/sign-out', '/me/sign-ins/end-all']) {
      expect(await announce({ method: 'POST', path }, { origin, cookie })).toMatchObject({ status: 403 });
    }
    const own = { origin: server.url, cookie };
    expect(await announce({ method: 'POST', path: '/auth/refresh' }, own)).toMatchObject({ status: 200 });
  });
});

describe('[EDG-4] a body that is too large', () => {
  it('is refused by every route; only lists and signed forms may be larger, and they have an end, too', async () => {
    const refuses = async (route: ListedRoute, bytes: number): Promise<boolean> => {
      const { token } = school[kindsFor(route)[0]!];
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const { status, code } = await announce(route, headers, Buffer.alloc(bytes, '['));
      return status === 413 && code === 'request/too-large';
    };
    const withBody = routes.filter(({ body }) => body !== null);
    const taken = await inTurns(withBody, 8, async (route) =>
      (await refuses(route, 256 * 1024 + 1)) ? [] : [route],
    );
    const names = taken.flat().map(({ name }) => name);
    const limits: Record<string, number> = {
      'POST /children/{id}/consent-forms': 7_200_000,
      'POST /classes/{id}/roster': 900_000,
      'POST /consents/form': 7_200_000,
      'POST /family/children/{id}/forms': 7_200_000,
      'PUT /missions/{id}/outline': 2_000_000,
    };
    expect(names.sort()).toEqual(Object.keys(limits));
    for (const route of taken.flat())
      expect(await refuses(route, limits[route.name]! + 1), route.name).toBe(true);
    expect((await call(server, '/about')).status).toBe(200);
  });
});
