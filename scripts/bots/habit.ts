/** Numbers in [0, 1); the same seed gives the same ones (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How one synthetic player behaves. Nobody tells it the keys, so it is right as often as its guesses are. */
export interface Habit {
  random: () => number;
  /** The span, as shares of the question's time, in which it answers. */
  pace: readonly [from: number, to: number];
  /** The position it likes, and how often it takes it without thinking. */
  favourite: number;
  stubbornness: number;
  /** How likely it loses its connection during a question. */
  dropRate: number;
  /** The round in which it comes; 0: from the start. */
  comesInRound: number;
}

const paces = [
  [0.05, 0.25],
  [0.15, 0.6],
  [0.5, 0.85],
] as const;
const shareOfQuick = 0.25;
const shareOfSlow = 0.2;
const shareOfLatecomers = 0.06;
const shareWithBadNetwork = 0.05;
const latestArrival = 3;

/** Player number `index` of the class that `seed` makes. */
export function habitOf(seed: number, index: number): Habit {
  const random = seeded(seed + Math.imul(index + 1, 0x9e3779b1));
  const kind = random();
  return {
    random,
    pace: paces[kind < shareOfQuick ? 0 : kind < 1 - shareOfSlow ? 1 : 2],
    favourite: Math.floor(random() * 6),
    stubbornness: random() * 0.5,
    dropRate: random() < shareWithBadNetwork ? 0.25 : 0,
    comesInRound: random() < shareOfLatecomers ? 1 + Math.floor(random() * latestArrival) : 0,
  };
}

/** `pick` different positions of `choices`, in no order that means anything. */
export function pickChoices(
  { random, favourite, stubbornness }: Habit,
  choices: number,
  pick: number,
): number[] {
  const left = Array.from({ length: choices }, (_, position) => position);
  const picked: number[] = [];
  if (random() < stubbornness) picked.push(...left.splice(favourite % choices, 1));
  while (picked.length < pick) picked.push(...left.splice(Math.floor(random() * left.length), 1));
  return picked;
}

/** How long it thinks, ms. */
export function thinkingMs({ random, pace: [from, to] }: Habit, timeLimitMs: number): number {
  return Math.round(timeLimitMs * (from + (to - from) * random()));
}
