import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import * as otp from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostGames } from '../../../src/modules/secrets/game-credentials.service.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type {
  ChildGame,
  GameCredential,
  RevealedGameCredential,
} from '../../../src/wire/game-credentials.ts';
import { type FamilyAtHome, familyAtHome, post } from '../../support/families.ts';
import { tracesOf } from '../../support/known-person.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
/** Whom the cases read about; those that change something make people of their own. */
let home: FamilyAtHome;
let kept: GameCredential;
const block = { game: 'Block Town', username: 'maya_builds', password: 'pick-axe-77-canary' };

beforeAll(async () => {
  server = await startBareServer();
  home = await familyAtHome(server);
  kept = (await add(home.child.accessToken, block)).body;
});
afterAll(() => server.stop());

const path = '/me/game-credentials';
const add = (token: string, login: unknown) => post<GameCredential>(server, path, login, token);
const list = (token: string, query = '') =>
  call<{ items: GameCredential[]; nextCursor: string | null }>(server, `${path}${query}`, { token });
const reveal = (token: string, id: string, proof: object = { password: goodPassword }) =>
  post<RevealedGameCredential & { code?: string }>(server, `${path}/${id}/reveal`, proof, token);
const ofChild = (token: string, childId: string) =>
  call<{ items: ChildGame[] }>(server, `/family/children/${childId}/game-credentials`, { token });
const rows = async (text: string, values: unknown[]) =>
  (await server.app.db.jobs.query(text, values)).rows as Record<string, unknown>[];
const reveals = (id: string) =>
  rows(
    "SELECT actor_id, changes FROM audit_logs WHERE action = 'game_credential.revealed' AND entity_id = $1",
    [id],
  );
const learner = async (name: string) => {
  const email = `${name}@school.example`;
  const id = await addPerson(server, { email, role: 'student' });
  return { id, token: (await signIn(server, email)).accessToken };
};

