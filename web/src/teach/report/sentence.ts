import type { SessionReport } from '../../../../src/wire/report.ts';

export type Quantity = 'nearlyAll' | 'most' | 'moreThanHalf' | 'half' | 'some' | 'few';

/** A share in the words a teacher would use. */
export function quantityOf(share: number): Quantity {
  if (share >= 0.95) return 'nearlyAll';
  if (share >= 0.75) return 'most';
  if (share >= 0.58) return 'moreThanHalf';
  if (share >= 0.42) return 'half';
  if (share >= 0.2) return 'some';
  return 'few';
}

export type ReportSentence =
  | { form: 'nobodyCame' }
  | { form: 'nobodyAnswered' }
  | { form: 'overall'; who: Quantity; share: number }
  | { form: 'oneIdea'; who: Quantity; idea: string }
  | { form: 'twoIdeas'; who: Quantity; idea: string; lessWho: Quantity; lessIdea: string }
  | { form: 'evenIdeas'; who: Quantity; idea: string; lessIdea: string };

/** What the first line of a report says. */
export function sentenceOf({
  players,
  answers,
  rightShare,
  strongest,
  weakest,
}: SessionReport['glance']): ReportSentence {
  if (players === 0) return { form: 'nobodyCame' };
  if (answers === 0 || rightShare === null) return { form: 'nobodyAnswered' };
  if (!strongest) return { form: 'overall', who: quantityOf(rightShare), share: rightShare };

  const who = quantityOf(strongest.rightShare);
  if (!weakest || weakest.objective === strongest.objective) {
    return { form: 'oneIdea', who, idea: strongest.objective };
  }
  const lessWho = quantityOf(weakest.rightShare);
  return who === lessWho
    ? { form: 'evenIdeas', who, idea: strongest.objective, lessIdea: weakest.objective }
    : { form: 'twoIdeas', who, idea: strongest.objective, lessWho, lessIdea: weakest.objective };
}

type Question = SessionReport['questions'][number];
export type AskedQuestion = Question & { rightShare: number };

/** The questions that were asked and answered, hardest first; equally hard ones in the order they were asked. */
export function hardestFirst(questions: readonly Question[]): AskedQuestion[] {
  return questions
    .filter((question): question is AskedQuestion => question.asked && question.rightShare !== null)
    .sort((a, b) => a.rightShare - b.rightShare || a.round - b.round);
}
