import fc from 'fast-check';
import { expect, it } from 'vitest';
import { progressView } from '../../../rooms/class-challenge/class-views.ts';
import { revealView } from '../../../rooms/class-challenge/question-views.ts';
import type { Answer } from '../../../src/domain/answer/answer.ts';
import type { ClassPlan, PlannedRound } from '../../../src/domain/challenge/class-plan.ts';
import { timing } from '../../../src/domain/challenge/plan.ts';
import { isScored, type QuestionKind } from '../../../src/domain/question/question.ts';
import type { ReportFacts } from '../../../src/modules/live/report.facts.ts';
import { presentReport } from '../../../src/modules/live/report.presenter.ts';
import { reportCsv } from '../../../src/modules/live/report-csv.ts';
import { errorCodes } from '../../../src/wire/error-codes.ts';
import { report as reportShape } from '../../../src/wire/report.ts';
import { reveal as revealShape, serverPayloads } from '../../../src/wire/room-output.ts';
import { aClass, replay, type TestClass } from '../../support/class-builder.ts';
import { anyAnswer, everyKind, kinds, shapeOf } from '../../support/kinds.ts';

const inputs = Number(process.env.TUTTI_FUZZ_INPUTS ?? 13_000);
/** So many learners of one class give one answer each. */
const learners = 20;
const classes = Math.ceil(inputs / kinds.length / learners);

/** When an answer comes; each learner gives one, and p0 gives none. */
const moments = [
  ...['lobby', 'get ready', 'other question', 'other vote', 'removed', 'paused', 'too late'],
  ...['open', 'open', 'open', 'again', 'second', 'discuss', 'second vote', 'closed', 'ended'],
] as const;
type Moment = (typeof moments)[number];

const aStory = (kind: QuestionKind) =>
  fc.record({
    changeAnswers: fc.boolean(),
    votesTwice: fc.boolean(),
    byDeadline: fc.boolean(),
    given: fc.array(
      fc.record({
        moment: fc.constantFrom(...moments),
        answer: fc.oneof(
          { weight: 3, arbitrary: anyAnswer },
          { weight: 1, arbitrary: fc.constantFrom<unknown>(everyKind[kind].right, everyKind[kind].wrong) },
        ),
      }),
      { minLength: learners, maxLength: learners },
    ),
  });
type Story = ReturnType<typeof aStory> extends fc.Arbitrary<infer S> ? S : never;

it.for(kinds)(
  `[ANS-2] [ANS-3] [ANS-4] to a question of the kind %s ${classes * learners} answers of any shape and at any time are taken or refused with a code, and what was taken is told and reported`,
  { timeout: 60_000 },
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(aStory(kind), async (story) => {
        const cls = played(kind, story);
        tellsWhatItTook(cls, kind);
        await reportsWhatItTook(cls, kind);
      }),
      { numRuns: classes },
    );
  },
);

/** Plays the story through; every answer of it meets the reply that its moment and its shape ask for. */
function played(kind: QuestionKind, { changeAnswers, votesTwice, byDeadline, given }: Story): TestClass {
  const { question, right } = everyKind[kind];
  const cls = aClass({
    rounds: [question, question],
    changeAnswers,
    revoteBelow: votesTwice ? 1 : null,
  }).with(0);
  for (let i = 0; i <= learners; i++) cls.connect(`p${i}`);

  const give = (
    moment: Moment,
    ifFits: string,
    {
      otherwise = 'answer/malformed',
      ...different
    }: { otherwise?: string; round?: number; vote?: number } = {},
  ) => {
    for (const [i, one] of given.entries()) {
      if (one.moment !== moment) continue;
      const command = { ...cls.answerOf(`p${i + 1}`, right, different), answer: one.answer as Answer };
      const reply = cls.asks(command);
      const expected = shapeOf[kind].safeParse(one.answer).success ? ifFits : otherwise;
      expect(Array.isArray(reply) ? reply[0] : reply, moment).toBe(expected);
      if (Array.isArray(reply)) cls.do(command);
      else expect(errorCodes).toHaveProperty([reply]);
    }
  };
  const never = (moment: Moment, code: string, different = {}) =>
    give(moment, code, { otherwise: code, ...different });
  const whose = (moment: Moment) => given.flatMap((one, i) => (one.moment === moment ? [`p${i + 1}`] : []));

  never('lobby', 'answer/too-early');
  cls.at('get_ready');
  never('get ready', 'answer/too-early');
  cls.at('question');
  never('other question', 'answer/other-question', { round: 1 });
  never('other vote', 'answer/other-question', { vote: 2 });
  for (const participantId of whose('removed')) cls.host({ verb: 'kick', participantId });
  never('removed', 'answer/not-a-player');
  give('open', 'answer.accepted');
  for (const id of whose('second')) cls.answer(id, right);
  give('second', changeAnswers ? 'answer.changed' : 'answer/already-answered');
  for (const id of whose('again')) {
    const command = cls.answerOf(id, right);
    cls.do(command);
    expect(cls.asks(command)).toEqual([]);
    expect(cls.asks({ ...command, round: 1 })).toBe('answer/malformed');
  }
  cls.host({ verb: 'pause' });
  give('paused', 'answer/paused');
  cls.host({ verb: 'resume' });
  if (byDeadline) {
    const { phase } = cls;
    cls.now = (phase.name === 'question' ? phase.closesAt : 0) + timing.wireAllowance + 1;
    give('too late', 'answer/too-late');
    cls.tick();
  } else cls.next();
  if (cls.phase.name === 'discuss') {
    never('discuss', 'answer/round-closed');
    cls.host({ verb: 'revote' });
    give('second vote', 'answer.accepted', { vote: 2 });
    cls.next();
  }
  const { closed } = cls.state.rounds[0]!;
  never('closed', closed === 'deadline' ? 'answer/too-late' : 'answer/round-closed', { round: 0 });
  return cls;
}