describe('a learner’s logins of games', () => {
  it('stand in a list without passwords, are changed and deleted by their owner', async () => {
    const { token } = await learner('own');
    const chess = { game: 'Chess', username: 'rook', password: 'castle-1' };
    const first = await add(token, chess);
    expect(first.status).toBe(201);
    const second = await add(token, { ...block, game: '  Block Town ' });
    const { body } = await list(token);
    expect(body.items.map(({ game, username }) => [game, username])).toEqual([
      ['Block Town', 'maya_builds'],
      ['Chess', 'rook'],
    ]);
    expect(JSON.stringify(body)).not.toContain('castle-1');
    const page = (await list(token, '?limit=1')).body;
    expect(page.items).toHaveLength(1);
    expect((await list(token, `?limit=1&cursor=${page.nextCursor}`)).body).toEqual({
      items: [first.body],
      nextCursor: null,
    });

    const one = `${path}/${first.body.id}`;
    const changed = await call<GameCredential>(server, one, {
      method: 'PATCH',
      token,
      body: { password: 'castle-2' },
    });
    expect(changed.body).toMatchObject({ game: 'Chess', username: 'rook' });
    expect((await reveal(token, first.body.id)).body).toEqual({ username: 'rook', password: 'castle-2' });
    expect((await call(server, one, { method: 'DELETE', token })).status).toBe(204);
    expect((await call(server, one, { method: 'DELETE', token })).status).toBe(404);
    expect((await list(token)).body.items.map(({ id }) => id)).toEqual([second.body.id]);
  });

  it('[DAT-2] of which one is damaged stand there all the same: that one says that it cannot be read, and can be typed in anew or deleted', async () => {
    const { token } = await learner('damaged');
    const whole = (await add(token, { game: 'Chess', username: 'rook', password: 'castle-1' })).body;
    const [one, other] = [
      (await add(token, block)).body,
      (await add(token, { ...block, game: 'Racer' })).body,
    ];
    await rows(
      `UPDATE game_credentials SET username_sealed = set_byte(username_sealed, length(username_sealed) - 1, get_byte(username_sealed, length(username_sealed) - 1) # 1)
       WHERE id IN ($1, $2)`,
      [one.id, other.id],
    );
    const { status, body } = await list(token);
    expect([status, body.items]).toEqual([
      200,
      [
        { ...other, username: null, problem: 'credential/unreadable', updatedAt: expect.any(String) },
        { ...one, username: null, problem: 'credential/unreadable', updatedAt: expect.any(String) },
        whole,
      ],
    ]);
    const code = 'credential/unreadable';
    expect(await reveal(token, one.id)).toMatchObject({ status: 409, body: { code } });
    const change = (body: object) => call(server, `${path}/${one.id}`, { method: 'PATCH', token, body });
    expect(await change({ password: 'x' })).toMatchObject({ status: 409, body: { code } });
    expect(await change({ username: 'maya', password: 'axe' })).toMatchObject({ status: 200 });
    expect((await reveal(token, one.id)).body).toEqual({ username: 'maya', password: 'axe' });
    expect((await call(server, `${path}/${other.id}`, { method: 'DELETE', token })).status).toBe(204);
    expect((await list(token)).body.items).toHaveLength(2);
  });

  it('[DAT-2] stand sealed in the database, and the log says only that they changed', async () => {
    expect(await tracesOf(server, block.password)).toEqual([]);
    expect(await tracesOf(server, block.username)).toEqual([]);
    const { id, token } = await learner('log');
    const added = (await add(token, block)).body;
    await call(server, `${path}/${added.id}`, { method: 'PATCH', token, body: { username: 'other' } });
    const written = await rows(
      'SELECT action, changes FROM audit_logs WHERE actor_id = $1 AND entity_id = $2 ORDER BY id',
      [id, added.id],
    );
    expect(written).toEqual([
      { action: 'game_credential.added', changes: {} },
      { action: 'game_credential.changed', changes: { username: { changed: true } } },
    ]);
  });

  it('are bounded in number, also when many come at once', async () => {
    const { id, token } = await learner('many');
    await rows(
      `INSERT INTO game_credentials (user_id, game_name, username_sealed, password_sealed)
       SELECT $1, 'Game ' || n, '', '' FROM generate_series(1, $2) n`,
      [id, mostGames - 1],
    );
    const replies = await Promise.all(Array.from({ length: 4 }, () => add(token, block)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(replies.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'credential/too-many' });
  });

  it.each([
    ['an empty game', { ...block, game: ' ' }],
    ['a password of 201 signs', { ...block, password: 'x'.repeat(201) }],
    ['a sign that turns the writing around', { ...block, username: 'a\u202eb' }],
    ['somebody’s id', { ...block, userId: randomUUID() }],
  ])('[EDG-6] are refused with %s', async (_what, login) => {
    expect((await add(home.child.accessToken, login)).status).toBe(400);
  });
});

describe('revealing one', () => {
  it('asks for the password, and writes it down every time', async () => {
    const { childId, child } = home;
    const before = (await reveals(kept.id)).length;
    const shown = await reveal(child.accessToken, kept.id);
    expect(shown.body).toEqual({ username: block.username, password: block.password });
    await reveal(child.accessToken, kept.id);
    expect((await reveals(kept.id)).slice(before)).toEqual([
      { actor_id: childId, changes: {} },
      { actor_id: childId, changes: {} },
    ]);
    const { items } = (await list(child.accessToken)).body;
    expect(items[0]!.lastRevealedAt).not.toBeNull();
    expect(shown.headers.get('cache-control')).toBe('no-store');
  });

  it('is refused without the password or with a wrong one, and [AUT-2] guesses end soon', async () => {
    const { token } = await learner('guess');
    const { id } = (await add(token, block)).body;
    for (const proof of [{}, { password: 'wrong' }]) {
      expect(await reveal(token, id, proof)).toMatchObject({
        status: 403,
        body: { code: 'auth/wrong-password' },
      });
    }
    let last = await reveal(token, id, { password: 'wrong' });
    for (let i = 0; i < 5 && last.status === 403; i++) last = await reveal(token, id, { password: 'wrong' });
    expect(last).toMatchObject({ status: 429, body: { code: 'auth/locked' } });
    expect(await reveal(token, id)).toMatchObject({ status: 429 });
    expect(await reveals(id)).toEqual([]);
  });

  it('also takes a code of the second factor', async () => {
    const { token } = await learner('factor');
    const { id } = (await add(token, block)).body;
    const { secret } = (await post<{ secret: string }>(server, '/me/second-factor', {}, token)).body;
    const code = new otp.TOTP({ secret: otp.Secret.fromBase32(secret) }).generate();
    const { body } = await post<{ recoveryCodes: string[] }>(
      server,
      '/me/second-factor/confirm',
      { code },
      token,
    );
    expect(await reveal(token, id, { code })).toMatchObject({ body: { code: 'auth/second-factor-wrong' } });
    expect((await reveal(token, id, { code: body.recoveryCodes[0] })).body).toMatchObject({
      password: block.password,
    });
  });

  it('without a password of one’s own (by a provider) wants a sign-in of a moment ago', async () => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const { token, family } = await people.signUp({ orgId: server.orgId, role: 'student' });
    const { id } = (await add(token, block)).body;
    expect((await reveal(token, id, {})).body).toMatchObject({ password: block.password });
    await rows("UPDATE auth_sessions SET created_at = now() - interval '11 minutes' WHERE family_id = $1", [
      family,
    ]);
    expect(await reveal(token, id, {})).toMatchObject({ status: 403, body: { code: 'auth/sign-in-again' } });
  });

  it('[DAT-2] shows nothing of before once somebody else set the password, until the owner types it in anew', async () => {
    const family = await familyAtHome(server);
    const { id } = (await add(family.child.accessToken, block)).body;
    const given = { ownPassword: goodPassword, newPassword: 'nine-herons-on-a-roof' };
    const path = `/family/children/${family.childId}/password`;
    expect((await post(server, path, given, family.guardian.accessToken)).status).toBe(204);
    const { accessToken: token } = await signIn(server, family.username, given.newPassword);
    const proof = { password: given.newPassword };
    expect(await reveal(token, id, proof)).toMatchObject({
      status: 409,
      body: { code: 'credential/locked' },
    });
    const change = (body: object) =>
      call(server, `${'/me/game-credentials'}/${id}`, { method: 'PATCH', token, body });
    await change({ game: 'Block City' });
    expect((await reveal(token, id, proof)).status).toBe(409);
    await change({ password: 'anew-55-canary' });
    expect((await reveal(token, id, proof)).body.password).toBe('anew-55-canary');
  });

  it('is limited per person', async () => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const { token } = await people.signUp({ orgId: server.orgId, role: 'student' });
    const { id } = (await add(token, block)).body;
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await reveal(token, id, {})).status);
    expect(statuses.slice(0, 30).every((status) => status === 200)).toBe(true);
    expect(statuses[30]).toBe(429);
    expect(await reveals(id)).toHaveLength(30);
  });
});

