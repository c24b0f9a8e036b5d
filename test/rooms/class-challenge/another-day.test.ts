import type { Tutti } from '@tutti/client';
import pg from 'pg';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventLog } from '../../../src/modules/live/event-log.ts';
import { createLiveMetrics } from '../../../src/modules/live/live-metrics.ts';
import { createParkedClasses } from '../../../src/modules/live/parked.service.ts';
import { createProjectionService } from '../../../src/modules/live/projection.service.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import {
  answered,
  ask,
  joinRaw,
  lastOf,
  openClass,
  readPlan,
  rejoinRaw,
  rightChoices,
  signIn,
  until,
  untilPhase,
  untilQuestion,
} from '../../support/class-play.ts';
import { inDays } from '../../support/later.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer();
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const query = async (sql: string, values: unknown[] = []) =>
  (await server.app.db.jobs.query(sql, values)).rows;
const statusOf = async (id: string) => (await teacher.session(id)).status;

/** A class whose first question was answered, and which then was left for another day. */
async function parkedClass() {
  const { id, pin, host } = await openClass(teacher);
  const plan = await readPlan(server.app.db.jobs, id);
  const ann = await joinRaw(server.url, pin, 'Ann');
  await host.start();
  await untilQuestion(ann, 0);
  expect(await answered(ann, 0, rightChoices(plan, 0))).toBe('saved');
  await untilPhase(host, 'reveal');
  await host.park();
  return { id, ann, plan };
}

describe('[HST-2] a class that goes on another day', () => {
  it('closes every seat, says so to who comes back too early, and then goes on with points and all', async () => {
    const { id, ann } = await parkedClass();
    expect(await ann.closed).toBe(closeCodes.parked);
    await until(async () => (await statusOf(id)) === 'parked', 'it is noted');
    const early = await ask(server.url, 'POST', '/rejoin', { resumeToken: ann.joined.resumeToken });
    expect(early).toMatchObject({ status: 409, body: { code: 'session/parked' } });

    const host = await teacher.host(id);
    expect(host.view).toMatchObject({ paused: { reason: 'parked' }, phase: { name: 'reveal' } });
    const again = await rejoinRaw(server.url, ann.joined);
    expect(lastOf(again, 'welcome')).toMatchObject({
      you: {
        participantId: ann.joined.participantId,
        nickname: 'Ann',
        score: expect.toSatisfy((n) => n > 0),
      },
    });
    await host.resume();
    await host.next();
    await untilQuestion(again, 1);
    expect(await statusOf(id)).toBe('running');
    await host.end();
  });

  it('[JOIN-2] takes its players back however often it was parked, each time with a token for another 90 days', async () => {
    const { id, ann } = await parkedClass();
    const rejoin = (resumeToken: string) => ask(server.url, 'POST', '/rejoin', { resumeToken });
    let { resumeToken } = ann.joined;
    for (const day of [85, 170]) {
      await until(async () => (await statusOf(id)) === 'parked', 'it is noted');
      const host = await teacher.host(id);
      const { status, body } = await inDays(day, () => rejoin(resumeToken));
      expect({ status, participantId: body.participantId }).toEqual({
        status: 200,
        participantId: ann.joined.participantId,
      });
      resumeToken = body.resumeToken;
      await host.resume();
      await host.park();
    }
    const late = await inDays(91, () => rejoin(ann.joined.resumeToken));
    expect(late).toMatchObject({ status: 401, body: { code: 'join/token-invalid' } });
  });

  it('ends with its report when nobody went on for 30 days', async () => {
    const { id } = await parkedClass();
    await until(async () => (await statusOf(id)) === 'parked', 'it is noted');
    const { jobs } = server.app.db;
    const parked = createParkedClasses({
      db: server.app.db,
      eventLog: new EventLog(jobs, (error) => expect.fail(String(error)), createLiveMetrics(new Registry())),
      projection: createProjectionService({ db: server.app.db }),
      changed: async () => {},
    });
    const never = (error: unknown) => expect.fail(String(error));
    expect(await parked.endForgotten(never)).toBe(0);

    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    await owner.query(`UPDATE live_events SET at = at - interval '31 days' WHERE session_id = $1`, [id]);
    await owner.end();
    expect(await parked.endForgotten(never)).toBe(1);
    expect(await teacher.session(id)).toMatchObject({ status: 'abandoned', pin: null });
    expect(await query('SELECT points > 0 AS paid FROM live_answers WHERE session_id = $1', [id])).toEqual([
      { paid: true },
    ]);
    await expect(teacher.host(id)).rejects.toMatchObject({ code: 'session/ended' });
  });
});

describe('[HST-4] a rehearsal', () => {
  it('is played by pretend players alone, stands in no list, and leaves nothing behind', async () => {
    const { items } = await teacher.missions({ limit: 1 });
    const { id, pin } = await teacher.openSession(items[0]!.id, { rehearsal: true, getReadySeconds: 0 });
    expect(pin).toBeNull();
    expect((await teacher.sessions()).items.map((one) => one.id)).not.toContain(id);
    const host = await teacher.host(id);
    expect(host.view.rules.rehearsal).toBe(true);
    await until(() => (host.view.host?.players.length ?? 0) > 4, 'pretend players come');
    const names = host.view.host!.players.map(({ nickname }) => nickname);
    expect(new Set(names).size).toBe(names.length);
    await host.start();
    await until(() => (host.view.progress?.answered ?? 0) > 1, 'pretend players answer');
    await expect(host.park()).rejects.toMatchObject({ code: 'challenge/wrong-phase' });

    const told = await query('SELECT count(*)::int AS n FROM outbox_events');
    await host.end();
    await until(
      async () => (await query('SELECT 1 FROM live_sessions WHERE id = $1', [id])).length === 0,
      'it is gone',
    );
    for (const table of ['live_events', 'live_participants', 'live_answers', 'live_rounds', 'live_pins'])
      expect(await query(`SELECT 1 FROM ${table} WHERE session_id = $1`, [id]), table).toEqual([]);
    expect(await query('SELECT count(*)::int AS n FROM outbox_events')).toEqual(told);
    await expect(teacher.session(id)).rejects.toMatchObject({ code: 'session/not-found' });
  });
});
