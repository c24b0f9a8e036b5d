import type { GroupMission } from '@tutti/client/groups';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';
import { keyOf } from './group-play.ts';

interface Robot {
  plan: GroupMissionPlan;
  /** How long it thinks before it does something, in ms. */
  thinkMs(): number;
  /** Told how long the reply to each thing it did took. */
  acknowledged(ms: number): void;
}

/** Refusals that only say that the others were quicker. */
const tooLate = new Set([
  'challenge/wrong-phase',
  'answer/round-closed',
  'answer/too-early',
  'session/ended',
]);

/** Plays a learner's part by itself, always right; resolves when the mission has ended. */
export function playAlone(learner: GroupMission, { plan, thinkMs, acknowledged }: Robot): Promise<void> {
  return new Promise((resolve, reject) => {
    const attempted = new Set<string>();
    const once = (what: string, act: () => Promise<void>) => {
      const { step } = learner.view;
      if (attempted.has(`${step} ${what}`)) return;
      attempted.add(`${step} ${what}`);
      setTimeout(() => {
        if (learner.view.step !== step) return;
        const sent = performance.now();
        act().then(
          () => acknowledged(performance.now() - sent),
          (error: { code: string }) => {
            if (!tooLate.has(error.code)) reject(error);
          },
        );
      }, thinkMs());
    };
    const look = () => {
      const { stage, table } = learner.view;
      if (stage.name === 'ended') resolve();
      else if (stage.name === 'scene' || stage.name === 'reveal') once('ready', learner.ready);
      else if (stage.name === 'task') {
        const own = table.pieces.filter(({ holder, shared }) => holder === learner.participantId && !shared);
        for (const { piece } of own) once(`share ${piece}`, () => learner.share(piece));
        const isMine = table.turn === null || table.turn === learner.participantId;
        const isWhole = table.pieces.filter(({ shared }) => shared).length === stage.task.pieces;
        if (isMine && isWhole) once('answer', () => learner.answer(keyOf(plan, stage.task.task)));
      }
    };
    learner.on('closed', (why) => {
      if (why.code !== 'session/ended') reject(why);
    });
    learner.subscribe(look);
    look();
  });
}
