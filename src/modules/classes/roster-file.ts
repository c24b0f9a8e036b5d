import { parse } from 'csv-parse/sync';
import {
  cut,
  fieldsOf,
  type RosterCells,
  type RosterField,
  rosterFields,
} from '../../domain/roster/roster.ts';
import { AppError } from '../../platform/http/app-error.ts';

export const mostRows = 2_000;
/** 2,000 rows with every column filled, and some to spare. */
export const mostListBytes = 600_000;
const shownColumns = 100;

export interface RosterFile {
  columns: { header: string; field: RosterField | null }[];
  rows: RosterCells[];
}

/** A list of pupils as schools' programs write it: UTF-8 with or without mark, UTF-16, or Windows-1252; commas, semicolons or tabs. */
export function readRosterFile(bytes: Uint8Array): RosterFile {
  if (bytes.length > mostListBytes)
    throw new AppError('upload/too-large', 'A list has at most 600 KB. Split it.');
  const [head, ...lines] = recordsOf(decode(bytes));
  if (!head) throw new AppError('roster/unreadable', 'The file is empty.');
  const fields = fieldsOf(head.cells);
  if (!fields.includes('firstName'))
    throw new AppError(
      'roster/unreadable',
      'No column is called "First name". The first line has to say what the columns are.',
    );
  if (lines.length > mostRows)
    throw new AppError('roster/too-many-rows', `The list has more than ${mostRows} rows. Split it.`);
  return {
    columns: head.cells
      .map((header, i) => ({ header: cut(visible(header)), field: fields[i] ?? null }))
      .filter(({ header }) => header !== '')
      .slice(0, shownColumns),
    rows: lines.map(({ cells, line }) => rowOf(cells, fields, line)),
  };
}

function rowOf(cells: readonly string[], fields: readonly (RosterField | null)[], line: number): RosterCells {
  const empty = Object.fromEntries(rosterFields.map((field) => [field, ''])) as Record<RosterField, string>;
  for (const [i, field] of fields.entries()) if (field) empty[field] = visible(cells[i] ?? '');
  return { line, ...empty };
}

/** Line breaks become spaces; other control characters and signs that turn the writing around have no place in a name. */
const visible = (cell: string): string =>
  cell
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim();

interface Read {
  /** As a spreadsheet counts: empty rows too, and a row with line breaks in its cells once. */
  line: number;
  cells: string[];
}

/** Rows in which something stands. */
function recordsOf(text: string): Read[] {
  const said = /^sep=([,;\t])\r?\n/i.exec(text);
  const [first = ''] = text
    .slice(said?.[0].length)
    .trimStart()
    .split(/[\r\n]/, 1);
  const delimiter =
    said?.[1] ?? [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  try {
    const records = parse(withoutEmptyEnd(text.slice(said?.[0].length)), {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      // thousands of empty lines would hold the server up
      skip_empty_lines: true,
      info: true,
      trim: true,
      to: 2 * mostRows + 2,
      max_record_size: 20_000,
    }) as unknown as { record: string[]; info: { empty_lines: number } }[];
    const read = records.map(({ record, info }, i) => ({ cells: record, line: i + 1 + info.empty_lines }));
    // of a list that is cut off here no row is passed over in silence
    return read.length > 2 * mostRows ? read : read.filter(({ cells }) => cells.some(Boolean));
  } catch (cause) {
    throw new AppError('roster/unreadable', 'The file is no list of columns. Save it as CSV.', { cause });
  }
}

/** Spreadsheets write every row that ever was touched. */
function withoutEmptyEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ',;\t\r\n '.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
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
