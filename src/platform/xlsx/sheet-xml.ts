import { styles } from './parts.ts';

/** `share`: 0–1, shown in per cent. */
export type Cell = string | number | null | { share: number };

/** What one cell of a spreadsheet holds at most. */
const longestText = 32_767;

export function sheetStart(widths: readonly number[]): string {
  const columns = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${
    columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''
  }<sheetData>`;
}
export const sheetEnd = '</sheetData></worksheet>';

/** `number` counts from 1; the first row is the heading. Cells need no address: each follows the one before it. */
export function sheetRow(cells: readonly Cell[], number: number): string {
  return `<row r="${number}">${cells.map((cell) => cellXml(cell, number === 1)).join('')}</row>`;
}

function cellXml(cell: Cell, heading: boolean): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c><v>${cell}</v></c>` : '<c/>';
  if (typeof cell === 'object') return `<c s="${styles.share}"><v>${cell.share}</v></c>`;
  return `<c t="inlineStr"${styleOf(cell, heading)}><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

/**
 * [EDG-9] A text is never computed as it comes; with the quote prefix (what typing an apostrophe first does) it is not computed
 * after somebody edits its cell either.
 */
function styleOf(text: string, heading: boolean): string {
  if (/^[=+\-@\t\r\n]/.test(text)) return ` s="${heading ? styles.quotedHeading : styles.quoted}"`;
  return heading ? ` s="${styles.heading}"` : '';
}

/** XML knows no control characters and no halves of characters. */
function escaped(text: string): string {
  return text
    .slice(0, longestText)
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
