import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Entrance } from '../../../src/modules/live/entrance.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function comeIn(entrance: Entrance, people: number, now = 0) {
  const inside: number[] = [];
  const refused: unknown[] = [];
  for (let i = 0; i < people; i++)
    entrance.turn(now).then(
      () => inside.push(i),
      (error) => refused.push(error),
    );
  return { inside, refused };
}

test('whoever comes alone, or with a few, comes in at once', async () => {
  const entrance = new Entrance();
  for (let minute = 0; minute < 3; minute++) {
    const { inside } = comeIn(entrance, 10);
    await vi.advanceTimersByTimeAsync(0);
    expect(inside).toHaveLength(10);
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(vi.getTimerCount()).toBe(0);
});

test('[DUR-4] many come in a few at a time, in the order in which they came', async () => {
  const { inside } = comeIn(new Entrance(), 35);
  const counts = [];
  for (let slice = 0; slice < 5; slice++) {
    await vi.advanceTimersByTimeAsync(slice === 0 ? 0 : 5);
    counts.push(inside.length);
  }
  expect(counts).toEqual([10, 20, 30, 35, 35]);
  expect(inside).toEqual(Array.from({ length: 35 }, (_, i) => i));
});

test('[DUR-4] when the line stands still too long newcomers are told to come later, and those in it come in', async () => {
  const entrance = new Entrance();
  const early = comeIn(entrance, 15);
  await vi.advanceTimersByTimeAsync(0);
  const late = comeIn(entrance, 1, 8_001);
  await vi.advanceTimersByTimeAsync(0);
  expect(late.refused).toMatchObject([{ code: 'server/busy', status: 503, retryAfterSeconds: 2 }]);
  await vi.advanceTimersByTimeAsync(5);
  expect(early.inside).toHaveLength(15);
});
