import type { ChallengeView, StandingRow } from '@tutti/client';

export interface Racer {
  name: string;
  /** 0–5: which of the six shapes it is. */
  shape: number;
  metres: number;
  rank: number | null;
  isYou: boolean;
}

/** Ten points are a metre; what a lost stake takes leads back to the start at most. */
export const metresOf = (points: number): number => Math.max(0, Math.round(points / 10));

export const shapeOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum + letter.codePointAt(0)!, 0) % 6;

/** A player knows the own points at all times, and of the others what the standings told last. */
export function racersOn({ you, phase }: ChallengeView, before: readonly Racer[]): Racer[] {
  const told = rowsOf(phase);
  const others = told
    ? told.filter(({ nickname }) => nickname !== you?.nickname).map(racerOf)
    : before.filter(({ isYou, name }) => !isYou && name !== you?.nickname);
  if (!you) return others;
  const own = { ...racerOf({ ...you, rank: you.rank }), rank: you.score > 0 ? you.rank : null, isYou: true };
  return [...others, own].sort((one, other) => other.metres - one.metres);
}

function rowsOf(phase: ChallengeView['phase']): StandingRow[] | null {
  if (phase.name === 'standings') return phase.standings.top;
  return phase.name === 'podium' ? phase.podium.places : null;
}

function racerOf({ nickname, score, rank }: StandingRow): Racer {
  return { name: nickname, shape: shapeOf(nickname), metres: metresOf(score), rank, isYou: false };
}
