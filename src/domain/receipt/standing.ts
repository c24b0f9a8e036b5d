import type { AnswerPlace, ReceiptClaim } from './receipt.ts';

/**
 * How a receipt compares with what stands in the report. `agrees`: the report says the same. `differs`: it says something else, or nothing. `replaced`: the learner gave another answer later,
 * and the report has that one. `waiting`: stored like this; there is no report yet. `gone`: the session or the player is deleted.
 */
export type Standing = 'agrees' | 'differs' | 'replaced' | 'waiting' | 'gone';

/** What tells two answers to one question apart. */
export type Stamp = Pick<ReceiptClaim, 'askedHash' | 'answerHash' | 'at'>;

/** What is stored beside a receipt. */
export interface Records {
  /** What the log has at the receipt's place, in its order. */
  logged: readonly Stamp[];
  /** What the report has there. */
  reported: Stamp | null;
  /** Whether there is a report. */
  isReported: boolean;
}

/** [REP-2] `records`: null once the session or the player is deleted. */
export function standingOf(receipt: Stamp, records: Records | null): Standing {
  if (!records) return 'gone';
  const { logged, reported, isReported } = records;
  const last = logged.at(-1);
  const now = isReported ? reported : last;
  if (now && isSame(now, receipt)) return isReported ? 'agrees' : 'waiting';
  const wasOnce = logged.slice(0, -1).some((earlier) => isSame(earlier, receipt));
  return wasOnce && now && last && isSame(now, last) ? 'replaced' : 'differs';
}

const isSame = (one: Stamp, other: Stamp): boolean =>
  one.askedHash === other.askedHash && one.answerHash === other.answerHash && one.at === other.at;

/** Of what the log holds of one player, in its order, the answers that count: the last one of the last vote, round by round. */
export function countingAnswers<Logged extends AnswerPlace>(logged: readonly Logged[]): Logged[] {
  const counting = new Map<number, Logged>();
  for (const answer of logged) {
    const known = counting.get(answer.round);
    if (!known || answer.vote >= known.vote) counting.set(answer.round, answer);
  }
  return [...counting.values()].sort((a, b) => a.round - b.round);
}
