import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChallengeEvent } from '../../../src/domain/challenge/events.ts';
import { readEvents, rowOf } from '../../../src/modules/live/event-rows.ts';
import { createProjectionService } from '../../../src/modules/live/projection.service.ts';
import {
  answered,
  joinRaw,
  openClass,
  readPlan,
  rightChoices,
  signIn,
  until,
  untilQuestion,
} from '../../support/class-play.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const query = async (sql: string, values: unknown[]) => (await server.app.db.jobs.query(sql, values)).rows;
const never = () => {
  throw new Error('no projection should fail here');
};

/** What the tables have of an ended session. */
async function tablesOf(id: string) {
  const [row] = await query(
    `SELECT s.status, s.projected_at IS NOT NULL AS projected, (s.ended_at - e.at) = '0'::interval AS ended_then,
       (SELECT count(*)::int FROM live_answers WHERE session_id = s.id) AS answers,
       (SELECT count(*)::int FROM live_rounds WHERE session_id = s.id) AS rounds,
       (SELECT coalesce(sum(score), 0)::int FROM live_participants WHERE session_id = s.id) AS score,
       (SELECT coalesce(sum(points), 0)::int FROM live_answers WHERE session_id = s.id) AS points,
       (SELECT count(*)::int FROM live_pins WHERE session_id = s.id AND released_at IS NULL) AS pins,
       (SELECT count(*)::int FROM outbox_events WHERE event_type = 'session.ended' AND payload->>'sessionId' = s.id::text) AS told
     FROM live_sessions s LEFT JOIN live_events e ON e.session_id = s.id AND e.type = 'session.ended' WHERE s.id = $1`,
    [id],
  );
  return row;
}

/** A class of two that answered one question, with its log as it is when the process dies right after the end. */
async function endedUnseen(): Promise<string> {
  const { id, pin, host } = await openClass(teacher);
  const plan = await readPlan(server.app.db.jobs, id);
  const players = [await joinRaw(server.url, pin, 'Ann'), await joinRaw(server.url, pin, 'Ben')];
  await host.start();
  await untilQuestion(players[1]!, 0);
  for (const player of players) expect(await answered(player, 0, rightChoices(plan, 0))).toBe('saved');
  await until(() => host.view.phase.name === 'reveal', 'the reveal');
  await host.leave();
  // as after a crash: nothing that the old room still has to say gets into the log
  await query('UPDATE live_sessions SET epoch = epoch + 1 WHERE id = $1', [id]);
  await server.app.realtime.matchMaker.getLocalRoomById(players[0]!.joined.seat.roomId).disconnect(4103);
  const events = await readEvents(server.app.db.jobs, id);
  const last = events.at(-1)!;
  const ended: ChallengeEvent = {
    type: 'session.ended',
    reason: 'host',
    seq: last.seq + 1,
    clock: last.clock,
  };
  const { s, q, t, d, c } = rowOf(id, 1, ended, null);
  await query(
    'INSERT INTO live_events (session_id, seq, epoch, type, payload, clock_ms) VALUES ($1, $2, 1, $3, $4, $5)',
    [s, q, t, d, c],
  );
  return id;
}

const once = {
  status: 'ended',
  projected: true,
  ended_then: true,
  answers: 2,
  rounds: 1,
  pins: 0,
  told: 1,
};

