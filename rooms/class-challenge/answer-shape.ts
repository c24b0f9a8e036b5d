import { stakes } from '../../src/domain/challenge/points.ts';
import type { SubmitAnswer } from '../../src/wire/messages.ts';

const known = new Set(['round', 'vote', 'answerId', 'answer', 'stake']);
const answerId = /^[\w-]{8,64}$/;
const knownStakes: ReadonlySet<unknown> = new Set([undefined, ...stakes]);

/**
 * Whether a message is an answer, exactly as `submitAnswer` in `wire/room-input.ts` has it (a test holds the two together).
 * By hand, because it runs for every answer of every player: the schema costs as much as deciding on the answer does.
 * Whether the answer suits the question is for the rules to say.
 */
export function isAnswer(raw: unknown): raw is SubmitAnswer {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return false;
  for (const key of Object.keys(raw)) if (!known.has(key)) return false;
  const { round, vote, answerId: id, answer, stake } = raw as Record<string, unknown>;
  return (
    isWithin(round, 0, 10_000) &&
    isWithin(vote, 1, 2) &&
    typeof id === 'string' &&
    answerId.test(id) &&
    knownStakes.has(stake) &&
    isGiven(answer)
  );
}

function isGiven(answer: unknown): boolean {
  if (typeof answer === 'number') return Number.isFinite(answer);
  if (Array.isArray(answer))
    return answer.length >= 1 && answer.length <= 20 && areOfOneKind(Array.from(answer));
  if (typeof answer !== 'object' || answer === null) return false;
  const keys = Object.keys(answer);
  if (keys.length !== 2 || !keys.includes('x') || !keys.includes('y')) return false;
  const { x, y } = answer as Record<string, unknown>;
  return isShare(x) && isShare(y);
}

/** A copy by position, since `every` would pass over the holes of a sparse array. */
function areOfOneKind(answer: unknown[]): boolean {
  return (
    answer.every((position) => isWithin(position, -1, 50)) ||
    answer.every((text) => typeof text === 'string' && text.length <= 500)
  );
}

const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

function isWithin(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
