import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  mostListBytes,
  mostRows,
  type RosterFile,
  readRosterFile,
} from '../../../src/modules/classes/roster-file.ts';
import { AppError } from '../../../src/platform/http/app-error.ts';

const read = (text: string): RosterFile => readRosterFile(Buffer.from(text));
/** What came of it, or the code of the refusal; anything else that is thrown is a fault of ours. */
function tried(bytes: Uint8Array): RosterFile | string {
  try {
    return readRosterFile(bytes);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe('a file of pupils', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'é', '李', '😀', ' ', ',', ';', '\t', '"', "'", '-', '='),
  });
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

  test('gives back every name, with every separator, line end and encoding', () => {
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 20 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom<(text: string) => Uint8Array>(
          (text) => Buffer.from(text),
          (text) => Buffer.from(`\ufeff${text}`),
          (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
          (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
        ),
        (names, separator, end, encode) => {
          const lines = [['Name', 'Surname'], ...names.map((one) => [quoted(one), 'x'])];
          const { rows } = readRosterFile(encode(lines.map((line) => line.join(separator)).join(end)));
          expect(rows.map(({ line, firstName, lastName }) => [line, firstName, lastName])).toEqual(
            names.map((one, i) => [i + 2, one.trim().replace(/\s+/g, ' '), 'x']),
          );
        },
      ),
    );
  });

  test('is read or refused, and never anything else, whatever the bytes are', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(`Name,Born\n${text}`)),
      fc
        .string({
          unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', 'a', '\u0000', '\u202e'),
          maxLength: 200,
        })
        .map((text) => Buffer.from(`Name\n${text}`)),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        const file = tried(some);
        if (typeof file === 'string') {
          expect(file).toBe('roster/unreadable');
          return;
        }
        let before = 1;
        for (const { line, ...cells } of file.rows) {
          expect(line).toBeGreaterThan(before);
          before = line;
          for (const cell of Object.values(cells)) expect(cell).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
        }
      }),
    );
  });

  test('has as many rows as fit, and no more, with thousands of empty ones between and after them', () => {
    const full = Array.from({ length: mostRows }, (_, n) => `Pupil ${n}`);
    expect(read(['Name', ...full].join('\n')).rows).toHaveLength(mostRows);
    expect(read(['Name', ...full].join('\n\n\n')).rows.at(-1)!.line).toBe(1 + 3 * mostRows);
    expect(read(`Name,Born\n${full.join(',\n')}${',\n'.repeat(50_000)}`).rows).toHaveLength(mostRows);
    for (const more of [1, mostRows, 10 * mostRows])
      expect(tried(Buffer.from(['Name', ...full, ...Array(more).fill('x')].join('\n')))).toBe(
        'roster/too-many-rows',
      );
  });

  test('holds nobody up: the largest that is taken is read in no time, however it is made', () => {
    const size = mostListBytes;
    const head = 'Name,Born\n';
    for (const filling of ['\n', ',,\n', ',,x\n', '"\n"', '","', 'x,', '\t;', '""\n', ' ']) {
      const began = performance.now();
      tried(Buffer.from(head.padEnd(size, filling)));
      tried(Buffer.from(filling.repeat(size / filling.length)));
      expect(performance.now() - began, JSON.stringify(filling)).toBeLessThan(1_500);
    }
  });

  test('says which columns it knows, without those that have no name, and not a thousand', () => {
    const { columns } = read(
      `Name,,Shoe size, ,${Array.from({ length: 3_000 }, (_, n) => `c${n}`).join(',')}\nAna`,
    );
    expect(columns.slice(0, 2)).toEqual([
      { header: 'Name', field: 'firstName' },
      { header: 'Shoe size', field: null },
    ]);
    expect(columns.length).toBeLessThanOrEqual(100);
  });
});
