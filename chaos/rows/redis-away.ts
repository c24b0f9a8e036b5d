import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'redis';
import { quantile } from '../../bench/figures.ts';
import { until } from '../../test/support/class-play.ts';
import { auditAnswers } from '../audit.ts';
import { type Ground, Undo } from '../ground.ts';
import { openNodes } from '../nodes.ts';
import { type Check, check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { milliseconds, seconds } from '../process.ts';

const listedWithinMs = 10_000;

/** [DUR-4] Redis is restarted empty, is away, and hangs, while a class plays. */
export async function redisAway(ground: Ground): Promise<Outcome> {
  const { short, say } = ground;
  const awayMs = short ? 1_000 : 15_000;
  const undo = new Undo();
  try {
    const { cluster, db, redis, teacher, query } = await openNodes(ground, undo, short ? 1 : 3);
    const pids = () => cluster.nodes.map(({ pid }) => pid).join();
    const before = pids();
    // one class that lasts as long as all of it
    const playing = new PlayingClass(teacher, short ? { players: 10 } : { thinkMs: 1_500, lookMs: 1_500 });
    await playing.start();
    await wait(1_000);
    const checks: Check[] = [];
    const figures: string[] = [];
    const during = async (name: string, fault: () => Promise<unknown>) => {
      say(`Redis ${name}`);
      const from = playing.acknowledged.length;
      await fault();
      const since = performance.now();
      const listed = await until(isListed, 'every room is listed', 30_000).then(
        () => performance.now() - since,
        () => null,
      );
      await wait(1_000);
      const took = playing.acknowledged.slice(from).map((one) => one.took);
      const shown = listed === null ? 'never' : seconds(listed);
      figures.push(
        `${name}: ${took.length} answers, acknowledged after p50 ${milliseconds(quantile(took, 0.5))}, p99 ${milliseconds(quantile(took, 0.99))}; every room listed after ${shown}`,
      );
      checks.push(
        check(`${name}: the class plays on: ${took.length} answers`, took.length > 0),
        check(`${name}: listings right ≤ 10 s: ${shown}`, listed !== null && listed <= listedWithinMs),
      );
    };
    /** What Redis has of rooms is what the processes have. */
    const isListed = async () => {
      const rows = await query<{ room: string }>(
        `SELECT room_id AS room FROM live_sessions WHERE room_id IS NOT NULL AND status IN ('lobby', 'running', 'paused')`,
        [],
      );
      return sameSet(
        await roomsIn(redis.url),
        rows.map(({ room }) => room),
      );
    };
    await during('restarted empty', async () => {
      await redis.kill('SIGKILL');
      await redis.start();
    });
    await during('away', async () => {
      await redis.kill('SIGKILL');
      await wait(awayMs);
      await redis.start();
    });
    await during('hanging', async () => {
      redis.freeze(true);
      await wait(awayMs);
      redis.freeze(false);
    });
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    const { length: broken } = playing.breaks;
    checks.push(
      check(
        `no process ended and no player lost the connection: ${broken}`,
        broken === 0 && pids() === before,
      ),
    );
    return { answers, figures, checks: [...noneLost(answers), ...checks] };
  } finally {
    await undo.all();
  }
}

/** Ids of the rooms that Colyseus has listed there. */
async function roomsIn(url: string): Promise<string[]> {
  const client = createClient({ url });
  await client.connect();
  const ids = await client.hKeys('roomcaches');
  client.destroy();
  return ids;
}

const sameSet = (some: string[], others: string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();
