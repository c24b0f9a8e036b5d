/** Spreadsheets read the file as UTF-8 when it begins with it. */
export const byteOrderMark = '\uFEFF';

/** Lines of cells, as any spreadsheet opens them. */
export function csv(lines: readonly (readonly unknown[])[]): string {
  return byteOrderMark + lines.map((line) => line.map(cell).join(',')).join('\r\n');
}

/** One line a row, with the names of the first row's fields above. */
export function csvOfRows(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? {});
  return csv([names, ...rows.map((row) => names.map((name) => row[name]))]);
}

/** [EDG-9] A text that a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = textOf(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
