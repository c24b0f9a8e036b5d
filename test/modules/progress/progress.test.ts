import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Tutti } from '@tutti/client';
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayIn } from '../../../src/domain/reward/calendar.ts';
import { levelOf, topLevel } from '../../../src/domain/reward/level.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { createJobs } from '../../../src/platform/jobs/jobs.ts';
import { createRelay } from '../../../src/platform/jobs/relay.ts';
import { createLog } from '../../../src/platform/log/log.ts';
import { createMetrics } from '../../../src/platform/metrics/metrics.ts';
import type { Progress } from '../../../src/wire/progress.ts';
import type { Joined } from '../../../src/wire/session.ts';
import {
  answered,
  openClass,
  payloadsOf,
  readPlan,
  rightChoices,
  signIn as signInStaff,
  until,
  untilQuestion,
  wrongChoices,
} from '../../support/class-play.ts';
import { type FamilyAtHome, familyAtHome, post } from '../../support/families.ts';
import { openSeat } from '../../support/raw-client.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let teacher: Tutti;
let maya: FamilyAtHome;
let ben: { id: string; token: string };
let jobs: pg.Pool;

beforeAll(async () => {
  const started = await startTestServer();
  jobs = started.app.db.jobs;
  const { rows } = await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
  // what badges add has tests of its own
  await jobs.query('UPDATE badges SET is_active = false');
  teacher = await signInStaff(server.url, server.teacher);
  maya = await familyAtHome(server, {}, { nickname: 'Maya' });
  const id = await addPerson(server, { role: 'student', email: 'ben@school.example', displayName: 'Ben' });
  ben = { id, token: (await signIn(server, 'ben@school.example')).accessToken };
});
afterAll(() => server?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await jobs.query<T>(sql, values)).rows;
const progressOf = async (token: string, path = '/me/progress'): Promise<Progress> => {
  const { status, body } = await call<Progress>(server, path, { token });
  expect(status, path).toBe(200);
  return body;
};
const projection = () => createProgressProjection(server.app.db);
const newestEvent = async (): Promise<string> =>
  (await rows<{ id: string }>('SELECT max(id)::text AS id FROM outbox_events'))[0]!.id;
const differences = async () => (await rebuildProgress(server.app.db, { mend: false })).differences;

/** Maya is right twice, Ben once; both stay to the end. Gives the event of the end. */
async function playClass(): Promise<{ id: string; eventId: string }> {
  const { id, pin, host } = await openClass(teacher);
  const plan = await readPlan(jobs, id);
  const sit = async (token: string) => {
    const { body } = await post<Joined>(server, '/join', { pin }, token);
    const client = await openSeat(server.url, body.seat);
    await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
    return client;
  };
  const players = [await sit(maya.child.accessToken), await sit(ben.token)];
  await host.start();
  for (const round of [0, 1]) {
    for (const player of players) await untilQuestion(player, round);
    const isBenWrong = round === 1;
    expect(await answered(players[0]!, round, rightChoices(plan, round))).toBe('saved');
    expect(await answered(players[1]!, round, (isBenWrong ? wrongChoices : rightChoices)(plan, round))).toBe(
      'saved',
    );
    await until(() => host.view.phase.name === 'reveal', 'the reveal');
    if (round === 0) await host.next();
  }
  await host.end();
  const ended = async () =>
    (
      await rows<{ id: string }>(
        `SELECT id::text FROM outbox_events WHERE event_type = 'session.ended' AND payload->>'sessionId' = $1`,
        [id],
      )
    )[0]?.id;
  await until(async () => (await ended()) !== undefined, 'the projection');
  for (const player of players) player.close();
  await host.leave();
  return { id, eventId: (await ended())! };
}

