import { inSlices } from '../in-slices.ts';

/** Spreadsheets read the file as UTF-8 when it begins with it. */
export const byteOrderMark = '\uFEFF';

export interface CsvStyle {
  separator: ',' | ';';
  decimal: '.' | ',';
}
const plain: CsvStyle = { separator: ',', decimal: '.' };

/** Lines of cells, as any spreadsheet opens them. */
export function csv(lines: readonly (readonly unknown[])[], style = plain): string {
  return byteOrderMark + lines.map((line) => lineOf(line, style)).join('\r\n');
}

/** The same for long tables, which are made while they are written. */
export async function largeCsv(lines: Iterable<readonly unknown[]>, style = plain): Promise<string> {
  const text: string[] = [];
  await inSlices(lines, linesAtOnce, (line) => text.push(lineOf(line, style)));
  return byteOrderMark + text.join('\r\n');
}
const linesAtOnce = 10;

const lineOf = (line: readonly unknown[], style: CsvStyle): string =>
  line.map((value) => cell(value, style)).join(style.separator);

/** What Excel takes in a language: where the comma stands in numbers, cells are parted by semicolons. */
export function csvStyleOf(locale: string): CsvStyle {
  const decimal = new Intl.NumberFormat(locale).format(0.5).includes(',') ? ',' : '.';
  return { decimal, separator: decimal === ',' ? ';' : ',' };
}

/** One line a row, with the names of the first row's fields above. */
export function csvOfRows(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return csv([names, ...rows.map((row) => names.map((name) => row[name]))]);
}

/** [EDG-9] A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: unknown, { separator, decimal }: CsvStyle): string {
  if (typeof value === 'number') return quoted(String(value).replace('.', decimal), separator);
  const text = textOf(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return quoted(harmless, separator);
}

const quoted = (text: string, separator: string) =>
  text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
