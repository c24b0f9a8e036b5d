import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonInPieces } from '../../../src/platform/http/json-in-pieces.ts';
import { inSlices } from '../../../src/platform/in-slices.ts';

it('pieces are together what JSON.stringify gives', async () => {
  const list = fc.array(fc.jsonValue(), { maxLength: 70, size: 'max' });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), list)), async (value) => {
      let pieces = '';
      for await (const piece of jsonInPieces(value)) pieces += piece;
      expect(pieces).toBe(JSON.stringify(value));
    }),
    { numRuns: 50 },
  );
});

it('others have their turn between the slices of a long list', async () => {
  const turns: number[] = [];
  let going = true;
  const done: number[] = [];
  const other = (async () => {
    for (; going; await setImmediate()) turns.push(done.length);
  })();
  await inSlices(Array(100).keys(), 10, (item) => done.push(item));
  going = false;
  await other;
  expect(done).toEqual([...Array(100).keys()]);
  expect(new Set(turns).size).toBeGreaterThanOrEqual(5);
});