describe('nobody else', () => {
  const refusals = async (token: string) => [
    (await reveal(token, kept.id)).status,
    (await call(server, `${path}/${kept.id}`, { method: 'PATCH', token, body: { game: 'Mine' } })).status,
    (await call(server, `${path}/${kept.id}`, { method: 'DELETE', token })).status,
  ];

  it('but the owner reveals, changes or deletes: another learner, of here or of another school', async () => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const here = await people.signUp({ orgId: server.orgId, role: 'student' });
    const there = await people.signUp({ role: 'student' });
    for (const { token } of [here, there]) {
      expect(await refusals(token)).toEqual([404, 404, 404]);
      expect((await list(token)).body.items).toEqual([]);
      expect((await ofChild(token, home.childId)).status).toBe(404);
    }
  });

  it.each(['teacher', 'moderator', 'content_creator'] as const)('a %s', async (role) => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const { token } = await people.signUp({ orgId: server.orgId, role });
    expect(await refusals(token)).toEqual([403, 403, 403]);
    expect((await list(token)).status).toBe(403);
    expect((await ofChild(token, home.childId)).status).toBe(404);
  });

  it('a guardian sees which games and when one was shown, and reveals none', async () => {
    const { guardian, childId } = home;
    const { body } = await ofChild(guardian.accessToken, childId);
    expect(body.items).toEqual([{ id: kept.id, game: 'Block Town', lastRevealedAt: expect.any(String) }]);
    expect(await refusals(guardian.accessToken)).toEqual([403, 403, 403]);
    const stranger = await familyAtHome(server);
    expect((await ofChild(stranger.guardian.accessToken, childId)).status).toBe(404);
  });

  it('the database itself gives the sealed columns to no request, and rows of others to nobody', async () => {
    const { db } = server.app;
    const seen = (userId: string, columns: string) =>
      db.asCaller({ userId, orgId: server.orgId }, (em) =>
        em.execute(`SELECT ${columns} FROM game_credentials`),
      );
    const [{ user_id: guardianId }] = (await rows(
      'SELECT guardian_id AS user_id FROM guardian_links WHERE child_id = $1',
      [home.childId],
    )) as [{ user_id: string }];
    for (const userId of [home.childId, guardianId]) {
      await expect(seen(userId, 'password_sealed')).rejects.toThrow(/permission denied/);
      await expect(seen(userId, 'username_sealed')).rejects.toThrow(/permission denied/);
      expect(await seen(userId, 'id')).toEqual([{ id: kept.id }]);
    }
    const teacher = await addPerson(server, { email: 'sight@school.example', role: 'admin' });
    expect(await seen(teacher, 'id')).toEqual([]);
  });
});

describe('with consent, export and erasure', () => {
  it('[CON-2] a child without consent adds and reveals nothing', async () => {
    const { child, guardian, childId, username } = await familyAtHome(server);
    const { id } = (await add(child.accessToken, block)).body;
    await post(server, `/family/children/${childId}/consents`, { account: false }, guardian.accessToken);
    const token = (await signIn(server, username)).accessToken;
    for (const reply of [await add(token, block), await reveal(token, id)])
      expect(reply).toMatchObject({ status: 403, body: { code: 'consent/required' } });
  });

  it('[CON-6] a copy of the data says which there are, and erasing removes them', async () => {
    const { child, guardian, childId } = await familyAtHome(server);
    await add(child.accessToken, block);
    const reply = await fetch(`${server.url}/api/v1/family/children/${childId}/export`, {
      headers: { authorization: `Bearer ${guardian.accessToken}` },
    });
    const files = unzipSync(new Uint8Array(await reply.arrayBuffer()));
    const text = Object.values(files)
      .map((file) => Buffer.from(file).toString())
      .join('\n');
    expect(JSON.parse(Buffer.from(files['json/game-logins.json']!).toString())).toMatchObject([
      { game_name: 'Block Town' },
    ]);
    expect(text).not.toContain(block.password);
    expect(text).not.toContain(block.username);

    const erased = await post(
      server,
      `/family/children/${childId}/erase`,
      { password: goodPassword },
      guardian.accessToken,
    );
    expect(erased.status).toBe(204);
    expect(await rows('SELECT 1 FROM game_credentials WHERE user_id = $1', [childId])).toEqual([]);
  });
});
