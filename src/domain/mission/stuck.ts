/** After so many tries of a lesson that was never won, somebody may need help. */
export const triesUntilStuck = 2;

/** `round`: which try is on, from 1; `roundDone`: it is through; `wasWon`: the lesson was finished once, in whatever attempt. */
export function isStuckIn({
  round,
  roundDone,
  wasWon,
}: {
  round: number;
  roundDone: boolean;
  wasWon: boolean;
}): boolean {
  return !wasWon && triesOf({ round, roundDone }) >= triesUntilStuck;
}

/** Tries that are through. */
export const triesOf = ({ round, roundDone }: { round: number; roundDone: boolean }): number =>
  roundDone ? round : round - 1;
