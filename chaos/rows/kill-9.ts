import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/figures.ts';
import { readDemoAccount, signIn } from '../../test/support/class-play.ts';
import { createOwnProcess } from '../../test/support/own-process.ts';
import { auditAnswers } from '../audit.ts';
import { environment, type Ground, Undo } from '../ground.ts';
import { type Answers, check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';

const backWithinMs = 5_000;
const mostBetweenMs = 1_500;
/** A class in which nobody answers for so long after a kill stands. */
const movesWithinMs = 15_000;

interface Suffered {
  answers: Answers;
  classes: number;
  /** From the kill until the process was ready again, and from then until each player was back, ms. */
  down: number[];
  back: number[];
  /** Kills after which no more answers came by themselves. */
  stood: number;
}

/** [DUR-1] [DUR-2] The one process of a running class is killed, again and again, and started again. */
export async function killNine(ground: Ground): Promise<Outcome> {
  const [servers, killsEach, players] = ground.short ? [1, 1, 10] : [4, 25, 30];
  const all = await Promise.all(
    Array.from({ length: servers }, (_, i) => suffer(ground, killsEach, players, `server ${i + 1}`)),
  );
  const kills = servers * killsEach;
  const down = all.flatMap((one) => one.down);
  const back = all.flatMap((one) => one.back);
  const classes = all.reduce((sum, one) => sum + one.classes, 0);
  const answers = all.map((one) => one.answers).reduce(added);
  const stood = all.reduce((sum, one) => sum + one.stood, 0);
  const inTime = back.filter((ms) => ms <= backWithinMs).length / (kills * players);
  return {
    answers,
    figures: [
      `${kills} kills in ${classes} classes of ${players}; a process was ready again after ${seconds(quantile(down, 0.5))} (median)`,
      `players back after it was ready: p50 ${seconds(quantile(back, 0.5))}, p95 ${seconds(quantile(back, 0.95))}, max ${seconds(Math.max(...back))}`,
    ],
    checks: [
      ...noneLost(answers),
      check(`classes that did not go on by themselves after a kill: ${stood}`, stood === 0),
      check(`99 % of players back ≤ 5 s: ${(100 * inTime).toFixed(2)} %`, inTime >= 0.99),
    ],
  };
}

async function suffer(
  { database, say }: Ground,
  kills: number,
  players: number,
  name: string,
): Promise<Suffered> {
  const undo = new Undo();
  try {
    const db = undo.add(await database(), (one) => one.drop());
    const server = undo.add(await createOwnProcess({ database: db, environment }), (one) => one.remove());
    await server.start();
    const teacher = await signIn(server.url, readDemoAccount(server.dataDir, 'teacher'));
    const playing = new PlayingClass(teacher, { players });
    await playing.start();
    const back: number[] = [];
    const down: number[] = [];
    let stood = 0;
    for (let i = 1; i <= kills; i++) {
      const before = playing.acknowledged.length;
      const giveUpAt = performance.now() + movesWithinMs;
      while (playing.acknowledged.length === before && performance.now() < giveUpAt) await wait(20);
      if (playing.acknowledged.length === before) stood++;
      await wait(Math.random() * mostBetweenMs);
      const killedAt = performance.now();
      await server.kill('SIGKILL');
      await server.start();
      const readyAt = performance.now();
      down.push(readyAt - killedAt);
      back.push(...(await playing.allBack(killedAt, readyAt)));
      if (i % 5 === 0)
        say(`${name}: ${i} of ${kills} kills, ${playing.acknowledged.length} answers acknowledged`);
    }
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    return { answers, classes: playing.sessions.length, down, back, stood };
  } finally {
    await undo.all();
  }
}

const added = (one: Answers, other: Answers): Answers => ({
  acknowledged: one.acknowledged + other.acknowledged,
  stored: one.stored + other.stored,
  lost: one.lost + other.lost,
  doubled: one.doubled + other.doubled,
});
