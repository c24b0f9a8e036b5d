import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EraseReason } from '../../../src/modules/compliance/erasure.service.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { SessionReport } from '../../../src/wire/report.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { until } from '../../support/class-play.ts';
import { addKnownChild, type KnownChild, tracesOf } from '../../support/known-person.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const erase = (userId: string, reason: EraseReason = 'guardian', actorId: string | null = null) =>
  server.app.db.asWorker((em) =>
    server.app.compliance.erasure.erase(em, { userId, orgId: server.orgId, actorId, reason }),
  );
const query = async <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const file = () => join(server.config.dataDir, 'tombstones.log');
const noted = async () => readFile(file(), 'utf8').catch(() => '');
const exists = async (id: string) => (await query('SELECT 1 FROM users WHERE id = $1', [id])).length > 0;

/** Tables that go with an account, in which nothing stands of this one. */
async function tablesWithout(userId: string): Promise<string[]> {
  const traces = new Set((await tracesOf(server, userId)).map((place) => place.split('.')[0]!));
  const tables = await query<{ name: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
     WHERE contype = 'f' AND confrelid = 'users'::regclass AND confdeltype = 'c' ORDER BY 1`,
  );
  return tables.map(({ name }) => name).filter((name) => !traces.has(name));
}
/** Those of grown-ups, forms that are on their way and places that last a lesson. Whoever makes a table of learners puts a row of it into the fixture. */
const notInFixture = [
  'admin_profiles',
  'consent_forms',
  'group_places',
  'guardian_profiles',
  'notification_preferences',
  'roster_imports',
  'teacher_profiles',
  'totp_factors',
  'user_permissions',
  'weekly_reports',
];

describe('[CON-6] a child that is erased', () => {
  let child: KnownChild;
  beforeAll(async () => {
    child = await addKnownChild(server);
    // the fixture really stands in many places: otherwise finding nothing afterwards would say nothing
    expect((await tracesOf(server, child.canary)).length).toBeGreaterThan(10);
    expect(await tablesWithout(child.childId)).toEqual(notInFixture);
    await erase(child.childId, 'guardian', child.guardianId);
  });

  it('is in no column of no table any more', async () => {
    expect(await tracesOf(server, child.canary)).toEqual([]);
    // that it was erased, and that somebody asked what is known, is all that is left
    const places = (await tracesOf(server, child.childId)).map((place) =>
      place.replace(/_\d{4}_\d{2}\./, '.'),
    );
    expect([...new Set(places)]).toEqual([
      'audit_logs.entity_id',
      'data_requests.subject_id',
      'tombstones.user_id',
    ]);
  });

  it('leaves its answers to the class, as those of nobody', async () => {
    const players = await query(
      'SELECT nickname, user_id, device_hash FROM live_participants WHERE session_id = $1',
      [child.sessionId],
    );
    expect(players).toEqual([{ nickname: 'Player 1', user_id: null, device_hash: null }]);
    expect(await query('SELECT points FROM live_answers WHERE session_id = $1', [child.sessionId])).toEqual([
      { points: 950 },
    ]);
  });

  it('leaves a tombstone in the database and outside of it, and an entry in the audit log without a name', async () => {
    expect(await query('SELECT reason FROM tombstones WHERE user_id = $1', [child.childId])).toEqual([
      { reason: 'guardian' },
    ]);
    await until(async () => (await noted()).includes(child.childId), 'the tombstone outside the database');
    expect(await noted()).not.toContain(child.canary);
    const [entry] = await query<{ actor_id: string; changes: object }>(
      `SELECT actor_id, changes FROM audit_logs WHERE action = 'person.erased' AND entity_id = $1`,
      [child.childId],
    );
    expect(entry).toMatchObject({ actor_id: child.guardianId, changes: { reason: { after: 'guardian' } } });
  });

  it('leaves the figures of its class as they were', async () => {
    const { childId, teacherId, groupId } = await addKnownChild(server);
    const other = await createPeople(server.app.db.jobs).signUp({ orgId: server.orgId, role: 'student' });
    const questions = await query<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 2');
    const { id } = await answeredSession(server.app.db.jobs, {
      orgId: server.orgId,
      at: new Date(),
      groupId,
      hostId: teacherId,
      questions: questions.map(({ id }) => ({ id, objectives: [] })),
      players: [
        { learnerId: childId, outcomes: ['right', 'wrong'] },
        { learnerId: other.userId, outcomes: ['right', 'right'] },
      ],
    });
    await query('UPDATE live_rounds SET correct = 2 - position WHERE session_id = $1', [id]);
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const { token } = await people.signIn({ userId: teacherId, orgId: server.orgId });
    const report = async () => {
      const { status, body } = await call<SessionReport>(server, `/sessions/${id}/report`, { token });
      expect(status, JSON.stringify(body)).toBe(200);
      return { ...body, learners: body.learners.map(({ nickname: _, ...figures }) => figures) };
    };
    const before = await report();
    expect(before).toMatchObject({
      glance: { players: 2, answers: 4, rightShare: 0.75 },
      learners: [{}, {}],
    });
    await erase(childId);
    expect(await report()).toEqual(before);
  });

  it('leaves the guardian and the other child alone', async () => {
    expect(await exists(child.guardianId)).toBe(true);
  });
});

describe('[CON-6] a backup of an earlier day', () => {
  it('does not bring an erased child back: the next start forgets it again', async () => {
    const before = await addKnownChild(server);
    const stays = await addKnownChild(server);
    const saved = await dump(before.childId);
    await erase(before.childId);
    await until(async () => (await noted()).includes(before.childId), 'the tombstone');

    // the backup knows nothing of the tombstone either
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    try {
      await owner.query('DELETE FROM tombstones WHERE user_id = $1', [before.childId]);
      await restore(owner, saved);
    } finally {
      await owner.end();
    }
    expect(await exists(before.childId)).toBe(true);

    expect(await server.app.compliance.erasure.replay()).toBe(1);
    expect(await exists(before.childId)).toBe(false);
    expect(await tracesOf(server, before.canary)).toEqual([]);
    expect(await exists(stays.childId)).toBe(true);
    expect(await server.app.compliance.erasure.replay()).toBe(0);
  });

  it('a line of the list that a crash cut off harms nothing and is written again', async () => {
    const { childId } = await addKnownChild(server);
    await erase(childId);
    await server.app.compliance.erasure.note();
    const whole = await noted();
    expect(whole).toContain(childId);
    await writeFile(file(), whole.slice(0, whole.indexOf(childId) + 10));
    await appendFile(file(), '');
    await server.app.compliance.erasure.note();
    const ids = (await noted()).split('\n').flatMap((line) => /"userId":"([\w-]{36})"/.exec(line)?.[1] ?? []);
    expect(ids).toContain(childId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  /** The rows that hang on a person, as a backup holds them. */
  async function dump(userId: string): Promise<Record<string, object[]>> {
    const tables: Record<string, string> = {
      users: 'id',
      user_profiles: 'user_id',
      user_roles: 'user_id',
      activity_days: 'user_id',
      guardian_links: 'child_id',
      game_credentials: 'user_id',
      consent_requests: 'child_id',
      consents: 'child_id',
    };
    const rows: Record<string, object[]> = {};
    for (const [table, column] of Object.entries(tables)) {
      rows[table] = await query(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${column} = $1`, [userId]);
    }
    return rows;
  }
  async function restore(owner: pg.Client, saved: Record<string, object[]>): Promise<void> {
    for (const [table, rows] of Object.entries(saved)) {
      for (const { row } of rows as { row: object }[]) {
        await owner.query(
          `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`,
          [JSON.stringify(row)],
        );
      }
    }
  }
});

