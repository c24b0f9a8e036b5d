import { setTimeout as wait } from 'node:timers/promises';
import { quantile } from '../../bench/figures.ts';
import { auditAnswers, lateWriters } from '../audit.ts';
import { type Ground, Undo } from '../ground.ts';
import { openNodes } from '../nodes.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';

const players = 30;
const backWithinMs = 5_000;
const mostBetweenMs = 1_500;

/** [DUR-2] [DUR-3] Of three processes always the one that runs the class is killed. */
export async function killNineOfThree(ground: Ground): Promise<Outcome> {
  const kills = ground.short ? 3 : 20;
  const undo = new Undo();
  try {
    const { db, teacher, ownerOf, takenOver } = await openNodes(ground, undo, 3);
    const playing = new PlayingClass(teacher, { players });
    await playing.start();
    const takeovers: number[] = [];
    const back: number[] = [];
    const fromKill: number[] = [];
    for (let i = 1; i <= kills; i++) {
      await wait(Math.random() * mostBetweenMs);
      const session = playing.sessions.at(-1)!;
      const { node, epoch } = await ownerOf(session);
      const killedAt = performance.now();
      await node.stop('SIGKILL');
      const took = playing.isOver ? 0 : await takenOver(session, epoch, killedAt);
      takeovers.push(took);
      const times = await playing.allBack(killedAt, killedAt + took);
      back.push(...times);
      fromKill.push(...times.map((ms) => ms + took));
      await node.start();
      if (i % 5 === 0)
        ground.say(`${i} of ${kills} kills, ${playing.acknowledged.length} answers acknowledged`);
    }
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    const late = await lateWriters(db, playing.sessions);
    const inTime = back.filter((ms) => ms <= backWithinMs).length / (kills * players);
    return {
      answers,
      figures: [
        `${kills} kills; another process had the class after p50 ${seconds(quantile(takeovers, 0.5))}, max ${seconds(Math.max(...takeovers))}`,
        `players back after that: p50 ${seconds(quantile(back, 0.5))}, p95 ${seconds(quantile(back, 0.95))}, max ${seconds(Math.max(...back))}; after the kill: p95 ${seconds(quantile(fromKill, 0.95))}`,
      ],
      checks: [
        ...noneLost(answers),
        check(`never two writers: ${late} events of an earlier owner after a later one's`, late === 0),
        check(`99 % of players back ≤ 5 s: ${(100 * inTime).toFixed(2)} %`, inTime >= 0.99),
      ],
    };
  } finally {
    await undo.all();
  }
}
