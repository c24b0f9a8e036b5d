import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/figures.ts';
import { readDemoAccount, signIn } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';

const players = 30;
const backWithinMs = 5_000;
const mostBetweenMs = 1_500;

/** [DUR-1] [DUR-2] The one process of a running class is killed, again and again, and started again. */
export async function killNine({ short, database, say }: Ground): Promise<Outcome> {
  const kills = short ? 3 : 100;
  const undo = new Undo();
  try {
    const db = undo.add(await database(), (one) => one.drop());
    const server = undo.add(await createOwnProcess({ database: db, environment }), (one) => one.remove());
    await server.start();
    const playing = new PlayingClass(await signIn(server.url, readDemoAccount(server.dataDir, 'teacher')), {
      players,
    });
    await playing.start();
    const back: number[] = [];
    const down: number[] = [];
    for (let i = 1; i <= kills; i++) {
      await wait(Math.random() * mostBetweenMs);
      const killedAt = performance.now();
      await server.kill('SIGKILL');
      await server.start();
      const readyAt = performance.now();
      down.push(readyAt - killedAt);
      back.push(...(await playing.allBack(killedAt, readyAt)));
      if (i % 10 === 0) say(`${i} of ${kills} kills, ${playing.acknowledged.length} answers acknowledged`);
    }
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    const inTime = back.filter((ms) => ms <= backWithinMs).length / (kills * players);
    return {
      answers,
      figures: [
        `${kills} kills in ${playing.sessions.length} classes of ${players}; the process was ready again after ${seconds(quantile(down, 0.5))} (median)`,
        `players back after it was ready: p50 ${seconds(quantile(back, 0.5))}, p95 ${seconds(quantile(back, 0.95))}, max ${seconds(Math.max(...back))}`,
      ],
      checks: [
        ...noneLost(answers),
        check(`99 % of players back ≤ 5 s: ${(100 * inTime).toFixed(2)} %`, inTime >= 0.99),
      ],
    };
  } finally {
    await undo.all();
  }
}
