import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin, createRecords } from '@tutti/client/admin';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResumeTokens } from '../../../src/modules/live/resume-token.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { joinRaw, openClass } from '../../support/class-play.ts';
import { kinds } from '../../support/kinds.ts';
import { insertPastSession, type Past } from '../../support/past-session.ts';
import { addPerson, call, goodPassword } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

const names = ['tess', 'theo', 'nobody', 'boss', 'ada', 'bo'] as const;
const roles = { boss: 'super_admin', ada: 'student', bo: 'student' } as const;

let server: TestServer & BareServer;
const people = {} as Record<(typeof names)[number], Tutti>;
const ids = {} as Record<(typeof names)[number], string>;
let groupId: string;
let past: Past;

const recordsOf = (who: (typeof names)[number]) => createRecords(people[who]);
const query = async (sql: string, values: unknown[]) => (await server.app.db.jobs.query(sql, values)).rows;

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  for (const name of names) {
    const email = `${name}@school.example`;
    const role = name in roles ? roles[name as keyof typeof roles] : 'teacher';
    ids[name] = await addPerson(server, { role, email, displayName: name });
    people[name] = createTutti({ url: server.url });
    await people[name].signIn({ email, password: goodPassword, keep: 'body' });
  }
  groupId = (await people.tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } })).id;
  for (const [who, role] of [
    ['theo', 'co_teacher'],
    ['ada', 'student'],
    ['bo', 'student'],
  ] as const)
    await query('INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, $3)', [
      groupId,
      ids[who],
      role,
    ]);
  past = await insertPastSession(server.app.db.jobs, {
    orgId: server.orgId,
    hostId: ids.tess,
    groupId,
    learners: [
      { nickname: 'ada', userId: ids.ada },
      ...Array.from({ length: 10 }, (_, i) => ({ nickname: `Guest ${i}` })),
      { nickname: 'bo', userId: ids.bo },
    ],
  });
});
afterAll(() => server?.stop());

describe('[REP-1] the report of a session with every kind', () => {
  test('holds key, answers in words and discrimination, names what to teach again, and comes as a workbook', async () => {
    const admin = createAdmin(people.theo);
    const report = await admin.report(past.sessionId);
    expect(report.questions.map(({ kind }) => kind)).toEqual(kinds);
    for (const { kind, rightShare, discrimination } of report.questions) {
      const scored = !['scale', 'poll', 'word_cloud'].includes(kind);
      expect([kind, rightShare]).toEqual([kind, scored ? 0.5 : null]);
      expect([kind, discrimination?.toFixed(3) ?? null]).toEqual([kind, scored ? '1.000' : null]);
    }
    expect(report.learners.at(-1)!.answers.every(({ words }) => words !== null)).toBe(true);
    expect(report.teachAgain).toHaveLength(3);
    for (const { missions } of report.teachAgain) expect(missions.length).toBeGreaterThan(0);
    const file = new Uint8Array(await (await admin.reportXlsx(past.sessionId)).arrayBuffer());
    expect(Object.keys(unzipSync(file))).toContain('xl/worksheets/sheet4.xml');
  });
});

describe('[REP-1] over time', () => {
  test('a class shows its sessions, objectives and learners to its teachers, and to nobody else', async () => {
    for (const who of ['tess', 'theo', 'boss'] as const) {
      const report = await recordsOf(who).ofClass(groupId);
      expect(report.sessions, who).toMatchObject([{ id: past.sessionId, players: 12, rightShare: 0.5 }]);
      expect(report.learners.map(({ name, sessions, rightShare }) => [name, sessions, rightShare])).toEqual([
        ['ada', 1, 1],
        ['bo', 1, 0],
      ]);
      expect(report.teachAgain).toHaveLength(3);
    }
    await expect(recordsOf('nobody').ofClass(groupId)).rejects.toMatchObject({ code: 'class/not-found' });
    await expect(recordsOf('ada').ofClass(groupId)).rejects.toMatchObject({ code: 'auth/forbidden' });
  });

  test('a learner is shown beside the class, and only to teachers of that class', async () => {
    const { learner, sessions, objectives } = await recordsOf('theo').ofLearner(groupId, ids.bo);
    expect(learner).toEqual({ userId: ids.bo, name: 'bo' });
    expect(sessions).toMatchObject([{ rightShare: 0, classShare: 0.5, rank: 7, players: 12, answers: 13 }]);
    expect(objectives.every(({ rightShare }) => rightShare === 0)).toBe(true);
    for (const [who, learnerId] of [
      ['nobody', ids.bo],
      ['tess', ids.theo],
    ] as const)
      await expect(recordsOf(who).ofLearner(groupId, learnerId)).rejects.toMatchObject({
        code: 'class/not-found',
      });
  });

  test('a question has figures of the sessions that one may see', async () => {
    const single = past.questionIds[0]!;
    expect(await recordsOf('theo').ofQuestion(single)).toMatchObject({
      sessions: 1,
      answers: 12,
      rightShare: 0.5,
      meanMs: 4_000,
      commonestWrong: { text: 'Thing 1', picked: 6 },
    });
    expect(await recordsOf('nobody').ofQuestion(single)).toMatchObject({
      sessions: 0,
      answers: 0,
      rightShare: null,
    });
  });
});

