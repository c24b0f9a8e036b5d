import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../src/platform/database/database.ts';
import { joinRaw, openClass, signIn, until } from '../../support/class-play.ts';
import { createPeople } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const tables = [
  'live_sessions',
  'live_pins',
  'live_participants',
  'live_events',
  'live_rounds',
  'live_answers',
];

let server: TestServer;
let sessionId: string;
let callers: Record<'host' | 'admin' | 'colleague' | 'student' | 'stranger', Caller>;

beforeAll(async () => {
  server = await startTestServer();
  const teacher = await signIn(server.url, server.teacher);
  const { id, pin, host } = await openClass(teacher);
  sessionId = id;
  const ann = await joinRaw(server.url, pin, 'Ann');
  await host.start();
  await until(() => ann.messages.some(({ type }) => type === 'roundOpened'), 'the question');
  ann.send('submitAnswer', { round: 0, vote: 1, answerId: 'answer-of-ann', answer: [0] });
  await until(() => ann.messages.some(({ type }) => type === 'roundClosed'), 'the reveal');
  await host.end();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
  // a second class stays open and keeps its PIN
  await openClass(teacher);

  const people = createPeople(server.app.db.jobs);
  const orgId = teacher.me!.organization.id;
  const [admin, colleague, student, stranger] = await Promise.all([
    people.signUp({ orgId, role: 'admin' }),
    people.signUp({ orgId }),
    people.signUp({ orgId, role: 'student' }),
    people.signUp({ role: 'admin' }),
  ]);
  callers = { host: { userId: teacher.me!.id, orgId }, admin, colleague, student, stranger };
});
afterAll(() => server?.stop());

async function rowsSeenBy({ userId, orgId }: Caller): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`).join(', ');
  const [row] = await server.app.db.asCaller({ userId, orgId }, (em) =>
    em.execute<Record<string, number>[]>(`SELECT ${counts}`),
  );
  return row!;
}

describe('[DAT-1] the rows of a class', () => {
  test('are there for its host and for an administrator of the school', async () => {
    const all = { live_sessions: 2, live_pins: 2, live_participants: 1, live_rounds: 1, live_answers: 1 };
    expect(await rowsSeenBy(callers.host)).toMatchObject(all);
    expect(await rowsSeenBy(callers.admin)).toMatchObject(all);
    expect((await rowsSeenBy(callers.host)).live_events).toBeGreaterThan(4);
  });

  test.each(['colleague', 'student', 'stranger'] as const)('are not there for a %s', async (who) => {
    expect(Object.values(await rowsSeenBy(callers[who]))).toEqual(tables.map(() => 0));
  });

  test.each([
    [
      'appends to the log',
      `INSERT INTO live_events (session_id, seq, epoch, type, payload, clock_ms) VALUES (?, 900, 1, 'session.ended', '{}', 0)`,
    ],
    ['changes an answer', 'UPDATE live_answers SET points = 9000 WHERE session_id = ?'],
    ['changes a session', `UPDATE live_sessions SET status = 'lobby' WHERE id = ?`],
    ['joins without a seat', `SELECT join_session('000000', ?, 'Eve', 'eve', 'en', NULL, false)`],
  ])('nobody %s with the rights of a request, not even the host', async (_, sql) => {
    const attempt = server.app.db.asCaller(callers.host, (em) => em.execute(sql, [sessionId]));
    await expect(attempt).rejects.toThrow(/permission denied/);
  });

  test('the log only grows: the job role cannot change or delete an event', async () => {
    const { jobs } = server.app.db;
    await expect(jobs.query('UPDATE live_events SET clock_ms = 0')).rejects.toThrow(/permission denied/);
    await expect(jobs.query('DELETE FROM live_events')).rejects.toThrow(/permission denied/);
  });

  test('a PIN is claimed for an own class that is open, and for no other', async () => {
    const claim = async (caller: Caller, id: string) => {
      const [row] = await server.app.db.asCaller(caller, (em) =>
        em.execute<{ claimed: boolean }[]>(`SELECT claim_pin(?, '123456') AS claimed`, [id]),
      );
      return row!.claimed;
    };
    expect(await claim(callers.colleague, sessionId)).toBe(false);
    expect(await claim(callers.host, sessionId)).toBe(false);
  });
});
