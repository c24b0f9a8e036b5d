import type { QuestionView } from '@tutti/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoundClock } from '../../../scripts/bots/round-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const told: number[] = [];
  return { told, clock: new RoundClock((round) => told.push(round)) };
}
const question = (round: number) => ({ round, of: 9 }) as QuestionView;

test('a round is told once, a moment after it is over, however many see it', () => {
  const { told, clock } = watch();
  clock.opened(question(0));
  clock.opened(question(0));
  clock.closed(0);
  clock.closed(0);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([0]);
});

test('who is behind the others opens no round again', () => {
  const { told, clock } = watch();
  clock.opened(question(0));
  clock.closed(0);
  clock.opened(question(1));
  clock.opened(question(0));
  clock.closed(0);
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([0]);
});

test('a skipped question is over when the next one opens', () => {
  const { told, clock } = watch();
  clock.opened(question(0));
  clock.opened(question(1));
  vi.advanceTimersByTime(1_000);
  expect(told).toEqual([0]);
});

test('at the end nothing stays untold', () => {
  const { told, clock } = watch();
  clock.opened(question(0));
  clock.closed(0);
  clock.opened(question(1));
  clock.stop();
  expect(told).toEqual([0, 1]);
});
