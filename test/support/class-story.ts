import fc from 'fast-check';
import type { Command, HostVerb } from '../../src/domain/challenge/commands.ts';
import type { AskedQuestion, PointsFactor } from '../../src/domain/question/question.ts';
import { aClass, type TestClass } from './class-builder.ts';

/** One thing that happens in a class; it becomes a command only there, since it may depend on where the class is. */
export type Happening = (cls: TestClass) => Command;

const participant = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6');

const presence = fc.oneof(
  participant.map(
    (participantId): Happening =>
      () => ({ type: 'connect', participantId }),
  ),
  participant.map(
    (participantId): Happening =>
      () => ({ type: 'drop', participantId }),
  ),
  fc.constantFrom<Happening>(
    () => ({ type: 'hostConnect' }),
    () => ({ type: 'hostDrop' }),
  ),
);

/** Mostly good answers to the open question; now and then a wrong round, an old id or nonsense. */
const answer = fc
  .record({
    participantId: participant,
    answer: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<number[]>([0], [1], [0, 1], [0, 1, 2]) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(-1, 0, 0.5, 7, Number.NaN), { maxLength: 6 }) },
    ),
    roundsAway: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
    vote: fc.constantFrom(1, 1, 1, 1, 1, 2),
    answerId: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 3 }),
  })
  .map(
    ({ participantId, answer, roundsAway, vote, answerId }): Happening =>
      (cls) => {
        const command = cls.answerOf(participantId, answer, { vote });
        return { ...command, round: command.round + roundsAway, answerId: answerId ?? command.answerId };
      },
  );

const order = fc.oneof(
  fc.constantFrom<HostVerb>({ verb: 'start' }, { verb: 'pause' }, { verb: 'resume' }, { verb: 'skip' }),
  fc.boolean().map((locked): HostVerb => ({ verb: 'lock', locked })),
  fc.constantFrom('auto', 'manual').map((advance): HostVerb => ({ verb: 'setAdvance', advance })),
  fc.integer({ min: 1, max: 60 }).map((seconds): HostVerb => ({ verb: 'addTime', seconds })),
  participant.map((participantId): HostVerb => ({ verb: 'kick', participantId })),
  participant.map((participantId): HostVerb => ({ verb: 'allowBack', participantId })),
);

const host = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.nat(4).map(
      (behind): Happening =>
        (cls) => {
          const step = behind === 4 ? cls.state.step - 1 : cls.state.step;
          return { type: 'host', order: { verb: 'next', step } };
        },
    ),
  },
  {
    weight: 3,
    arbitrary: order.map(
      (verb): Happening =>
        () => ({ type: 'host', order: verb }),
    ),
  },
);

const time = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 9_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(20_000, 20_250, 20_251, 60_000, 29 * 60_000) },
);
const passing = time.map(
  (ms): Happening =>
    (cls) => {
      cls.now += ms;
      return { type: 'tick' };
    },
);

const rarely = fc.constantFrom<Happening>(
  () => ({ type: 'hold' }),
  () => ({ type: 'release' }),
  () => ({ type: 'recover' }),
  () => ({ type: 'host', order: { verb: 'end' } }),
);

const question = fc.record({
  kind: fc.constant('multiple_choice' as const),
  choices: fc.constant(4),
  key: fc.constantFrom<number[]>([0], [0, 1], [0, 1, 2]),
  partial: fc.boolean(),
  points: fc.constantFrom<PointsFactor>(0, 1, 2),
  timeLimitMs: fc.constantFrom(5_000, 20_000),
});

const aPlan = fc.record({
  rounds: fc.array<AskedQuestion>(question, { minLength: 1, maxLength: 5 }),
  scoring: fc.constantFrom('speed', 'accuracy'),
  getReadyMs: fc.constantFrom(0, 3_000),
  standings: fc.constantFrom('each', 'end', 'off'),
  advance: fc.constantFrom('manual', 'auto'),
  cap: fc.constantFrom(4, 300),
});

/** A class with three players in it, and what happens there. */
export const aStory = fc.record({
  plan: aPlan,
  happenings: fc.array(
    fc.oneof(
      { weight: 12, arbitrary: answer },
      { weight: 8, arbitrary: host },
      { weight: 6, arbitrary: passing },
      { weight: 5, arbitrary: presence },
      { weight: 2, arbitrary: rarely },
    ),
    { maxLength: 120, size: 'max' },
  ),
});

type Story = typeof aStory extends fc.Arbitrary<infer S> ? S : never;

export function open({ plan }: Pick<Story, 'plan'>): TestClass {
  return aClass(plan).with(3);
}