describe('progress', () => {
  test('[PRG-1] [PRG-5] of a played class comes to the learner, the guardian and the teacher with the same exact figures', async () => {
    expect(await progressOf(maya.child.accessToken)).toMatchObject({ xp: 0, level: 1, xpToNextLevel: 100 });
    await playClass();
    await server.app.jobs.start();
    server.app.relay.start();
    await until(async () => (await progressOf(ben.token)).xp > 0, 'XP', 30_000);
    const own = await progressOf(maya.child.accessToken);
    // two right answers and the end: 10 + 10 + 50
    expect(own).toMatchObject({
      xp: 70,
      level: 1,
      xpOfLevel: 70,
      xpToNextLevel: 30,
      xpOfWeek: 70,
      streak: { days: 1, longest: 1, today: true },
    });
    expect(own.calendar.filter(({ learnt }) => learnt)).toEqual([
      { day: new Date().toISOString().slice(0, 10), learnt: true, frozen: false, xp: 70, ahead: false },
    ]);
    expect(await progressOf(ben.token)).toMatchObject({ xp: 60, streak: { days: 1 } });

    expect(await progressOf(maya.guardian.accessToken, `/family/children/${maya.childId}/progress`)).toEqual(
      own,
    );
    const { body: ofBen } = await call(server, `/family/children/${ben.id}/progress`, {
      token: maya.guardian.accessToken,
    });
    expect(ofBen).toMatchObject({ code: 'child/not-found' });

    const { id: groupId } = await teacher.request<{ id: string }>('POST', '/classes', {
      body: { name: '4b' },
    });
    const asTeacher = () => teacher.request<Progress>('GET', `/learners/${maya.childId}/progress`);
    await expect(asTeacher()).rejects.toMatchObject({ code: 'user/not-found' });
    await jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
      groupId,
      maya.childId,
    ]);
    expect(await asTeacher()).toEqual(own);
    expect(await differences()).toEqual([]);
    // from here on events are handed over when a test says so
    await server.app.relay.close();
  }, 90_000);

  test('[DUR-6] [PRG-1] counts a question once a day and an event once, however many processes hand it over and project it', async () => {
    const { eventId } = await playClass();
    const { app, config, database } = server;
    const log = createLog(config);
    const other = createJobs({ jobsUrl: database.jobsUrl, log, metrics: createMetrics() });
    try {
      const relays = [app.jobs, other].map((one) =>
        createRelay({ db: app.db, jobs: one, jobsOf: { 'session.ended': ['progress'] }, log }),
      );
      await Promise.all(relays.map((relay) => relay.handOver()));
    } finally {
      await other.close();
    }
    expect(
      await rows(
        `SELECT count(*)::integer AS jobs FROM pgboss.job WHERE name = 'progress' AND data->>'eventId' = $1`,
        [eventId],
      ),
    ).toEqual([{ jobs: 1 }]);
    await Promise.all(Array.from({ length: 6 }, () => projection().handle({ eventId })));
    // the same questions on the same day: only the end is new
    expect(await progressOf(maya.child.accessToken)).toMatchObject({ xp: 120, level: 2, xpOfLevel: 20 });
    expect(await progressOf(ben.token)).toMatchObject({ xp: 110, level: 2 });
    expect(await differences()).toEqual([]);
  }, 60_000);

  test('[DUR-6] that breaks off in the middle leaves nothing behind and is whole the next time', async () => {
    const { eventId } = await playClass();
    const breaking = {
      connect: async () => {
        const client = await jobs.connect();
        const run = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
        const query = (...args: unknown[]) =>
          String(args[0]).includes('UPDATE learner_stats')
            ? Promise.reject(new Error('the connection broke'))
            : run(...args);
        return new Proxy(client, {
          get: (of, name) => {
            const value = name === 'query' ? query : Reflect.get(of, name, of);
            return typeof value === 'function' ? value.bind(of) : value;
          },
        });
      },
    } as unknown as pg.Pool;
    await expect(createProgressProjection({ jobs: breaking }).handle({ eventId })).rejects.toThrow('broke');
    expect(await progressOf(maya.child.accessToken)).toMatchObject({ xp: 120 });
    expect(await rows('SELECT 1 FROM handled_events WHERE event_id = $1', [eventId])).toEqual([]);
    await projection().handle({ eventId });
    expect(await progressOf(maya.child.accessToken)).toMatchObject({ xp: 170 });
    expect(await differences()).toEqual([]);
  }, 60_000);

  test('[PRG-1] [GRP-4] of a group mission comes to whoever took part, once for each right task and once for solving it', async () => {
    const { rows: ids } = await jobs.query<{ missionId: string; groupId: string }>(
      `SELECT m.id AS "missionId", g.id AS "groupId" FROM missions m, groups g LIMIT 1`,
    );
    const { missionId, groupId } = ids[0]!;
    const [run] = await rows<{ id: string }>(
      `INSERT INTO group_runs (org_id, group_id, mission_id, title, minutes) VALUES ($1, $2, $3, 'Ship', 20) RETURNING id`,
      [server.orgId, groupId, missionId],
    );
    const [first, second] = [randomUUID(), randomUUID()];
    const [session] = await rows<{ id: string }>(
      `INSERT INTO live_sessions (org_id, mission_id, title, format, settings, snapshot, status, run_id, run_position, result, projected_at, ended_at)
       VALUES ($1, $2, 'Ship', 'group_mission', '{}', $3, 'ended', $4, 1, $5, now(), now()) RETURNING id`,
      [
        server.orgId,
        missionId,
        { rounds: [{ questionId: first }, { questionId: second }] },
        run!.id,
        { ended: 'solved', answers: [{ outcome: 'right' }, { outcome: 'wrong' }] },
      ],
    );
    const who = [
      [maya.childId, 3],
      [ben.id, 0],
    ] as const;
    for (const [userId, gave] of who)
      await jobs.query(
        `INSERT INTO live_participants (session_id, user_id, nickname, skeleton, joined_in_round, answered_count) VALUES ($1, $2, $3, $3, 0, $4)`,
        [session!.id, userId, userId, gave],
      );
    await jobs.query(
      `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'group.ended', $2)`,
      [server.orgId, { sessionId: session!.id, runId: run!.id }],
    );
    const before = (await progressOf(ben.token)).xp;
    await projection().handle({ eventId: await newestEvent() });
    expect(await progressOf(maya.child.accessToken)).toMatchObject({ xp: 170 + 10 + 50 });
    expect((await progressOf(ben.token)).xp).toBe(before);
    expect(await differences()).toEqual([]);
  });

  test('[PRG-4] stays when its session is deleted and when a question changes what it is worth', async () => {
    const { id, eventId } = await playClass();
    await projection().handle({ eventId });
    await jobs.query('UPDATE questions SET xp_reward = 99');
    await jobs.query(`UPDATE user_profiles SET timezone = 'Pacific/Kiritimati' WHERE user_id = $1`, [ben.id]);
    expect(await differences()).toEqual([]);
    const before = await progressOf(maya.child.accessToken);
    const { rows: sessions } = await jobs.query<{ id: string }>(
      `SELECT id FROM live_sessions WHERE status = 'ended' AND format <> 'group_mission'`,
    );
    expect(sessions.map((one) => one.id)).toContain(id);
    for (const one of sessions) await teacher.request('DELETE', `/sessions/${one.id}`);
    expect(await progressOf(maya.child.accessToken)).toEqual(before);
    expect(await differences()).toEqual([]);
  }, 60_000);

  test('[PRG-4] is computed again by a command that says whose is otherwise, and mends it', async () => {
    const { eventId } = await playClass();
    await projection().handle({ eventId });
    await jobs.query(
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, local_date, idempotency_key)
       SELECT $1, 'xp', 1000, 'answer', 'live_session', id, '2026-01-05', 'made up' FROM live_sessions WHERE projected_at IS NOT NULL LIMIT 1`,
      [ben.id],
    );
    await jobs.query(`INSERT INTO streak_days (user_id, local_date) VALUES ($1, '2026-01-05')`, [ben.id]);
    await jobs.query(
      'DELETE FROM reward_ledger WHERE user_id = $1 AND source_id IN (SELECT id FROM live_sessions)',
      [maya.childId],
    );
    const { config, database } = server;
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, ['scripts/rebuild-progress.ts', ...args], {
        env: {
          ...process.env,
          DATA_DIR: config.dataDir,
          DATABASE_OWNER_URL: database.ownerUrl,
          DATABASE_URL: database.appUrl,
          DATABASE_JOBS_URL: database.jobsUrl,
        },
      });
    const found = await run().catch((error: { code: number; stdout: string }) => error);
    expect(found).toMatchObject({ code: 1 });
    expect(found.stdout).toContain(`${ben.id}\n  wrong: 1000 XP for made up\n  wrong day: 2026-01-05\n`);
    expect(found.stdout).toContain(`${maya.childId}\n  missing: `);
    expect((await run('--mend')).stdout).toContain('Put right: 2.');
    expect(await differences()).toEqual([]);
    expect(await rows(sumsUnlikeLedger)).toEqual([]);
  }, 90_000);
});

const sumsUnlikeLedger = `
SELECT s.user_id FROM learner_stats s LEFT JOIN reward_ledger l USING (user_id) GROUP BY s.user_id
HAVING s.total_xp <> coalesce(sum(delta) FILTER (WHERE currency = 'xp'), 0) OR s.coins <> coalesce(sum(delta) FILTER (WHERE currency = 'coin'), 0)
  OR s.keys <> coalesce(sum(delta) FILTER (WHERE currency = 'key'), 0)`;

describe('the database', () => {
  test('[PRG-3] cuts days as the rules do, in every zone, at any hour, where the clocks change', async () => {
    const zones = [
      'UTC',
      'America/New_York',
      'Pacific/Auckland',
      'Asia/Kolkata',
      'America/St_Johns',
      'Pacific/Apia',
    ];
    const told = fc.sample(
      fc.record({
        zone: fc.constantFrom(...zones),
        hour: fc.integer({ min: 0, max: 6 }),
        at: fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') }),
      }),
      400,
    );
    const around = [
      '2026-03-08T04:59:00Z',
      '2026-03-08T05:00:00Z',
      '2026-03-09T03:59:00Z',
      '2026-03-09T04:00:00Z',
    ];
    told.push(...around.map((iso) => ({ zone: 'America/New_York', hour: 0, at: Date.parse(iso) })));
    const found = await rows<{ day: string }>(
      `SELECT local_day(t.zone, t.hour, to_timestamp(t.at / 1000.0))::text AS day
       FROM json_to_recordset($1::json) AS t(zone text, hour integer, at bigint)`,
      [JSON.stringify(told)],
    );
    expect(found.map(({ day }) => day)).toEqual(told.map(({ zone, hour, at }) => dayIn(zone, at, hour)));
    expect(found.slice(-4).map(({ day }) => day)).toEqual([
      '2026-03-07',
      '2026-03-08',
      '2026-03-08',
      '2026-03-09',
    ]);
  });

  test('[PRG-2] computes levels as the rules do, at every level and for any XP', async () => {
    const begins = Array.from({ length: topLevel - 1 }).reduce<number[]>(
      (all) => [...all, all.at(-1)! + levelOf(all.at(-1)!).toNext!],
      [0],
    );
    const random = fc.sample(fc.nat(130_000_000), 300);
    const xps = [...begins.flatMap((xp) => [xp, xp + 1, Math.max(0, xp - 1)]), ...random, 2 ** 31 - 1];
    const found = await rows<{ level: number; left: string | null }>(
      'SELECT level_from_xp(xp) AS level, xp_to_next_level(xp) AS left FROM unnest($1::bigint[]) WITH ORDINALITY AS t(xp, n) ORDER BY n',
      [xps],
    );
    expect(found.map(({ level, left }) => [level, left === null ? null : Number(left)])).toEqual(
      xps.map((xp) => [levelOf(xp).level, levelOf(xp).toNext]),
    );
  });
});