describe('the projection', () => {
  test('[DUR-6] happens once, however many try at the same moment', async () => {
    const id = await endedUnseen();
    const projection = createProjectionService({ db: server.app.db });
    await Promise.all(Array.from({ length: 8 }, () => projection.project(id)));
    await projection.project(id);
    const tables = await tablesOf(id);
    expect(tables).toMatchObject(once);
    expect(tables.score).toBe(tables.points);
    expect(tables.score).toBeGreaterThan(0);
  });

  test('[DUR-6] of a session whose process died right after its end happens at the next start', async () => {
    const id = await endedUnseen();
    expect(await tablesOf(id)).toMatchObject({ projected: false, answers: 0, pins: 1, told: 0 });
    expect(await server.app.recover()).toMatchObject({ projected: 1 });
    expect(await tablesOf(id)).toMatchObject(once);
    expect(await server.app.recover()).toMatchObject({ projected: 0 });
    expect(await tablesOf(id)).toMatchObject(once);
    expect((await teacher.session(id)).status).toBe('ended');
  });

  test('[DUR-6] that breaks off in the middle leaves nothing behind and is whole the next time', async () => {
    const id = await endedUnseen();
    const { db } = server.app;
    const broken = {
      ...db,
      jobs: {
        connect: async () => {
          const client = await db.jobs.connect();
          const run = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
          const query = (...args: unknown[]) =>
            String(args[0]).includes('outbox_events')
              ? Promise.reject(new Error('the connection broke'))
              : run(...args);
          return { query, release: (broken?: boolean) => client.release(broken) };
        },
      },
    } as unknown as typeof db;
    await expect(createProjectionService({ db: broken }).project(id)).rejects.toThrow('the connection broke');
    expect(await tablesOf(id)).toMatchObject({ projected: false, answers: 0, rounds: 0, pins: 1, told: 0 });
    await createProjectionService({ db }).project(id);
    expect(await tablesOf(id)).toMatchObject(once);
  });

  test('[DUR-6] that cannot be made keeps no other session from its own', async () => {
    const [bad, good] = [await endedUnseen(), await endedUnseen()];
    const [{ snapshot }] = await query('SELECT snapshot FROM live_sessions WHERE id = $1', [bad]);
    await query(`UPDATE live_sessions SET snapshot = '{}' WHERE id = $1`, [bad]);
    const failed: string[] = [];
    const projection = createProjectionService({ db: server.app.db });
    expect(await projection.projectForgotten((_, id) => failed.push(id))).toBe(1);
    expect(failed).toEqual([bad]);
    expect(await tablesOf(good)).toMatchObject(once);
    expect((await server.app.recover()).projected).toBe(0);

    await query('UPDATE live_sessions SET snapshot = $2 WHERE id = $1', [bad, JSON.stringify(snapshot)]);
    expect(await projection.projectForgotten(never)).toBe(1);
    expect(await tablesOf(bad)).toMatchObject(once);
  });

  test('[DUR-6] of a session that goes on does nothing', async () => {
    const { id, host } = await openClass(teacher);
    await createProjectionService({ db: server.app.db }).project(id);
    expect(await tablesOf(id)).toMatchObject({ status: 'lobby', projected: false, pins: 1, told: 0 });
    expect(host.connection).toBe('connected');
    await host.end();
  });
});

test('[PTS-4] [REP-1] answers to a skipped question stand in the tables with 0 points, and the end in the middle of a question counts it', async () => {
  const { id, pin, host } = await openClass(teacher);
  const plan = await readPlan(server.app.db.jobs, id);
  const ann = await joinRaw(server.url, pin, 'Ann');
  await joinRaw(server.url, pin, 'Ben');
  await host.start();
  await untilQuestion(ann, 0);
  await answered(ann, 0, rightChoices(plan, 0));
  await host.skip();
  await untilQuestion(ann, 1);
  await answered(ann, 1, rightChoices(plan, 1));
  await host.end();
  await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
  const answers = await query(
    'SELECT round, outcome, points FROM live_answers WHERE session_id = $1 ORDER BY round',
    [id],
  );
  expect(answers).toEqual([
    { round: 0, outcome: 'right', points: 0 },
    { round: 1, outcome: 'right', points: expect.any(Number) },
  ]);
  expect(answers[1].points).toBeGreaterThan(0);
  expect(
    await query(
      'SELECT nickname, score, answered_count FROM live_participants WHERE session_id = $1 ORDER BY 1',
      [id],
    ),
  ).toEqual([
    { nickname: 'Ann', score: answers[1].points, answered_count: 1 },
    { nickname: 'Ben', score: 0, answered_count: 0 },
  ]);
});

test('[HST-1] [DUR-2] a lock and a removal hold after a crash, also when the tables had not heard of them', async () => {
  const { id, pin, host } = await openClass(teacher);
  const [ann, ben] = [await joinRaw(server.url, pin, 'Ann'), await joinRaw(server.url, pin, 'Ben')];
  await host.lock(true);
  await host.kick(ann.joined.participantId);
  await host.kick(ben.joined.participantId);
  await host.allowBack(ben.joined.participantId);
  await host.leave();
  await server.app.realtime.matchMaker.getLocalRoomById(ann.joined.seat.roomId).disconnect(4103);
  await query('UPDATE live_sessions SET locked = false WHERE id = $1', [id]);
  await query(
    'UPDATE live_participants SET kicked_at = CASE WHEN id = $2 THEN now() END WHERE session_id = $1',
    [id, ben.joined.participantId],
  );
  const back = await teacher.host(id);
  expect(await query('SELECT locked FROM live_sessions WHERE id = $1', [id])).toEqual([{ locked: true }]);
  expect(
    await query(
      'SELECT nickname, kicked_at IS NOT NULL AS kicked FROM live_participants WHERE session_id = $1 ORDER BY 1',
      [id],
    ),
  ).toEqual([
    { nickname: 'Ann', kicked: true },
    { nickname: 'Ben', kicked: false },
  ]);
  await back.end();
});
