import type { Answer, Outcome } from '../../domain/answer/answer.ts';
import { type ClassPlan, inLocale, type PlannedRound } from '../../domain/challenge/class-plan.ts';
import type { QuestionKind } from '../../domain/question/question.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport, SessionSummary } from '../../wire/session.ts';

export interface ReportFacts {
  session: SessionSummary;
  plan: ClassPlan;
  rounds: { position: number; answered: number; correct: number; mean_ms: number | null; spread: number[] }[];
  participants: {
    id: string;
    nickname: string;
    score: number;
    correct_count: number;
    answered_count: number;
    final_rank: number | null;
    joined_in_round: number;
    left_in_round: number | null;
    kicked: boolean;
  }[];
  answers: {
    round: number;
    participant_id: string;
    vote: number;
    answer: Answer;
    outcome: Outcome;
    response_ms: number;
    points: number;
  }[];
}

type Round = ReportFacts['rounds'][number];
const noAnswer = { outcome: 'none', answer: null, points: 0, ms: null } as const;

export function presentReport(facts: ReportFacts, locale: Locale): SessionReport {
  const rounds = new Map(facts.rounds.map((round) => [round.position, round]));
  return {
    session: facts.session,
    glance: glanceOf(facts, rounds, locale),
    questions: facts.plan.rounds.map((planned, i) =>
      presentQuestion(facts.plan, planned, i, rounds.get(i), locale),
    ),
    learners: presentLearners(facts),
  };
}

function glanceOf(
  { plan, participants }: ReportFacts,
  rounds: Map<number, Round>,
  locale: Locale,
): SessionReport['glance'] {
  const all = [...rounds.values()];
  const answers = sum(all, ({ answered }) => answered);
  const shares = objectiveShares(plan, rounds, locale);
  return {
    players: participants.filter(({ kicked }) => !kicked).length,
    answers,
    rightShare: share(
      sum(all, ({ correct }) => correct),
      answers,
    ),
    strongest: shares[0] ?? null,
    weakest: shares.length > 1 ? shares.at(-1)! : null,
  };
}

/** Right share per objective that was asked about, best first. */
function objectiveShares(plan: ClassPlan, rounds: Map<number, Round>, locale: Locale) {
  return Object.entries(plan.objectives)
    .flatMap(([slug, texts]) => {
      const asked = plan.rounds.flatMap((planned, i) =>
        planned.objectives.includes(slug) ? (rounds.get(i) ?? []) : [],
      );
      const rightShare = share(
        sum(asked, ({ correct }) => correct),
        sum(asked, ({ answered }) => answered),
      );
      return rightShare === null ? [] : [{ objective: inLocale(texts, locale, plan.locale), rightShare }];
    })
    .sort((a, b) => b.rightShare - a.rightShare);
}

function presentQuestion(
  plan: ClassPlan,
  planned: PlannedRound,
  position: number,
  round: Round | undefined,
  locale: Locale,
): SessionReport['questions'][number] {
  const texts = inLocale(planned.texts, locale, plan.locale);
  const choices = texts.choices.map((text, i) => ({
    text,
    correct: isCorrect(planned, i),
    picked: round?.spread[i] ?? 0,
  }));
  const wrong = choices
    .filter(({ correct, picked }) => !correct && picked > 0)
    .sort((a, b) => b.picked - a.picked)[0];
  const answered = round?.answered ?? 0;
  const right = round?.correct ?? 0;
  return {
    round: position,
    kind: planned.kind,
    prompt: texts.prompt,
    explanation: texts.explanation,
    objectives: planned.objectives.map(
      (slug) => inLocale(plan.objectives[slug] ?? {}, locale, plan.locale) ?? slug,
    ),
    choices,
    answered,
    right,
    rightShare: share(right, answered),
    meanMs: round?.mean_ms ?? null,
    commonestWrong: wrong ? { text: wrong.text, picked: wrong.picked } : null,
    asked: round !== undefined,
  };
}

const choiceKinds: ReadonlySet<QuestionKind> = new Set(['single_choice', 'multiple_choice', 'true_false']);

/** Whether a listed thing is a right choice. */
function isCorrect(planned: PlannedRound, position: number): boolean {
  return choiceKinds.has(planned.kind) && 'key' in planned && planned.key.includes(position);
}

function presentLearners({ plan, participants, answers }: ReportFacts): SessionReport['learners'] {
  // the last vote is the one that counts
  const inOrder = [...answers].sort((a, b) => a.vote - b.vote);
  const given = new Map(inOrder.map((answer) => [`${answer.participant_id}/${answer.round}`, answer]));
  return participants.map((one) => ({
    participantId: one.id,
    nickname: one.nickname,
    rank: one.final_rank,
    score: one.score,
    right: one.correct_count,
    answered: one.answered_count,
    joinedInRound: one.joined_in_round,
    leftInRound: one.left_in_round,
    kicked: one.kicked,
    answers: plan.rounds.map((_, round) => {
      const found = given.get(`${one.id}/${round}`);
      if (!found) return noAnswer;
      const { outcome, answer, points, response_ms } = found;
      return { outcome, answer, points, ms: response_ms };
    }),
  }));
}

const sum = <T>(items: readonly T[], value: (item: T) => number) =>
  items.reduce((total, item) => total + value(item), 0);
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
