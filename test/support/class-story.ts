import fc from 'fast-check';
import type { Command, HostVerb } from '../../src/domain/challenge/commands.ts';
import { scorings } from '../../src/domain/challenge/points.ts';
import { currentRound, questionOf } from '../../src/domain/challenge/state.ts';
import type { AskedQuestion, PointsFactor } from '../../src/domain/question/question.ts';
import { aClass, type TestClass } from './class-builder.ts';
import { anyKind, everyKind } from './kinds.ts';

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
    isRight: fc.boolean(),
    stake: fc.constantFrom(undefined, 'low' as const, 'middle' as const, 'high' as const),
    answer: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom<number[]>([0], [1], [0, 1], [0, 1, 2]) },
      { weight: 1, arbitrary: fc.array(fc.constantFrom(-1, 0, 0.5, 7, Number.NaN), { maxLength: 6 }) },
    ),
    roundsAway: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, 1),
    voteAway: fc.constantFrom(0, 0, 0, 0, 0, 1),
    answerId: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 3 }),
  })
  .map(
    ({ participantId, isRight, answer: picks, stake, roundsAway, voteAway, answerId }): Happening =>
      (cls) => {
        const { phase } = cls.state;
        const open = phase.name === 'question' ? phase : { round: 0, vote: 1 };
        const { kind } = questionOf(cls.state, Math.min(open.round, cls.state.order.length - 1));
        const known = everyKind[kind];
        const answer = kind === 'multiple_choice' ? picks : isRight ? known.right : known.wrong;
        const command = cls.answerOf(participantId, answer, { vote: open.vote + voteAway, stake });
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
  fc.constantFrom('each', 'end', 'off').map((standings): HostVerb => ({ verb: 'setStandings', standings })),
  fc
    .record({ participantId: participant, share: fc.constantFrom(0 as const, 0.5 as const, 1 as const) })
    .map((marked): HostVerb => ({ verb: 'mark', ...marked })),
  fc
    .record({ participantId: participant, factor: fc.constantFrom(1, 1.25, 2) })
    .map((given): HostVerb => ({ verb: 'accommodate', ...given })),
  fc
    .record({ participantId: participant, team: fc.nat(3) })
    .map((moved): HostVerb => ({ verb: 'moveToTeam', ...moved })),
);

const arranging = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 2 }).map(
  (places): Happening =>
    ({ state }) => ({
      type: 'host',
      order: { verb: 'arrange', rounds: places.filter((round) => round > currentRound(state)) },
    }),
);

const host = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.constant<Happening>(() => ({ type: 'host', order: { verb: 'revote' } })),
  },
  { weight: 1, arbitrary: arranging },
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

const choosing = fc.record({ participantId: participant, team: fc.nat(4) }).map(
  (chosen): Happening =>
    () => ({ type: 'chooseTeam', ...chosen }),
);

const question = fc.record({
  kind: fc.constant('multiple_choice' as const),
  choices: fc.constant(4),
  key: fc.constantFrom<number[]>([0], [0, 1], [0, 1, 2]),
  partial: fc.boolean(),
  points: fc.constantFrom<PointsFactor>(0, 1, 2),
  timeLimitMs: fc.constantFrom(5_000, 20_000),
});

/** An open text that the host marks. */
const toMark: AskedQuestion = { ...everyKind.open_text.question, keywords: null };

const aPlan = fc.record({
  rounds: fc.array<AskedQuestion>(fc.oneof(question, anyKind, fc.constant(toMark)), {
    minLength: 1,
    maxLength: 5,
  }),
  format: fc.constantFrom('challenge', 'team', 'survival'),
  scoring: fc.constantFrom(...scorings),
  streakBonus: fc.boolean(),
  teams: fc.constantFrom(0, 3),
  chooseTeams: fc.boolean(),
  revoteBelow: fc.constantFrom(null, 0.7),
  changeAnswers: fc.boolean(),
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
      { weight: 1, arbitrary: choosing },
      { weight: 2, arbitrary: rarely },
    ),
    { maxLength: 120, size: 'max' },
  ),
});

type Story = typeof aStory extends fc.Arbitrary<infer S> ? S : never;

export function open({ plan }: Pick<Story, 'plan'>): TestClass {
  return aClass(plan).with(3);
}
