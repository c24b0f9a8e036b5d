import { setTimeout as wait } from 'node:timers/promises';
import { auditAnswers, lateWriters } from '../audit.ts';
import { type Ground, Undo } from '../ground.ts';
import { openNodes } from '../nodes.ts';
import { check, noneLost, type Outcome } from '../outcome.ts';
import { type Acknowledged, PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';

const longestPauseMs = 5_000;
const endsWithinMs = 30_000;

/** [DUR-5] Three processes are asked to stop and started again, one after another, while classes play. */
export async function rollingRestart(ground: Ground): Promise<Outcome> {
  const classes = ground.short ? 3 : 6;
  const undo = new Undo();
  try {
    const { cluster, db, teacher, query } = await openNodes(ground, undo, 3);
    const all = Array.from({ length: classes }, () => new PlayingClass(teacher));
    for (const one of all) await one.start();
    await wait(2_000);
    const ends: number[] = [];
    for (const node of cluster.nodes) {
      ground.say(`${node.name} is restarted`);
      const asked = performance.now();
      await node.stop('SIGTERM');
      ends.push(performance.now() - asked);
      await node.start();
      await wait(2_000);
    }
    const until = performance.now();
    for (const one of all) await one.finish();
    const sessions = all.flatMap((one) => one.sessions);
    const acknowledged = all.flatMap((one) => one.acknowledged);
    const answers = await auditAnswers(db, sessions, acknowledged);
    const late = await lateWriters(db, sessions);
    const lost = await query(
      `SELECT id FROM live_sessions WHERE id = ANY($1::uuid[]) AND (status <> 'ended' OR projected_at IS NULL)`,
      [sessions],
    );
    const breaks = all.flatMap((one) => one.breaks);
    const pause = Math.max(...all.map((one) => longestGap(one.acknowledged, until)));
    return {
      answers,
      figures: [
        `${classes} classes of 30 on three processes; a process ended after at most ${seconds(Math.max(...ends))}`,
        `${breaks.length} connections moved, the longest without one ${seconds(Math.max(0, ...breaks))}; the longest time in which a class had no answer stored ${seconds(pause)}`,
      ],
      checks: [
        ...noneLost(answers),
        check(`0 of ${sessions.length} sessions lost: ${lost.length}`, lost.length === 0),
        check(`never two writers: ${late}`, late === 0),
        check(`pause ≤ 5 s: ${seconds(pause)}`, pause <= longestPauseMs),
        check(
          `a process ends ≤ 30 s after SIGTERM: ${seconds(Math.max(...ends))}`,
          Math.max(...ends) <= endsWithinMs,
        ),
      ],
    };
  } finally {
    await undo.all();
  }
}

/** Within a class; between two classes people come in. */
function longestGap(acknowledged: Acknowledged[], until: number): number {
  const times = new Map<string, number[]>();
  for (const { sessionId, sentAt, took } of acknowledged)
    if (sentAt < until) times.set(sessionId, [...(times.get(sessionId) ?? []), sentAt + took]);
  let longest = 0;
  for (const of of times.values()) {
    of.sort((a, b) => a - b);
    for (let i = 1; i < of.length; i++) longest = Math.max(longest, of[i]! - of[i - 1]!);
  }
  return longest;
}