describe('[REP-1] own mistakes', () => {
  test('a learner sees the own ones in pages, with what would have been right, and nobody else’s', async () => {
    const mistakes = recordsOf('bo');
    const first = await mistakes.mistakes({ limit: 6 });
    const second = await mistakes.mistakes({ limit: 6, cursor: first.nextCursor! });
    const found = [...first.items, ...second.items];
    expect(found).toHaveLength(10);
    expect(new Set(found.map(({ round }) => round)).size).toBe(10);
    expect(found.find(({ kind }) => kind === 'single_choice')).toMatchObject({
      answer: 'Thing 1',
      rightAnswer: 'Thing 3',
      explanation: 'Because it is so.',
    });
    expect((await recordsOf('ada').mistakes()).items).toEqual([]);
    await expect(recordsOf('tess').mistakes()).rejects.toMatchObject({ code: 'auth/forbidden' });
  });

  test('[JOIN-6] a guest sees them with the resume token, once the session has ended', async () => {
    const tokens = createResumeTokens(deriveKeys(server.config.secret)['resume-token']);
    const asGuest = async (sid: string, pid: string) =>
      call<{ items?: unknown[]; code?: string }>(server, '/join/mistakes', {
        method: 'POST',
        body: { resumeToken: tokens.sign({ sid, pid }) },
      });
    const guests = past.participants;
    expect((await asGuest(past.sessionId, guests[10]!)).body.items).toHaveLength(10);
    expect((await asGuest(past.sessionId, guests[1]!)).body.items).toEqual([]);
    // a token of a guest opens nothing of a learner with an account
    expect((await asGuest(past.sessionId, guests[11]!)).body.code).toBe('join/token-invalid');
    const running = await insertPastSession(server.app.db.jobs, {
      orgId: server.orgId,
      hostId: ids.tess,
      learners: [{ nickname: 'Guest' }],
      status: 'running',
    });
    expect((await asGuest(running.sessionId, running.participants[0]!)).body.code).toBe('session/not-ended');
  });
});

describe('a session that is deleted', () => {
  const insert = (status: 'ended' | 'running') =>
    insertPastSession(server.app.db.jobs, {
      orgId: server.orgId,
      hostId: ids.tess,
      groupId,
      learners: [{ nickname: 'Ann' }],
      status,
    });

  test('goes with everything of it, at the word of its host or an administrator, and is audited without a name', async () => {
    for (const who of ['tess', 'boss'] as const) {
      const { sessionId } = await insert('ended');
      await query(`INSERT INTO live_pins (pin, session_id, released_at) VALUES ($1, $2, now())`, [
        who === 'tess' ? '000001' : '000002',
        sessionId,
      ]);
      await expect(recordsOf('nobody').deleteSession(sessionId)).rejects.toMatchObject({
        code: 'session/not-found',
      });
      await expect(recordsOf('theo').deleteSession(sessionId)).rejects.toMatchObject({
        code: 'session/forbidden',
      });
      await recordsOf(who).deleteSession(sessionId);
      for (const table of ['live_participants', 'live_rounds', 'live_answers', 'live_events'])
        expect(await query(`SELECT 1 FROM ${table} WHERE session_id = $1`, [sessionId])).toEqual([]);
      const entries = await query(
        `SELECT actor_id, changes FROM audit_logs WHERE action = 'session.deleted' AND entity_id = $1`,
        [sessionId],
      );
      expect(entries).toEqual([
        { actor_id: ids[who], changes: { status: { before: 'ended', after: null } } },
      ]);
    }
    // [JOIN-1] the PINs stay out of use
    expect(await query(`SELECT session_id FROM live_pins WHERE pin IN ('000001', '000002')`, [])).toEqual([
      { session_id: null },
      { session_id: null },
    ]);
  });

  test('is over or a lobby: one that runs stays, and who waits in a lobby is let go', async () => {
    const { sessionId } = await insert('running');
    await expect(recordsOf('tess').deleteSession(sessionId)).rejects.toMatchObject({
      code: 'session/not-ended',
    });
    const { id, pin } = await openClass(people.tess);
    const guest = await joinRaw(server.url, pin, 'Waiting');
    await recordsOf('tess').deleteSession(id);
    expect(await guest.closed).toBe(4102);
    await expect(people.tess.session(id)).rejects.toMatchObject({ code: 'session/not-found' });
  });
});
