import type { PhaseView } from '@tutti/client';
import { presentRound } from './present-round.ts';

/** Place of the first question that nobody has seen yet; null: nothing comes any more. */
export function firstToCome(phase: PhaseView): number | null {
  if (phase.name === 'lobby') return 0;
  const here = presentRound(phase);
  return here ? here.round + 1 : null;
}

/** The places of all that is to come, with one of them moved. */
export function movedBy(first: number, of: number, round: number, by: 1 | -1): number[] {
  const rounds = placesFrom(first, of);
  const at = round - first;
  const to = at + by;
  if (to < 0 || to >= rounds.length) return rounds;
  [rounds[at], rounds[to]] = [rounds[to]!, rounds[at]!];
  return rounds;
}

export const without = (first: number, of: number, round: number): number[] =>
  placesFrom(first, of).filter((one) => one !== round);

const placesFrom = (first: number, of: number) =>
  Array.from({ length: Math.max(0, of - first) }, (_, i) => first + i);
