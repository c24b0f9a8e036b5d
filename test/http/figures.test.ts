import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  joinRaw,
  lastOf,
  openClass,
  readPlan,
  rejoinRaw,
  rightChoices,
  savedIn,
  signIn,
  submit,
  until,
  untilQuestion,
} from '../support/class-play.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let redis: TestRedis | null;
let server: TestServer;
beforeAll(async () => {
  redis = await startTestRedis();
  server = await startTestServer(redis ? { REDIS_URL: redis.url } : {});
});
afterAll(async () => {
  await server.stop();
  await redis?.stop();
});

const page = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text();

/** The figure of one line, by its name with its labels as Prometheus writes them; null: there is none. */
async function figure(line: string): Promise<number | null> {
  const found = (await page()).split('\n').find((one) => one.startsWith(`${line} `));
  return found === undefined ? null : Number(found.slice(line.length));
}

describe('what a running server shows of itself', () => {
  it('counts rooms, seats, answers, refusals, rejoins and commits of a class', async () => {
    const { id, pin, host } = await openClass(await signIn(server.url, server.teacher));
    const ann = await joinRaw(server.url, pin, 'Ann');
    const ben = await joinRaw(server.url, pin, 'Ben');
    expect(await figure('live_rooms{kind="class"}')).toBe(1);
    expect(await figure('live_rooms{kind="homework"}')).toBe(0);
    expect(await figure('live_seats{role="player"}')).toBe(2);
    expect(await figure('live_seats{role="host"}')).toBe(1);
    expect(await figure('sockets{kind="rooms"}')).toBe(3);

    const plan = await readPlan(server.app.db.jobs, id);
    await host.start();
    await untilQuestion(ann, 0);
    submit(ann, 0, rightChoices(plan, 0));
    await until(() => savedIn(ann, 0) === 1, 'the answer is saved');
    submit(ben, 7, rightChoices(plan, 7));
    await until(() => lastOf(ben, 'answerRefused') !== undefined, 'an answer to another question is refused');
    expect(await figure('live_answers_accepted_total')).toBe(1);
    expect(await figure(`live_answers_refused_total{code="${lastOf(ben, 'answerRefused')!.code}"}`)).toBe(1);
    expect(await figure('event_log_commit_rows_sum')).toBeGreaterThanOrEqual(4);
    expect(await figure('event_log_rows_waiting')).toBe(0);

    const again = await rejoinRaw(server.url, ben.joined);
    expect(await figure('live_rejoins_total')).toBe(1);
    for (const { socket } of [ann, again]) socket.close();
    await host.end();
    await until(async () => (await figure('live_rooms{kind="class"}')) === 0, 'the room is gone');
  });

  it('shows the state of what it stands on', async () => {
    expect(await figure('database_up')).toBe(1);
    expect(await figure('redis_up')).toBe(redis ? 1 : null);
    expect(await figure('database_connections{pool="live",state="waiting"}')).toBe(0);
    expect(await figure('database_connections{pool="requests",state="idle"}')).toBeGreaterThanOrEqual(1);
    expect(await figure('event_loop_delay_seconds{quantile="0.99"}')).toBeLessThan(5);
    expect(await figure('mail_waiting{since="late"}')).toBe(0);
    expect(await page()).toMatch(/^jobs_waiting\{name="[\w/.-]+"\} 0$/m);
    expect(await page()).toMatch(/^tutti_info\{version="[\d.]+",nodejs="v[\d.]+",node_name=""\} 1$/m);
  });
});
