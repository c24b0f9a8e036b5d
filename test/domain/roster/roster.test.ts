import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fieldsOf,
  type RosterCells,
  type RosterEntry,
  readBirthMonth,
  readRow,
  rosterFields,
  twice,
} from '../../../src/domain/roster/roster.ts';

const cells = (some: Partial<RosterCells> = {}): RosterCells => ({
  line: 2,
  ...(Object.fromEntries(rosterFields.map((field) => [field, ''])) as Omit<RosterCells, 'line'>),
  firstName: 'Ana',
  ...some,
});
const faultsOf = (some: Partial<RosterCells>) => {
  const read = readRow(cells(some));
  return 'faults' in read ? read.faults.map(({ field, problem }) => `${field}: ${problem}`) : [];
};

describe('which column is what', () => {
  test('knows columns as schools call them, in English and Spanish, with accents, capitals and spaces', () => {
    expect(fieldsOf(['First name', 'SURNAME', 'Date of birth', 'Parent e-mail', 'Shoe size'])).toEqual([
      'firstName',
      'lastName',
      'birthMonth',
      'guardianEmail',
      null,
    ]);
    expect(fieldsOf(['Nombre', 'Apellidos', 'Fecha de nacimiento', 'Correo electrónico', 'Sección'])).toEqual(
      ['firstName', 'lastName', 'birthMonth', 'email', 'section'],
    );
  });

  test('of two columns alike the first counts', () => {
    expect(fieldsOf(['Name', 'Given name'])).toEqual(['firstName', null]);
  });

  test('no field stands for two columns, and every column has an answer, whatever they are called', () => {
    const header = fc.oneof(fc.string(), fc.constantFrom('Name', 'e-mail', 'Curso', 'constructor'));
    fc.assert(
      fc.property(fc.array(header), (head) => {
        const fields = fieldsOf(head);
        const found = fields.filter((field) => field !== null);
        expect(fields).toHaveLength(head.length);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

describe('a month of birth', () => {
  test('is read as spreadsheets write it, the day first', () => {
    for (const text of ['2015-03', '2015-3', '2015/03/14', '14.03.2015', '14/3/2015', '3/2015', '03-2015'])
      expect(readBirthMonth(text), text).toBe('2015-03');
    for (const text of ['', 'March', '2015', '2015-13', '2015-00', '03/14/2015', '14.03.15', '2015-03-14x'])
      expect(readBirthMonth(text), text).toBeNull();
  });

  test('is the same in every way of writing it', () => {
    const [year, month, day] = [
      [1900, 2100],
      [1, 12],
      [1, 31],
    ].map(([min, max]) => fc.integer({ min: min!, max: max! }));
    fc.assert(
      fc.property(year!, month!, day!, (y, m, d) => {
        const expected = `${y}-${String(m).padStart(2, '0')}`;
        for (const text of [`${y}-${m}`, `${y}/${m}/${d}`, `${m}.${y}`, `${d}-${m}-${y}`])
          expect(readBirthMonth(text), text).toBe(expected);
      }),
    );
  });

  test('is a month of the calendar or nothing, whatever stands there', () => {
    const digits = fc.string({
      unit: fc.constantFrom('0', '1', '2', '9', '-', '/', '.', ' '),
      maxLength: 11,
    });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        expect(readBirthMonth(text) ?? '2000-01').toMatch(/^\d{4}-(0[1-9]|1[0-2])$/);
      }),
    );
  });
});

describe('a row', () => {
  test('has every fault named, not only the first', () => {
    expect(
      faultsOf({
        firstName: '',
        lastName: 'x'.repeat(61),
        username: 'Ana Pérez',
        email: 'ana at home',
        birthMonth: 'spring',
        gradeLevel: 'x'.repeat(21),
        guardianEmail: 'pat@home',
        guardianLocale: 'French',
      }),
    ).toEqual([
      'firstName: name-missing',
      'lastName: name-too-long',
      'gradeLevel: value-too-long',
      'username: username-not-allowed',
      'email: email-not-allowed',
      'guardianEmail: guardian-email-not-allowed',
      'birthMonth: birth-month-not-readable',
      'guardianLocale: language-not-known',
    ]);
  });

  test('keeps names as they are, and writes handles and addresses small', () => {
    expect(
      readRow(
        cells({
          firstName: 'José María',
          lastName: 'Ñandú',
          username: 'JOSE',
          email: 'Jose@School.Example',
          guardianEmail: 'Pat@Home.Example',
          guardianLocale: 'Español',
          birthMonth: '14.03.2015',
        }),
      ),
    ).toEqual({
      entry: {
        line: 2,
        firstName: 'José María',
        lastName: 'Ñandú',
        username: 'jose',
        email: 'jose@school.example',
        birthMonth: '2015-03',
        gradeLevel: '',
        section: null,
        guardianEmail: 'pat@home.example',
        guardianLocale: 'es',
      },
    });
  });

  test('is an entry or faults with at most 60 letters of what stood there, whatever stood there', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.constantFrom('', 'a@b.example'));
    const row = fc.record(Object.fromEntries(rosterFields.map((field) => [field, cell])));
    fc.assert(
      fc.property(row, (some) => {
        const read = readRow(cells(some));
        if ('faults' in read) {
          expect(read.faults.length).toBeGreaterThan(0);
          for (const { line, value } of read.faults) {
            expect(line).toBe(2);
            expect(value.length).toBeLessThanOrEqual(60);
            expect(value.isWellFormed()).toBe(true);
          }
        } else expect(read.entry.username ?? 'none').toMatch(/^[a-z0-9_.-]{3,30}$/);
      }),
    );
  });
});

describe('the same twice in one list', () => {
  const entry = (line: number, username: string | null, email: string | null = null): RosterEntry => {
    const read = readRow(cells({ line, firstName: `Pupil ${line}` }));
    if ('faults' in read) throw new Error('a good row');
    return { ...read.entry, username, email };
  };

  test('is told of every row but the first', () => {
    expect(
      twice([entry(2, 'ana'), entry(3, 'bo'), entry(4, 'ana', 'a@b.example'), entry(5, null, 'a@b.example')]),
    ).toEqual([
      { line: 4, field: 'username', problem: 'username-twice', value: 'ana' },
      { line: 5, field: 'email', problem: 'email-twice', value: 'a@b.example' },
    ]);
  });

  test.each([
    ['Leo', 'López', 'leo ', 'LOPEZ', true],
    ['Zoë', "O'Brien", 'Zoe', 'OBrien', true],
    ['李', '小龙', '李', '小龙', true],
    ['Leo', 'López', 'Leo', 'Sanz', false],
    ['李 A.', '', '王 A.', '', false],
    ['रमा', '', 'रम', '', false],
    ['😀', '', '😎', '', false],
  ])(
    'is, or is not, a pupil of one name and month: %s %s and %s %s',
    (first, last, other, otherLast, isSame) => {
      const named = (line: number, firstName: string, lastName: string) => {
        const read = readRow(cells({ line, firstName, lastName, birthMonth: '2015-03' }));
        if ('faults' in read) throw new Error('a good row');
        return read.entry;
      };
      expect(twice([named(2, first, last), named(3, other, otherLast)])).toEqual(
        isSame ? [{ line: 3, field: 'firstName', problem: 'name-twice', value: other }] : [],
      );
    },
  );

  test('what is left without the rows that were told has nothing twice', () => {
    const name = fc.option(fc.constantFrom('ana', 'bo', 'cai'));
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), (pairs) => {
        const entries = pairs.map(([username, email], i) =>
          entry(i + 2, username, email && `${email}@b.example`),
        );
        const told = new Set(twice(entries).map(({ line }) => line));
        expect(twice(entries.filter(({ line }) => !told.has(line)))).toEqual([]);
      }),
    );
  });
});
