import type { Asks, QuestionKind } from '../question/question.ts';
import type {
  ChosenQuestion,
  ClassPlan,
  ClassSettings,
  FrozenMission,
  FrozenQuestion,
  PlannedRound,
  QuestionTexts,
  SpecOf,
} from './class-plan.ts';
import type { ChallengePlan } from './plan.ts';

type Random = () => number;
type Positions = readonly number[];
/** What is asked, and how the listed things lie: position → place in the author's list. */
type Dealt = { asks: Asks; order: Positions; matchOrder?: Positions };
type Dealers = { [K in QuestionKind]: (question: FrozenQuestion, random: Random) => Dealt };

/**
 * [RND-2] Lays out a mission for one run. What is listed is shuffled once a session and then named by its position, so that
 * neither order nor name tells anything. True and false, scales and polls keep their usual order.
 * `random` gives numbers in [0, 1). `chosen`: only these questions, in this order; null: all of them.
 */
export function deal(
  mission: FrozenMission,
  settings: Pick<ClassSettings, 'shuffleQuestions' | 'secondsPerQuestion'>,
  random: Random,
  chosen: readonly ChosenQuestion[] | null = null,
): ClassPlan {
  const { titles, locale, locales, objectives } = mission;
  const all = mission.questions.map((question) => ({ question, seconds: null, worth: null }));
  const asked = chosen ? pick(mission, chosen) : all;
  const inOrder = settings.shuffleQuestions ? shuffled(asked, random) : asked;
  return {
    titles,
    locale,
    locales,
    objectives,
    rounds: inOrder.map(({ question, seconds, worth }) => {
      const limit = seconds ?? settings.secondsPerQuestion ?? question.timeLimitSeconds;
      const timeLimitMs = 1_000 * limit;
      return {
        ...dealQuestion(question, random),
        timeLimitMs,
        ...(worth !== null && { worth }),
      } as PlannedRound;
    }),
  };
}

/** What the rules need of a plan. Sessions that were opened before a rule came have no setting for it. */
export function rulesOf(plan: ClassPlan, settings: ClassSettings): ChallengePlan {
  const teams = settings.format === 'team' ? settings.teams : { count: 0, choose: false };
  return {
    rounds: plan.rounds,
    format: settings.format ?? 'challenge',
    scoring: settings.scoring,
    streakBonus: settings.streakBonus ?? false,
    teams: teams.count,
    chooseTeams: teams.choose,
    revoteBelow: settings.revoteBelow ?? null,
    changeAnswers: settings.changeAnswers ?? false,
    getReadyMs: settings.getReadySeconds * 1_000,
    standings: settings.standings,
    advance: settings.advance,
    cap: settings.cap,
  };
}

function pick(mission: FrozenMission, chosen: readonly ChosenQuestion[]) {
  const byId = new Map(mission.questions.map((question) => [question.questionId, question]));
  return chosen.flatMap(({ questionId, seconds, worth }) => {
    const question = byId.get(questionId);
    return question ? [{ question, seconds, worth }] : [];
  });
}

function dealQuestion(question: FrozenQuestion, random: Random) {
  const { questionId, points, objectives, media } = question;
  const { asks, order, matchOrder } = dealers[question.kind](question, random);
  const texts = Object.entries(question.texts).map(([locale, own]) => [
    locale,
    own && laidOut(own, order, matchOrder),
  ]);
  return { ...asks, questionId, points, objectives, media, texts: Object.fromEntries(texts) };
}

const dealers: Dealers = {
  single_choice: (question, random) => dealChoices('single_choice', question, anyOrder(question, random)),
  multiple_choice: (question, random) => dealChoices('multiple_choice', question, anyOrder(question, random)),
  true_false: (question) => dealChoices('true_false', question, asWritten(question)),

  matching(question, random) {
    const order = anyOrder(question, random);
    const matchOrder = anyOrder(question, random);
    const key = order.map((from) => matchOrder.indexOf(from));
    return { asks: { kind: 'matching', choices: order.length, key }, order, matchOrder };
  },

  ordering(question, random) {
    const order = anyOrder(question, random);
    if (order.length > 1 && order.every((from, position) => from === position)) order.push(order.shift()!);
    const key = asWritten(question).map((from) => order.indexOf(from));
    return { asks: { kind: 'ordering', choices: order.length, key, partial: question.partial }, order };
  },

  scale: (question) => ({
    asks: { kind: 'scale', choices: question.choices.length },
    order: asWritten(question),
  }),
  poll: (question) => ({
    asks: { kind: 'poll', choices: question.choices.length, ...specOf<'poll'>(question) },
    order: asWritten(question),
  }),
  fill_blank: (question) => ({ asks: { kind: 'fill_blank', ...specOf<'fill_blank'>(question) }, order: [] }),
  numeric: (question) => ({ asks: { kind: 'numeric', ...specOf<'numeric'>(question) }, order: [] }),
  slider: (question) => ({ asks: { kind: 'slider', ...specOf<'slider'>(question) }, order: [] }),
  hotspot: (question) => ({ asks: { kind: 'hotspot', ...specOf<'hotspot'>(question) }, order: [] }),
  word_cloud: (question) => ({ asks: { kind: 'word_cloud', ...specOf<'word_cloud'>(question) }, order: [] }),
  open_text: (question) => ({ asks: { kind: 'open_text', ...specOf<'open_text'>(question) }, order: [] }),
};

function dealChoices(
  kind: 'single_choice' | 'multiple_choice' | 'true_false',
  question: FrozenQuestion,
  order: Positions,
): Dealt {
  const key = order.flatMap((from, position) => (question.choices[from]!.correct ? [position] : []));
  return { asks: { kind, choices: order.length, key, partial: question.partial }, order };
}

/** The spec belongs to the kind: whoever stores a question checks the two together. */
const specOf = <K extends QuestionKind>(question: FrozenQuestion) => question.spec as SpecOf<K>;

const asWritten = (question: FrozenQuestion): number[] => question.choices.map((_, i) => i);
const anyOrder = (question: FrozenQuestion, random: Random) => shuffled(asWritten(question), random);

function laidOut(texts: QuestionTexts, order: Positions, matchOrder?: Positions): QuestionTexts {
  const choices = order.map((from) => texts.choices[from]!);
  return {
    ...texts,
    choices,
    ...(matchOrder && { matches: matchOrder.map((from) => texts.matches![from]!) }),
  };
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
