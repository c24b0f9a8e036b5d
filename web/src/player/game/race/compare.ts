import type { ChallengeView } from '@tutti/client';

type Race = NonNullable<ChallengeView['race']>;

export interface Comparison {
  /** Above 0: the learner has more. */
  points: number;
  /** Whole questions that the learner is ahead in the same time; what is less than one are seconds. */
  questionsAhead: number;
  /** Above 0: the learner took less time, in whole seconds. */
  seconds: number;
}

/** How learner and ghost stand after the questions that are closed; null before the first one. */
export function compare({ you, ghost }: Pick<Race, 'you' | 'ghost'>): Comparison | null {
  const own = you.at(-1);
  const other = ghost.at(you.length - 1);
  if (!own || !other) return null;
  return {
    points: own.points - other.points,
    questionsAhead: Math.max(0, you.length - 1 - ghost.filter(({ ms }) => ms <= own.ms).length),
    seconds: Math.round((other.ms - own.ms) / 1_000),
  };
}

/** By points, and where these are equal by time. */
export function winnerOf({ points, seconds }: Comparison): 'you' | 'ghost' | 'nobody' {
  const lead = points || seconds;
  return lead > 0 ? 'you' : lead < 0 ? 'ghost' : 'nobody';
}
