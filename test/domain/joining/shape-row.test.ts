import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  isSameRow,
  leftOfRow,
  rowMs,
  rowOf,
  shapesInRow,
  shapesToChooseFrom,
  windowAt,
} from '../../../src/domain/joining/shape-row.ts';

const random = fc.integer({ min: 0, max: 2 ** 32 - 1 });

it('[JOIN-7] a row has four of the six shapes, and every number stands for one row', () => {
  fc.assert(
    fc.property(random, (number) => {
      const row = rowOf(number);
      expect(row).toHaveLength(shapesInRow);
      expect(row.every((shape) => Number.isInteger(shape) && shape >= 0 && shape < shapesToChooseFrom)).toBe(
        true,
      );
      expect(isSameRow(row, rowOf(number))).toBe(true);
    }),
  );
  const rows = new Set(
    Array.from({ length: shapesToChooseFrom ** shapesInRow }, (_, i) => rowOf(i).join('')),
  );
  expect(rows.size).toBe(shapesToChooseFrom ** shapesInRow);
});

it('[JOIN-7] another row comes when the time of the present one is over, and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (now) => {
      const left = leftOfRow(now);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(rowMs);
      expect(windowAt(now + left - 1)).toBe(windowAt(now));
      expect(windowAt(now + left)).toBe(windowAt(now) + 1);
    }),
  );
});
