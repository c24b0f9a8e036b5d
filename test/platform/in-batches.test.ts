import { expect, test } from 'vitest';
import { inBatches } from '../../src/platform/in-batches.ts';

/** Doubles numbers; each batch is answered when the test says so. */
function doubling({ most = 100, refusing = -1 } = {}) {
  const batches: number[][] = [];
  const replies: (() => void)[] = [];
  const ask = inBatches(async (numbers: number[]) => {
    batches.push(numbers);
    await new Promise<void>((resolve) => replies.push(resolve));
    if (numbers.includes(refusing)) throw new Error('refused');
    return numbers.map((number) => 2 * number);
  }, most);
  const answerNext = async () => {
    for (let i = 0; i < 10 && replies.length === 0; i++) await Promise.resolve();
    replies.shift()!();
  };
  return { ask, batches, answerNext };
}

test('what comes while the one before is under way is asked for at once, and everybody gets the own reply', async () => {
  const { ask, batches, answerNext } = doubling({ most: 3 });
  const first = ask(1);
  await Promise.resolve();
  const later = [2, 3, 4, 5].map(ask);
  await answerNext();
  expect(await first).toBe(2);
  await answerNext();
  await answerNext();
  expect(await Promise.all(later)).toEqual([4, 6, 8, 10]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test('one that is refused takes nobody along, and the next ones are answered', async () => {
  const { ask, batches, answerNext } = doubling({ refusing: 2 });
  const together = Promise.allSettled([1, 2, 3].map(ask));
  for (let i = 0; i < 4; i++) await answerNext();
  const settled = await together;
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  const next = ask(4);
  await answerNext();
  expect(await next).toBe(8);
});
