import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeDevice } from '../../../src/modules/identity/sign-ins.device.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import type { SignInItem } from '../../../src/wire/sign-ins.ts';
import { signUpChild } from '../../support/families.ts';
import { mailTo } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

interface List {
  items: SignInItem[];
  nextCursor: string | null;
}

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server?.stop());

const laptop = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

let counter = 0;
async function newPerson() {
  counter += 1;
  const email = `person-${counter}@school.example`;
  const id = await addPerson(server, { email, role: 'teacher' });
  const enter = async (userAgent: string) =>
    (
      await call<SignedIn>(server, '/auth/sign-in', {
        method: 'POST',
        body: { login: email, password: goodPassword, keep: 'body' },
        headers: { 'user-agent': userAgent },
      })
    ).body;
  return { id, email, enter };
}
const list = async (token: string, query = '') =>
  (await call<List>(server, `/me/sign-ins${query}`, { token })).body;
const statusOf = async (token: string) => (await call(server, '/me', { token })).status;

describe('where somebody is signed in', () => {
  it('stands in a list, newest use first, with the one that asks marked', async () => {
    const person = await newPerson();
    await person.enter(laptop);
    const { accessToken, refreshToken } = await person.enter(phone);
    const { items } = await list(accessToken);
    expect(items.map(({ device, current }) => [device, current])).toEqual([
      [{ kind: 'phone', browser: 'Safari', system: 'iOS' }, true],
      [{ kind: 'computer', browser: 'Firefox', system: 'Linux' }, false],
    ]);

    const before = items[0]!;
    await call(server, '/auth/refresh', { method: 'POST', body: { refreshToken } });
    const after = (await list(accessToken)).items;
    expect(after).toHaveLength(2);
    expect(after[0]).toMatchObject({ id: before.id, startedAt: before.startedAt });
    expect(Date.parse(after[0]!.lastSeenAt)).toBeGreaterThan(Date.parse(before.lastSeenAt));
  });

  it('comes page by page, each sign-in once', async () => {
    const person = await newPerson();
    let token = '';
    for (let i = 0; i < 5; i++) token = (await person.enter(laptop)).accessToken;
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: List = await list(token, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect((await call(server, '/me/sign-ins?cursor=nonsense', { token })).status).toBe(400);
  });

  it('leaves out what has ended or run out', async () => {
    const person = await newPerson();
    const [ended, expired, kept] = [
      await person.enter(phone),
      await person.enter(laptop),
      await person.enter(laptop),
    ];
    await call(server, '/auth/sign-out', { method: 'POST', body: { refreshToken: ended.refreshToken } });
    const items = (await list(expired.accessToken)).items;
    const id = items.find(({ current }) => current)!.id;
    await server.app.db.jobs.query('UPDATE auth_sessions SET expires_at = now() WHERE family_id = $1', [id]);
    expect((await list(kept.accessToken)).items.map((one) => [one.id === id, one.current])).toEqual([
      [false, true],
    ]);
    const end = await call(server, `/me/sign-ins/${id}`, { method: 'DELETE', token: kept.accessToken });
    expect(end).toMatchObject({ status: 404, body: { code: 'auth/sign-in-not-found' } });
  });

  it('[CON-2] is there for a child that waits for consent, to see and to end', async () => {
    const { username } = await signUpChild(server);
    const [tablet, other] = [await signIn(server, username), await signIn(server, username)];
    const lost = (await list(tablet.accessToken)).items.find(({ current }) => !current)!;
    const gone = await call(server, `/me/sign-ins/${lost.id}`, {
      method: 'DELETE',
      token: tablet.accessToken,
    });
    expect(gone.status).toBe(204);
    expect(await statusOf(other.accessToken)).toBe(401);
    const all = await call(server, '/me/sign-ins/end-all', { method: 'POST', token: tablet.accessToken });
    expect(all.status).toBe(204);
    expect(await statusOf(tablet.accessToken)).toBe(401);
  });

  it('[DAT-1] is the person’s own in the database as well', async () => {
    const [anna, otto] = [await newPerson(), await newPerson()];
    await anna.enter(laptop);
    await otto.enter(laptop);
    const seen = await server.app.db.asCaller({ userId: anna.id, orgId: server.orgId }, (em) =>
      em.execute<{ user_id: string }[]>('SELECT DISTINCT user_id FROM auth_sessions'),
    );
    expect(seen).toEqual([{ user_id: anna.id }]);
  });

  it('is nobody else’s to see or to end', async () => {
    const [anna, otto] = [await newPerson(), await newPerson()];
    const [annas, ottos] = [await anna.enter(laptop), await otto.enter(laptop)];
    const { id } = (await list(annas.accessToken)).items[0]!;
    const end = (token: string) => call(server, `/me/sign-ins/${id}`, { method: 'DELETE', token });
    expect((await list(ottos.accessToken)).items.map((one) => one.id)).not.toContain(id);
    expect(await end(ottos.accessToken)).toMatchObject({
      status: 404,
      body: { code: 'auth/sign-in-not-found' },
    });
    expect(await statusOf(annas.accessToken)).toBe(200);
  });
});

describe('ending sign-ins', () => {
  it('[AUT-5] one of them ends at once and the others stay', async () => {
    const person = await newPerson();
    const [lost, kept] = [await person.enter(phone), await person.enter(laptop)];
    const other = (await list(kept.accessToken)).items.find(({ current }) => !current)!;
    const end = () => call(server, `/me/sign-ins/${other.id}`, { method: 'DELETE', token: kept.accessToken });
    expect((await end()).status).toBe(204);
    expect(await statusOf(lost.accessToken)).toBe(401);
    expect(await statusOf(kept.accessToken)).toBe(200);
    const refreshed = await call(server, '/auth/refresh', {
      method: 'POST',
      body: { refreshToken: lost.refreshToken },
    });
    expect(refreshed.body.code).toBe('auth/session-ended');
    expect((await end()).status).toBe(404);
    const { rows } = await server.app.db.jobs.query(
      "SELECT entity_id FROM audit_logs WHERE actor_id = $1 AND action = 'session.ended'",
      [person.id],
    );
    expect(rows).toEqual([{ entity_id: other.id }]);
  });

  it('[AUT-5] all of them end at once; it is written down and mailed', async () => {
    const person = await newPerson();
    const [one, two] = [await person.enter(phone), await person.enter(laptop)];
    const ended = await call(server, '/me/sign-ins/end-all', { method: 'POST', token: two.accessToken });
    expect(ended.status).toBe(204);
    expect(ended.headers.getSetCookie().join()).toContain('tutti_refresh=;');
    for (const { accessToken } of [one, two]) expect(await statusOf(accessToken)).toBe(401);
    expect((await mailTo(server, person.email, 'sessions-ended')).to).toBe(person.email);
    const { rows } = await server.app.db.jobs.query(
      "SELECT changes FROM audit_logs WHERE actor_id = $1 AND action = 'session.all_ended'",
      [person.id],
    );
    expect(rows).toEqual([{ changes: {} }]);
  });
});

it.each([
  [null, { kind: 'other', browser: null, system: null }],
  ['curl/8.5.0', { kind: 'other', browser: null, system: null }],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0',
    { kind: 'computer', browser: 'Edge', system: 'Windows' },
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
    { kind: 'computer', browser: 'Chrome', system: 'ChromeOS' },
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Safari/537.36',
    { kind: 'tablet', browser: 'Samsung Internet', system: 'Android' },
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1',
    { kind: 'tablet', browser: 'Chrome', system: 'iPadOS' },
  ],
])('a device is what its browser says: %s', (userAgent, device) => {
  expect(describeDevice(userAgent)).toEqual(device);
});
