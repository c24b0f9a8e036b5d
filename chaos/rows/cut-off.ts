import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../../test/support/class-play.ts';
import type { Wire } from '../../test/support/wire.ts';
import { auditAnswers, lateWriters } from '../audit.ts';
import { type Ground, Undo } from '../ground.ts';
import { isReady } from '../health.ts';
import { openNodes } from '../nodes.ts';
import { type Check, check, noneLost, type Outcome } from '../outcome.ts';
import { PlayingClass } from '../players.ts';
import { seconds } from '../process.ts';

const takenOverWithinMs = 15_000;

const faults: [string, (wire: Wire) => void][] = [
  ['cut off', (wire) => wire.become('away')],
  ['hearing nothing', (wire) => wire.become('silent')],
  [
    'half open',
    (wire) => {
      wire.lose('up');
      wire.lose('down');
    },
  ],
];

/** [DUR-3] The process that runs a class does not see the database any more; another one does. */
export async function cutOff(ground: Ground): Promise<Outcome> {
  const undo = new Undo();
  try {
    const nodes = await openNodes(ground, undo, 2);
    const { db, teacher, ownerOf, takenOver, wireOf } = nodes;
    const playing = new PlayingClass(teacher);
    await playing.start();
    const figures: string[] = [];
    const checks: Check[] = [];
    for (const [name, begin] of ground.short ? faults.slice(0, 1) : faults) {
      const count = playing.acknowledged.length;
      await until(() => playing.acknowledged.length > count, 'the class plays', 30_000);
      const session = playing.sessions.at(-1)!;
      const { node, epoch } = await ownerOf(session);
      const { pid } = node;
      ground.say(`the process that runs the class is ${name}`);
      const began = performance.now();
      begin(wireOf(node));
      const took = await takenOver(session, epoch, began, 60_000);
      const back = await playing.allBack(began, began + took);
      const before = playing.acknowledged.length;
      await until(() => playing.acknowledged.length > before, 'the class goes on', 60_000);
      const goesOn = performance.now() - began;
      // the old owner wakes up while the new one plays
      wireOf(node).become('good');
      wireOf(node).cut();
      await until(() => isReady(node.url), 'it is ready again', 60_000);
      await wait(2_000);
      figures.push(
        `${name}: taken over after ${seconds(took)}, players back ${seconds(Math.max(...back))} later, the next answer stored after ${seconds(goesOn)}`,
      );
      checks.push(
        check(`${name}: taken over ≤ 15 s: ${seconds(took)}`, took <= takenOverWithinMs),
        check(`${name}: everybody is back: ${back.length}`, back.length === playing.players.length),
        check(`${name}: no crash`, node.pid === pid),
      );
    }
    await playing.finish();
    const answers = await auditAnswers(db, playing.sessions, playing.acknowledged);
    const late = await lateWriters(db, playing.sessions);
    checks.unshift(
      check(`never two writers: ${late} events of an earlier owner after a later one's`, late === 0),
    );
    return { answers, figures, checks: [...noneLost(answers), ...checks] };
  } finally {
    await undo.all();
  }
}
