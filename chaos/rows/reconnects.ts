import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/figures.ts';
import { cpuMs } from '../../bench/process-meter.ts';
import { readDemoAccount } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { startWire } from '../../test/support/wire.ts';
import { auditAnswers } from '../audit.ts';
import { sharedNow, startCrowd } from '../crowd.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { readLoopDelay } from '../health.ts';
import { type Check, check, noneLost, type Outcome } from '../outcome.ts';
import { milliseconds, seconds } from '../process.ts';

const mostMs = 30_000;
const usualMs = 10_000;
const loopMs = 200;

/** [DUR-4] A whole school comes back at once: its network was away for a moment, and then the server. */
export async function reconnects({ short, database, say }: Ground): Promise<Outcome> {
  const players = short ? 200 : 2_000;
  const undo = new Undo();
  try {
    const db = undo.add(await database(), (one) => one.drop());
    const server = undo.add(await createOwnProcess({ database: db, environment }), (one) => one.remove());
    await server.start();
    const wire = undo.add(await startWire(server.url), (one) => one.stop());
    const crowd = undo.add(startCrowd(), (one) => one.stop());
    const teacher = readDemoAccount(server.dataDir, 'teacher');
    const options = { players, thinkMs: 4_000, lookMs: 500, playersBy: wire.url };
    await crowd.gather({ url: server.url, teacher, options });
    say(`${players} players are in`);
    await crowd.start();
    await wait(6_000);

    const figures: string[] = [];
    const checks: Check[] = [];
    const storm = async (name: string, begin: () => Promise<void>) => {
      const cpu = { crowd: cpuMs(crowd.pid), own: process.cpuUsage() };
      const lost = sharedNow();
      await begin();
      await readLoopDelay(server.url);
      const since = sharedNow();
      const serverCpu = cpuMs(server.pid!);
      const back = await crowd.allBack(lost, since, mostMs + 5_000);
      const delay = await readLoopDelay(server.url);
      const own = process.cpuUsage(cpu.own);
      figures.push(
        `${name}: CPU of the server ${seconds(cpuMs(server.pid!) - serverCpu)}, of the players ${seconds(cpuMs(crowd.pid) - cpu.crowd)}, of the wire ${seconds((own.user + own.system) / 1_000)}`,
      );
      const inTime = back.filter((ms) => ms <= usualMs).length / players;
      figures.push(
        `${name}: back after p50 ${seconds(quantile(back, 0.5))}, p95 ${seconds(quantile(back, 0.95))}, max ${seconds(Math.max(...back))}; the server's loop delay p50 ${milliseconds(delay.p50)}, p99 ${milliseconds(delay.p99)}, max ${milliseconds(delay.max)}`,
      );
      checks.push(
        check(`${name}: 95 % back ≤ 10 s: ${(100 * inTime).toFixed(1)} %`, inTime >= 0.95),
        check(
          `${name}: all back ≤ 30 s: ${back.length} of ${players}`,
          back.length === players && Math.max(...back) <= mostMs,
        ),
        check(`${name}: loop delay p99 < 200 ms: ${milliseconds(delay.p99)}`, delay.p99 < loopMs),
      );
      await wait(3_000);
    };
    await storm('every line cut', async () => wire.cut());
    await storm('the process killed', async () => {
      await server.kill('SIGKILL');
      await server.start();
    });
    const { acknowledged, sessions } = await crowd.finish();
    const answers = await auditAnswers(db, sessions, acknowledged);
    return {
      answers,
      figures: [`${players} players`, ...figures],
      checks: [...noneLost(answers), ...checks],
    };
  } finally {
    await undo.all();
  }
}
