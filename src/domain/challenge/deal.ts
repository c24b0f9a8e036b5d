import type {
  ClassPlan,
  ClassSettings,
  FrozenMission,
  FrozenQuestion,
  PlannedRound,
  QuestionTexts,
} from './class-plan.ts';
import type { ChallengePlan } from './plan.ts';

/**
 * [RND-2] Lays out a mission for one run. Choices are shuffled once a session and then named by their position,
 * so that neither order nor name tells anything. True and false keep their usual order.
 * `random` gives numbers in [0, 1).
 */
export function deal(mission: FrozenMission, settings: ClassSettings, random: () => number): ClassPlan {
  const { titles, locale, locales, objectives } = mission;
  const questions = settings.shuffleQuestions ? shuffled(mission.questions, random) : mission.questions;
  return {
    titles,
    locale,
    locales,
    objectives,
    rounds: questions.map((question) => dealQuestion(question, settings, random)),
  };
}

/** What the rules need of a plan. */
export function rulesOf(plan: ClassPlan, settings: ClassSettings): ChallengePlan {
  return {
    rounds: plan.rounds,
    scoring: settings.scoring,
    getReadyMs: settings.getReadySeconds * 1_000,
    standings: settings.standings,
    advance: settings.advance,
    cap: settings.cap,
  };
}

function dealQuestion(question: FrozenQuestion, settings: ClassSettings, random: () => number): PlannedRound {
  const { questionId, kind, points, partial, objectives } = question;
  const written = question.choices.map((_, i) => i);
  const order = kind === 'true_false' ? written : shuffled(written, random);
  return {
    questionId,
    kind,
    points,
    partial,
    objectives,
    choices: order.length,
    key: order.flatMap((from, position) => (question.choices[from]!.correct ? [position] : [])),
    timeLimitMs: 1_000 * (settings.secondsPerQuestion ?? question.timeLimitSeconds),
    texts: Object.fromEntries(
      Object.entries(question.texts).map(([locale, texts]) => [locale, texts && reordered(texts, order)]),
    ),
  };
}

function reordered(texts: QuestionTexts, order: readonly number[]): QuestionTexts {
  return { ...texts, choices: order.map((from) => texts.choices[from]!) };
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
