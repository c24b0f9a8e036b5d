import { parse } from 'csv-parse/sync';
import { fieldsOf, type RosterCells, type RosterField, rosterFields } from '../../domain/roster/roster.ts';
import { AppError } from '../../platform/http/app-error.ts';

export const mostRows = 2_000;

export interface RosterFile {
  columns: { header: string; field: RosterField | null }[];
  rows: RosterCells[];
}

/** A list of pupils as schools' programs write it: UTF-8 with or without mark, UTF-16, or Windows-1252; commas, semicolons or tabs. */
export function readRosterFile(bytes: Uint8Array): RosterFile {
  const text = decode(bytes);
  const [head, ...lines] = cellsOf(text);
  if (!head) throw new AppError('roster/unreadable', 'The file is empty.');
  const fields = fieldsOf(head);
  if (!fields.includes('firstName'))
    throw new AppError(
      'roster/unreadable',
      'No column is called "First name". The first line has to say what the columns are.',
    );
  if (lines.length > mostRows)
    throw new AppError(
      'roster/too-many-rows',
      `The list has ${lines.length} rows; ${mostRows} fit. Split it.`,
    );
  return {
    columns: head.map((header, i) => ({ header: header.slice(0, 60), field: fields[i] ?? null })),
    rows: lines.map((cells, i) => rowOf(cells, fields, i + 2)),
  };
}

function rowOf(cells: readonly string[], fields: readonly (RosterField | null)[], line: number): RosterCells {
  const empty = Object.fromEntries(rosterFields.map((field) => [field, ''])) as Record<RosterField, string>;
  for (const [i, field] of fields.entries()) if (field) empty[field] = visible(cells[i] ?? '');
  return { line, ...empty };
}

/** Control characters and signs that turn the writing around have no place in a name. */
const visible = (cell: string): string =>
  cell
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim();

function cellsOf(text: string): string[][] {
  const first = text.split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_empty_values: true,
      trim: true,
      to: mostRows + 100,
      max_record_size: 20_000,
    }) as string[][];
  } catch (cause) {
    throw new AppError('roster/unreadable', 'The file is no list of columns. Save it as CSV.', { cause });
  }
}

function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  // a spreadsheet or a picture instead of text
  if (bytes.subarray(0, 1_000).includes(0))
    throw new AppError('roster/unreadable', 'This is no text file. Save the list as CSV.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
