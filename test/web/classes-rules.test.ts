import type { SchoolClass } from '@tutti/client/admin';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from '../../src/domain/roster/roster.ts';
import { readRosterFile } from '../../src/modules/classes/roster-file.ts';
import { classes as en } from '../../web/src/shared/i18n/en/classes.ts';
import { classes as es } from '../../web/src/shared/i18n/es/classes.ts';
import { linkAt, sheetsOf } from '../../web/src/teach/classes/cards/sheets.ts';
import { endOfDay } from '../../web/src/teach/classes/one/end-of-day.ts';
import { rosterFields } from '../../web/src/teach/classes/roster/roster-fields.ts';
import { csvOf, delimiterOf, textOf } from '../../web/src/teach/classes/roster/roster-text.ts';
import { nextYear, oneUp, schoolYearOf } from '../../web/src/teach/classes/school-year.ts';
import { firstPlan, going, yearAfter } from '../../web/src/teach/classes/year/plan.ts';
import { nextPlace } from '../../web/src/teach/mastery/use-grid-keys.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the school year', () => {
  it('turns in July', () => {
    expect(schoolYearOf(new Date(2026, 5, 30))).toBe('2025/26');
    expect(schoolYearOf(new Date(2026, 6, 1))).toBe('2026/27');
    expect(schoolYearOf(new Date(1999, 8, 1))).toBe('1999/00');
  });

  it('is followed by the next one, however a school writes it', () => {
    const today = new Date(2026, 10, 21);
    expect(nextYear('2026/27', today)).toBe('2027/28');
    expect(nextYear('2026-2027', today)).toBe('2027-2028');
    expect(nextYear('1998/99', today)).toBe('1999/00');
    expect(nextYear('2026', today)).toBe('2027');
    expect(nextYear('', today)).toBe('2027/28');
    expect(nextYear('autumn', today)).toBe('2027/28');
  });

  it('takes classes one up', () => {
    expect(oneUp('7B')).toBe('8B');
    expect(oneUp('Grade 9')).toBe('Grade 10');
    expect(oneUp('1.º ESO A')).toBe('2.º ESO A');
    expect(oneUp('Robotics')).toBe('Robotics');
  });

  it('begins with the year that most classes have, and with everybody going along', () => {
    const one = (schoolYear: string) =>
      ({ name: '7B', gradeLevel: '7', schoolYear, students: 28 }) as SchoolClass;
    const all = [one('2025/26'), one('2026/27'), one('2026/27')];
    expect(yearAfter(all, new Date(2027, 6, 1))).toBe('2027/28');
    expect(yearAfter([], new Date(2027, 5, 1))).toBe('2027/28');
    const plan = firstPlan(all[1]!);
    expect(plan).toMatchObject({ fate: 'stays', name: '8B', gradeLevel: '8' });
    expect(going(plan)).toBe(28);
    expect(going({ ...plan, leaving: new Set(['a', 'b']) })).toBe(26);
  });
});

describe('a list of learners', () => {
  it.each([
    ['en', en],
    ['es', es],
  ] as const)('has a template whose every column the server understands (%s)', (language, words) => {
    const head = rosterFields.map((field) => words.roster.field[field]);
    expect(fieldsOf(head)).toEqual(rosterFields);
    const { columns } = readRosterFile(bytes(csvOf([head], delimiterOf(language))));
    expect(columns.map(({ field }) => field)).toEqual(rosterFields);
  });

  it('gives a report that a spreadsheet opens, and never takes for a formula', () => {
    const report = csvOf(
      [
        ['Line', 'What stands there'],
        ['3', '=HYPERLINK("http://x")'],
        ['4', '+1'],
        ['5', 'a, b'],
      ],
      ',',
    );
    expect(report).toBe(
      '\ufeffLine,What stands there\r\n3,"\'=HYPERLINK(""http://x"")"\r\n4,\'+1\r\n5,"a, b"\r\n',
    );
    expect(csvOf([['a, b', 'c;d']], ';')).toBe('\ufeffa, b;"c;d"\r\n');
  });

  it('is read from what schools save, and nothing else', () => {
    expect(textOf(bytes('Ana;Pérez'))).toBe('Ana;Pérez');
    expect(textOf(new Uint8Array([0x50, 0xe9, 0x72]))).toBe('Pér');
    expect(textOf(new Uint8Array([0xff, 0xfe, 0x41, 0, 0x6e, 0]))).toBe('An');
    expect(textOf(new Uint8Array([0xfe, 0xff, 0, 0x41, 0, 0x6e]))).toBe('An');
    expect(textOf(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 8]))).toBeNull();
  });
});

describe('cards', () => {
  it('fill sheet after sheet', () => {
    expect(sheetsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(sheetsOf([], 8)).toEqual([]);
  });

  it('lead to the address that pupils reach, with their token', () => {
    expect(linkAt('http://localhost:2567/card#token=a%2Bb', 'http://192.168.1.20:2567/')).toBe(
      'http://192.168.1.20:2567/card#token=a%2Bb',
    );
  });
});

describe('the last day of a substitute', () => {
  const now = new Date('2026-11-21T10:00:00Z');

  it('counts to its end', () => {
    const end = new Date(endOfDay('2026-12-01', now)!);
    expect([end.getDate(), end.getHours(), end.getMinutes()]).toEqual([1, 23, 59]);
  });

  it('has to be a day, and ahead', () => {
    expect(endOfDay('', now)).toBeNull();
    expect(endOfDay('2026-11-19', now)).toBeNull();
  });
});

describe('the map of what a class knows', () => {
  const map = { rows: 40, columns: 61 };
  const press = (key: string, row: number, column: number) => nextPlace(key, { row, column }, map);

  it('[CLS-1] is walked through by keys that never leave it', () => {
    expect(press('ArrowRight', 3, 4)).toEqual({ row: 3, column: 5 });
    expect(press('ArrowUp', 3, 4)).toEqual({ row: 2, column: 4 });
    expect(press('ArrowUp', 0, 4)).toEqual({ row: 0, column: 4 });
    expect(press('ArrowLeft', 3, 0)).toEqual({ row: 3, column: 0 });
    expect(press('End', 3, 4)).toEqual({ row: 3, column: 60 });
    expect(press('Home', 3, 4)).toEqual({ row: 3, column: 0 });
    expect(press('PageDown', 38, 4)).toEqual({ row: 39, column: 4 });
    expect(press('PageUp', 2, 4)).toEqual({ row: 0, column: 4 });
  });

  it('[CLS-1] leaves every other key to the page', () => {
    for (const key of ['Enter', ' ', 'Tab', 'Escape', 'a']) expect(press(key, 3, 4), key).toBeNull();
  });
});
