import type { Answer } from '../../domain/answer/answer.ts';
import { type ClassPlan, inLocale, type PlannedRound } from '../../domain/challenge/class-plan.ts';
import { keyInWords } from '../../domain/challenge/key.ts';
import { isScored, type Point, type QuestionKind } from '../../domain/question/question.ts';
import { commonestWrong } from '../../domain/report/commonest-wrong.ts';
import { normalisedGain } from '../../domain/report/gain.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport } from '../../wire/report.ts';
import { type CountedAnswer, type RoundFact, share } from './report.facts.ts';

interface Played {
  position: number;
  /** Left out: it was not asked. */
  round: RoundFact | undefined;
  answers: CountedAnswer[];
  discrimination: number | null;
}

/** More dots than this on one picture show nothing. */
const shownSpots = 300;

export function presentQuestion(
  plan: ClassPlan,
  planned: PlannedRound,
  locale: Locale,
  { position, round, answers, discrimination }: Played,
): SessionReport['questions'][number] {
  const texts = inLocale(planned.texts, locale, plan.locale);
  const unmarked = answers.filter(({ outcome }) => outcome === 'unmarked').length;
  const answered = round?.answered ?? 0;
  const right = round?.correct ?? 0;
  const rightShare = isScored(planned) ? share(right, answered - unmarked) : null;
  return {
    round: position,
    questionId: planned.questionId,
    kind: planned.kind,
    prompt: texts.prompt,
    explanation: texts.explanation,
    objectives: planned.objectives.map((slug) =>
      inLocale(plan.objectives[slug] ?? { [plan.locale]: slug }, locale, plan.locale),
    ),
    media: planned.media ?? null,
    choices: texts.choices.map((text, i) => ({
      text: partnered(planned, text, i, texts.matches),
      correct: isCorrect(planned, i),
      picked: round?.spread[i] ?? 0,
    })),
    key: keyInWords(planned, texts),
    areas: planned.kind === 'hotspot' ? planned.areas.map((area) => [...area]) : [],
    texts: textsGiven(planned.kind, round, answers),
    spots: planned.kind === 'hotspot' ? spotsOf(answers) : [],
    answered,
    unmarked,
    right,
    rightShare,
    meanMs: round?.mean_ms ?? null,
    commonestWrong: commonestWrong(planned.kind, answers),
    first: firstVote(planned, round, rightShare),
    discrimination,
    asked: round !== undefined,
  };
}

const choiceKinds: ReadonlySet<QuestionKind> = new Set(['single_choice', 'multiple_choice', 'true_false']);

/** Whether a listed thing is a right choice. */
function isCorrect(planned: PlannedRound, position: number): boolean {
  return choiceKinds.has(planned.kind) && 'key' in planned && planned.key.includes(position);
}

/** A thing to match stands with its partner, one to order as it was shown. */
function partnered(planned: PlannedRound, text: string, i: number, matches: string[] | undefined): string {
  return planned.kind === 'matching' ? `${text} – ${matches?.[planned.key[i]!]}` : text;
}

/** Open texts are told by nobody else; the other written answers were counted while the class played. */
function textsGiven(kind: QuestionKind, round: RoundFact | undefined, answers: CountedAnswer[]) {
  if (kind !== 'open_text') return round?.texts ?? [];
  return answers.slice(0, shownSpots).map(({ words }) => ({ text: words, count: 1 }));
}

function spotsOf(answers: CountedAnswer[]): Point[] {
  return answers.slice(0, shownSpots).map(({ answer }) => answer as Exclude<Answer, number | unknown[]>);
}

function firstVote(planned: PlannedRound, round: RoundFact | undefined, lastShare: number | null) {
  if (!round?.first_vote) return null;
  const { answered, right, spread } = round.first_vote;
  const rightShare = isScored(planned) ? share(right, answered) : null;
  return { answered, right, spread, rightShare, gain: normalisedGain(rightShare, lastShare) };
}