describe('erasing', () => {
  it('ends what is open for the person within 5 s', async () => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const person = await people.signUp({ orgId: server.orgId, role: 'student' });
    await query(`INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Gone')`, [person.userId]);
    expect((await call(server, '/me', { token: person.token })).status).toBe(200);
    await erase(person.userId, 'own_wish');
    await until(
      async () => (await call(server, '/me', { token: person.token })).status === 401,
      'the end',
      5_000,
    );
  });

  it('is refused to a teacher whose pupils would be without one', async () => {
    const { groupId } = await addKnownChild(server);
    const [teacher] = await query<{ user_id: string }>(
      `SELECT user_id FROM group_members WHERE group_id = $1 AND role = 'teacher'`,
      [groupId],
    );
    await expect(erase(teacher!.user_id, 'own_wish')).rejects.toMatchObject({ code: 'class/last-teacher' });
    expect(await exists(teacher!.user_id)).toBe(true);
  });

  it('everybody deletes the own account with the password once more, a child does not, the last administrator cannot', async () => {
    const email = 'leaves@school.example';
    const userId = await addPerson(server, { email, role: 'guardian' });
    const { accessToken: token } = await signIn(server, email);
    const post = (password: string) =>
      call(server, '/me/erase', { method: 'POST', token, body: { password } });
    expect((await post('not the password')).body).toMatchObject({ code: 'auth/wrong-password' });
    expect((await post(goodPassword)).status).toBe(204);
    expect(await exists(userId)).toBe(false);

    await addPerson(server, { email: 'only@school.example', role: 'admin' });
    const admin = await signIn(server, 'only@school.example');
    expect(
      (
        await call(server, '/me/erase', {
          method: 'POST',
          token: admin.accessToken,
          body: { password: goodPassword },
        })
      ).body,
    ).toMatchObject({ code: 'role/last-administrator' });

    const { childId } = await addKnownChild(server);
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const child = await people.signIn({ userId: childId, orgId: server.orgId });
    expect(
      (await call(server, '/me/erase', { method: 'POST', token: child.token, body: { password: 'x' } })).body,
    ).toMatchObject({ code: 'auth/forbidden' });
    expect(await exists(childId)).toBe(true);
  });
});
