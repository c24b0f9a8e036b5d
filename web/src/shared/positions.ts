import type { Answer, Key } from '@tutti/client';

/** The picked or right positions; empty where an answer is no list of positions. */
export function positions(answer: Answer | Key | null): readonly number[] {
  return Array.isArray(answer) && answer.every((one) => typeof one === 'number') ? answer : [];
}
