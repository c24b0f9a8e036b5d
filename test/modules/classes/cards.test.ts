import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Card, CardPreview, Cards, ClassStudent, SchoolClass } from '../../../src/wire/classes.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import { consentByMail } from '../../support/families.ts';
import { tokenIn } from '../../support/mail.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let tess: string;
let theo: string;
let admin: string;
let classId: string;

beforeAll(async () => {
  server = await startBareServer();
  const token = async (role: 'teacher' | 'admin', name: string) => {
    await addPerson(server, { role, email: `${name}@school.example`, displayName: name });
    return (await signIn(server, `${name}@school.example`)).accessToken;
  };
  [tess, theo, admin] = await Promise.all([
    token('teacher', 'tess'),
    token('teacher', 'theo'),
    token('admin', 'ann'),
  ]);
  classId = await aClass();
});
afterAll(() => server?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const aClass = async () =>
  (await call<SchoolClass>(server, '/classes', { method: 'POST', token: tess, body: { name: '4b' } })).body
    .id;
const put = (userId: string) =>
  rows('INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)', [classId, userId]);
const aPupil = async (person: Partial<Parameters<typeof addPerson>[1]> = {}) => {
  const id = await addPerson(server, {
    role: 'student',
    username: `pupil-${randomUUID().slice(0, 8)}`,
    displayName: 'Ben',
    origin: 'roster',
    ...person,
  });
  await put(id);
  return id;
};
const ask = (body: object, token = tess, id = classId) =>
  call<Cards & { code?: string }>(server, `/classes/${id}/cards`, { method: 'POST', token, body });
const cardsOf = async (...studentIds: string[]): Promise<Card[]> => {
  const { status, body } = await ask({ studentIds });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.items;
};
const post = <T = Record<string, unknown>>(path: string, body: unknown) =>
  call<T>(server, path, { method: 'POST', body });
const tokenOf = ({ link }: Card) => tokenIn({ links: [link] });
const look = (one: Card) => post<CardPreview>('/auth/card', { token: tokenOf(one) });
const use = (one: Card, password = goodPassword) =>
  post<SignedIn & { code?: string }>('/auth/card/use', { token: tokenOf(one), password, keep: 'body' });
const used = { status: 410, body: { code: 'card/invalid' } };

/** As an administrator hands it over. */
const resetTokenFor = async (id: string) => {
  await addPerson(server, { role: 'admin', email: `${id}@school.example` });
  const { accessToken: token } = await signIn(server, `${id}@school.example`);
  const path = `/people/${id}/reset-link`;
  const { body } = await call<{ link: string }>(server, path, { method: 'POST', token });
  return tokenIn({ links: [body.link] });
};

describe('a card of a pupil', () => {
  it('[AUT-6] shows whose it is as often as one looks, lets in once, and then opens nothing', async () => {
    const [one] = await cardsOf(await aPupil({ username: 'ben.b', passwordHash: null }));
    expect(one).toMatchObject({ name: 'Ben', username: 'ben.b', consent: 'none' });
    for (let n = 0; n < 3; n++)
      expect(await look(one!)).toMatchObject({ status: 200, body: { name: 'Ben', username: 'ben.b' } });
    const weak = await use(one!, 'password');
    expect(weak).toMatchObject({ status: 400, body: { code: 'auth/weak-password' } });
    const entered = await use(one!);
    expect(entered).toMatchObject({ status: 200, body: { user: { username: 'ben.b' } } });
    expect((await call(server, '/me', { token: entered.body.accessToken })).status).toBe(200);
    expect(await look(one!)).toMatchObject(used);
    expect(await use(one!)).toMatchObject(used);
    await signIn(server, 'ben.b');
  });

  it('lets in one of several who come with it at once', async () => {
    const [one] = await cardsOf(await aPupil());
    const tries = await Promise.all([1, 2, 3, 4].map((n) => use(one!, `${goodPassword}-${n}`)));
    expect(tries.map(({ status }) => status).toSorted()).toEqual([200, 410, 410, 410]);
  });

  it('is good for nothing once a new one is printed', async () => {
    const id = await aPupil();
    const [first] = await cardsOf(id);
    const [second] = await cardsOf(id);
    expect(await look(first!)).toMatchObject(used);
    expect(await use(first!)).toMatchObject(used);
    expect((await look(second!)).status).toBe(200);
  });

  it('is one, if a pupil is named twice', async () => {
    const id = await aPupil();
    const cards = await cardsOf(id, id);
    expect(cards).toHaveLength(1);
    expect((await look(cards[0]!)).status).toBe(200);
  });

  it('is too old after 30 days, and opens nothing of an account that is closed', async () => {
    const [old, closed] = await cardsOf(await aPupil(), await aPupil());
    const days = (Date.parse(old!.expiresAt) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30);
    await rows(`UPDATE auth_tokens SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [
      old!.userId,
    ]);
    await rows(`UPDATE users SET status = 'suspended' WHERE id = $1`, [closed!.userId]);
    for (const one of [old!, closed!]) {
      expect(await look(one)).toMatchObject(used);
      expect(await use(one)).toMatchObject(used);
    }
  });

  it('[AUT-5] ends what was open with the old password', async () => {
    const id = await aPupil({ username: 'open-elsewhere' });
    const before = await signIn(server, 'open-elsewhere');
    await rows('INSERT INTO known_devices (user_id, device_hash) VALUES ($1, sha256($2))', [
      id,
      Buffer.from('a browser of before'),
    ]);
    const [one] = await cardsOf(id);
    const after = await use(one!, 'nine-blue-herons');
    expect(await rows('SELECT 1 FROM known_devices WHERE user_id = $1', [id])).toEqual([]);
    expect((await call(server, '/me', { token: before.accessToken })).status).toBe(401);
    expect((await call(server, '/me', { token: after.body.accessToken })).status).toBe(200);
    await expect(signIn(server, 'open-elsewhere')).rejects.toThrow(/sign-in/);
  });

  it('opens nothing once the password was set anew in another way', async () => {
    const id = await aPupil();
    const card = (await cardsOf(id))[0]!;
    const anew = { token: await resetTokenFor(id), password: 'four-lamps-and-a-kite' };
    expect((await post('/auth/reset-password', anew)).status).toBe(204);
    expect(await look(card)).toMatchObject(used);
    expect(await use(card)).toMatchObject(used);
  });

  it('opens nothing once whoever printed it is there for the pupil no more', async () => {
    const email = `${randomUUID()}@school.example`;
    const helper = await addPerson(server, { role: 'teacher', email });
    await rows(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'co_teacher')`, [
      classId,
      helper,
    ]);
    const { accessToken: token } = await signIn(server, email);
    const pupil = await aPupil();
    const [one] = (await ask({ studentIds: [pupil] }, token)).body.items;
    expect((await look(one!)).status).toBe(200);
    await rows('DELETE FROM group_members WHERE group_id = $1 AND user_id = $2', [classId, helper]);
    expect(await look(one!)).toMatchObject(used);
    expect(await use(one!)).toMatchObject(used);
  });

  it('stands in the database as a hash alone', async () => {
    const [one] = await cardsOf(await aPupil());
    const stored = await rows<{ text: string }>(
      'SELECT t::text AS text FROM auth_tokens t WHERE user_id = $1',
      [one!.userId],
    );
    expect(stored).toHaveLength(1);
    expect(stored[0]!.text).not.toContain(tokenOf(one!));
    expect(one!.link).toContain('/card#token=');
  });

  it('gives somebody without a username one that nobody has', async () => {
    const person = { email: undefined, username: undefined, displayName: 'Ana Pérez' } as const;
    const [first, second] = [
      await aPupil({ ...person, email: 'ana-1@school.example' }),
      await aPupil({ ...person, email: 'ana-2@school.example' }),
    ];
    const cards = await cardsOf(first, second);
    expect(cards.map(({ username }) => username)).toEqual(['anaperez', 'anaperez2']);
  });

  it('[DAT-3] leaves who made it and for whom in the audit log, and no name', async () => {
    const [one] = await cardsOf(await aPupil({ displayName: 'Canary Kim' }));
    await use(one!);
    const log = await rows<{ action: string; changes: object }>(
      `SELECT action, changes FROM audit_logs WHERE changes::text LIKE '%' || $1 || '%' OR entity_id = $1`,
      [one!.userId],
    );
    expect(log.map(({ action }) => action).toSorted()).toEqual(['card.used', 'cards.made']);
    expect(JSON.stringify(log)).not.toContain('Canary');
  });
});

describe('nobody gets into an account with a card', () => {
  const notThem = { status: 403, body: { code: 'auth/forbidden' } };

  it('who teaches or manages something besides being a pupil', async () => {
    const give = (userId: string, role: string) =>
      rows('INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = $3', [
        userId,
        server.orgId,
        role,
      ]);
    const id = await aPupil();
    const [before] = await cardsOf(id);
    await give(id, 'moderator');
    expect(await ask({ studentIds: [id] })).toMatchObject(notThem);
    // nor with one that was printed before
    expect(await use(before!)).toMatchObject(used);
  });

  it('whose owner has been in with an e-mail of the own: that one asks for a new password by mail', async () => {
    const id = await aPupil({ email: 'grown@home.example', origin: 'sign_up' });
    expect((await ask({ studentIds: [id] })).status).toBe(201);
    await signIn(server, 'grown@home.example');
    expect(await ask({ studentIds: [id] })).toMatchObject(notThem);
  });

  it('who is not in the class, or is its teacher', async () => {
    const outside = await addPerson(server, { role: 'student', username: 'outside' });
    const elsewhere = await createPeople(server.app.db.jobs).signUp({ role: 'student' });
    const [{ id: teacher }] = (await rows<{ id: string }>(
      `SELECT id FROM users WHERE email = 'tess@school.example'`,
    )) as [{ id: string }];
    for (const id of [outside, elsewhere.userId, teacher, randomUUID()])
      expect(await ask({ studentIds: [id] })).toMatchObject({
        status: 404,
        body: { code: 'user/not-found' },
      });
  });

  it('if one of several is refused: then no card of the others changes', async () => {
    const id = await aPupil();
    const [one] = await cardsOf(id);
    expect((await ask({ studentIds: [id, randomUUID()] })).status).toBe(404);
    expect((await look(one!)).status).toBe(200);
  });

  it('but by its teachers and administrators', async () => {
    const pupil = await aPupil({ username: 'a-pupil' });
    const body = { studentIds: [pupil] };
    const student = (await signIn(server, 'a-pupil')).accessToken;
    const stranger = await createPeople(server.app.db.jobs).signUp();
    expect((await ask(body, student)).status).toBe(403);
    expect((await ask(body, theo)).status).toBe(404);
    expect((await ask(body, stranger.token)).status).toBeOneOf([401, 404]);
    expect((await ask(body, admin)).status).toBe(201);
  });

  it.each([
    ['nobody', {}],
    ['more than sixty new ones', { newStudents: 61 }],
    ['[EDG-6] another organization', { newStudents: 1, orgId: randomUUID() }],
  ])('that is asked for with %s', async (_, body) => {
    expect((await ask(body)).status).toBe(400);
  });
});

describe('cards of new pupils of whom nothing is known', () => {
  const count = 3;

  it('[CON-1] have a made-up name, wait for somebody who agrees, and meanwhile do nothing that keeps something', async () => {
    const { body, status } = await ask({ newStudents: count });
    expect(status).toBe(201);
    expect(new Set(body.items.map(({ username }) => username)).size).toBe(count);
    for (const one of body.items) expect(one).toMatchObject({ consent: 'missing' });
    const [one] = body.items;
    const entered = await use(one!);
    expect(entered.body.user).toMatchObject({ email: null, consent: { needed: true } });
    const path = '/class-code/join';
    const refused = await call(server, path, {
      method: 'POST',
      token: entered.body.accessToken,
      body: { code: 'ABCDEF' },
    });
    expect(refused).toMatchObject({ status: 403, body: { code: 'consent/required' } });
    const made = (await pupilsOf()).filter(({ id }) => body.items.some(({ userId }) => userId === id));
    const [pupil] = made.filter(({ id }) => id === one!.userId);
    expect(pupil).toMatchObject({ status: 'pending_consent', isMinor: true, mayPlay: false });
    // [CON-1] when the child was here is not known; the card was used all the same
    expect(pupil).toMatchObject({ lastSeenAt: null, hasPassword: true });
    expect(made.filter(({ hasPassword }) => hasPassword)).toHaveLength(1);
  });

  it('[CON-3] may play at once where a valid agreement of the school covers it', async () => {
    const agreement = await call<{ id: string }>(server, '/agreements', {
      method: 'POST',
      token: admin,
      body: {
        title: 'Year',
        signedBy: 'Head',
        signedOn: '2020-01-01',
        validUntil: '2190-01-01',
        scopes: ['account', 'live_rooms'],
      },
    });
    const [one] = (await ask({ newStudents: 1 })).body.items;
    expect(one).toMatchObject({ consent: 'school' });
    expect((await use(one!)).body.user).toMatchObject({ consent: { needed: false } });
    await call(server, `/agreements/${agreement.body.id}/end`, { method: 'POST', token: admin });
    expect((await ask({ newStudents: 1 })).body.items).toMatchObject([{ consent: 'missing' }]);
  });

  it('[CON-7] are erased after the days of the settings, by the nightly job, and nobody else is', async () => {
    await call(server, '/settings', { method: 'PATCH', token: admin, body: { cardDays: 20 } });
    const kept = await aPupil();
    const { items } = (await ask({ newStudents: 2 })).body;
    // never longer than what it opens
    for (const { expiresAt } of items)
      expect((Date.parse(expiresAt) - Date.now()) / 86_400_000).toBeLessThanOrEqual(20);
    const ids = items.map(({ userId }) => userId);
    const [pupil] = (await pupilsOf()).filter(({ id }) => id === ids[0]);
    expect(Math.round((Date.parse(pupil!.eraseAfter!) - Date.now()) / 86_400_000)).toBe(20);
    await use(items[0]!);
    const left = async () =>
      (await rows<{ id: string }>('SELECT id FROM users WHERE id = ANY ($1)', [[...ids, kept]])).length;
    const { purge } = server.app.compliance.retention;
    await purge(new Date(Date.now() + 19 * 86_400_000));
    expect(await left()).toBe(3);
    await purge(new Date(Date.now() + 21 * 86_400_000));
    expect(await rows('SELECT id FROM users WHERE id = ANY ($1)', [[...ids, kept]])).toEqual([{ id: kept }]);
    expect(await rows('SELECT 1 FROM group_members WHERE user_id = ANY ($1)', [ids])).toEqual([]);
    expect(await look(items[1]!)).toMatchObject(used);
  });

  it('stay with the family once a guardian agreed: then nothing erases them by itself', async () => {
    await rows('UPDATE org_settings SET card_days = 20');
    const { items } = (await ask({ newStudents: 1 })).body;
    const { body: pupil } = await use(items[0]!);
    const eraseAfter = async () => (await pupilsOf()).find(({ id }) => id === items[0]!.userId)!.eraseAfter;
    const erasedOn = Date.parse((await eraseAfter())!);
    const guardianEmail = `${randomUUID()}@home.example`;
    const asked = await call(server, '/me/ask-again', {
      method: 'POST',
      token: pupil.accessToken,
      body: { guardianEmail },
    });
    expect(asked.status).toBe(200);
    await consentByMail(server, guardianEmail);
    expect(await eraseAfter()).toBeNull();
    await server.app.compliance.retention.purge(new Date(erasedOn + 86_400_000));
    expect(await rows('SELECT id FROM users WHERE id = $1', [items[0]!.userId])).toHaveLength(1);
  });
});

const pupilsOf = async () =>
  (await call<{ items: ClassStudent[] }>(server, `/classes/${classId}/students?limit=100`, { token: tess }))
    .body.items;

it('a class that is put away has no cards', async () => {
  const id = await aClass();
  await call(server, `/classes/${id}`, { method: 'PATCH', token: tess, body: { archived: true } });
  expect(await ask({ newStudents: 1 }, tess, id)).toMatchObject({
    status: 409,
    body: { code: 'class/archived' },
  });
});
