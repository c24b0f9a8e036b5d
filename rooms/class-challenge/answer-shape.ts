import type { SubmitAnswer } from '../../src/wire/messages.ts';

const known = new Set(['round', 'vote', 'answerId', 'choices']);
const answerId = /^[\w-]{8,64}$/;

/**
 * Whether a message is an answer, exactly as `submitAnswer` in `wire/room-input.ts` has it (a test holds the two together).
 * By hand, because it runs for every answer of every player: the schema costs as much as deciding on the answer does.
 */
export function isAnswer(raw: unknown): raw is SubmitAnswer {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false;
  for (const key of Object.keys(raw)) if (!known.has(key)) return false;
  const { round, vote, answerId: id, choices } = raw as Record<string, unknown>;
  return (
    isWithin(round, 0, 10_000) &&
    isWithin(vote, 1, 2) &&
    typeof id === 'string' &&
    answerId.test(id) &&
    Array.isArray(choices) &&
    choices.length >= 1 &&
    choices.length <= 20 &&
    // by position, since `every` would pass over the holes of a sparse array
    Array.from(choices).every((choice) => isWithin(choice, 0, 50))
  );
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