function tellsWhatItTook(cls: TestClass, kind: QuestionKind): void {
  const [tally] = cls.state.rounds;
  const said = cls.log.flatMap((event) => (event.type === 'answer.accepted' ? [event] : []));
  const lastVote = tally!.first ? 2 : 1;
  expect(tally!.answered).toBe(said.filter(({ vote }) => vote === lastVote).length);
  const own = new Set(said.map(({ participantId, vote }) => `${participantId} ${vote}`));
  expect(own.size).toBe(said.length);
  for (const locale of ['en', 'es'])
    expect(revealShape.parse(revealView(planOf(kind), cls.state, 0, locale, () => true))).toMatchObject({
      answered: tally!.answered,
      key: expect.anything(),
    });
  expect(serverPayloads.hostProgress.safeParse(progressView(cls.state, cls.now, true)).success).toBe(true);
  const again = replay(cls.state.plan, JSON.parse(JSON.stringify(cls.log)));
  const inShort = ({ players, rounds }: TestClass['state']) =>
    JSON.stringify([
      rounds.map(({ texts, ...round }) => ({ ...round, texts: [...texts.values()] })),
      [...players.values()].map(({ id, score, right, answered }) => [id, score, right, answered]),
    ]);
  expect(inShort(again)).toBe(inShort(cls.state));
  cls.do({ type: 'host', order: { verb: 'end' } });
  expect(cls.asks(cls.answerOf('p1', everyKind[kind].right, { round: 0 }))).toBe('session/ended');
}

async function reportsWhatItTook(cls: TestClass, kind: QuestionKind): Promise<void> {
  const report = await presentReport(factsOf(cls, kind), 'en');
  const sent = JSON.parse(JSON.stringify(report));
  const [question] = reportShape.shape.questions.parse(sent.questions);
  const { answered, right } = cls.state.rounds[0]!;
  expect(question).toMatchObject({ kind, answered, right });
  if (isScored({ kind }) && answered > 0) expect(question!.rightShare).toBe(right / answered);
  for (const { answers } of reportShape.shape.learners.parse(sent.learners))
    for (const { answer, words } of answers)
      expect(answer === null ? words : typeof words).toBe(answer === null ? null : 'string');
  expect(await reportCsv(report, 'en')).toContain('p20');
}

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** The questions with texts, as a mission has them. */
function planOf(kind: QuestionKind): ClassPlan {
  const planned: PlannedRound = {
    ...everyKind[kind].question,
    questionId: uuid(1),
    objectives: [],
    texts: {
      en: {
        prompt: 'What?',
        explanation: 'Because.',
        hint: null,
        choices: ['A', 'B', 'C', 'D', 'E'],
        matches: ['1', '2', '3', '4'],
        unit: 'km',
      },
    },
  };
  return { titles: { en: 'Any' }, locale: 'en', locales: ['en'], objectives: {}, rounds: [planned, planned] };
}

/** What the tables keep of a class once it is over. */
function factsOf({ state, log }: TestClass, kind: QuestionKind): ReportFacts {
  const idOf = (participantId: string) => uuid(100 + Number(participantId.slice(1)));
  const { answered, right, spread, texts, first } = state.rounds[0]!;
  const answers = new Map<string, ReportFacts['answers'][number]>();
  for (const event of log) {
    if (event.type !== 'answer.accepted' && event.type !== 'answer.changed') continue;
    const { participantId, round, vote, answer, outcome, elapsedMs, points } = event;
    const participant_id = idOf(participantId);
    const given = {
      participant_id,
      round,
      vote,
      answer,
      outcome,
      stake: null,
      response_ms: elapsedMs,
      points,
    };
    answers.set(`${participantId} ${vote}`, given);
  }
  return {
    session: { id: uuid(2), title: 'Any', createdAt: new Date(0).toISOString() } as ReportFacts['session'],
    plan: planOf(kind),
    rounds: [
      {
        position: 0,
        answered,
        correct: right,
        mean_ms: 0,
        spread,
        texts: [...texts.values()],
        first_vote: first && { answered: first.answered, right: first.right, spread: first.spread },
      },
    ],
    participants: [...state.players.values()].map((one) => ({
      id: idOf(one.id),
      nickname: one.id,
      score: one.score,
      correct_count: one.right,
      answered_count: one.answered,
      final_rank: one.kicked ? null : one.rank,
      joined_in_round: 0,
      left_in_round: null,
      team: null,
      kicked: one.kicked,
    })),
    answers: [...answers.values()],
    notBegun: null,
  };
}
