import { setImmediate } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { contentTypes, relations, stylesheet, workbook, workbookRelations } from './parts.ts';
import { type Cell, sheetEnd, sheetRow, sheetStart } from './sheet-xml.ts';

export type { Cell } from './sheet-xml.ts';

export interface Sheet {
  /** At most 31 letters, none of `[]:*?/\`. */
  name: string;
  /** Widths of the columns, in letters. */
  widths: readonly number[];
  /** The first one is the heading. */
  rows: Iterable<readonly Cell[]>;
}

/** So many rows are made in one go, a few milliseconds; then others have their turn. */
const rowsAtOnce = 250;

/**
 * A workbook for Excel and its like, as bytes. It is packed while its rows are made, and lets the event loop breathe: a large
 * report must not make a class wait. (The libraries for this build all cells first: 200,000 rows stop the process for 20 s.)
 */
export async function xlsx(sheets: readonly Sheet[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else parts.push(part);
  });
  const names = sheets.map(({ name }) => name);
  for (const [path, text] of [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', relations],
    ['xl/workbook.xml', workbook(names)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
    ['xl/styles.xml', stylesheet],
  ] as const) {
    const file = new ZipPassThrough(path);
    zip.add(file);
    file.push(strToU8(text), true);
  }
  for (const [i, sheet] of sheets.entries()) await addSheet(zip, `xl/worksheets/sheet${i + 1}.xml`, sheet);
  zip.end();
  if (failure) throw failure;
  return Buffer.concat(parts);
}

async function addSheet(zip: Zip, path: string, { rows, widths }: Sheet): Promise<void> {
  const file = new ZipDeflate(path, { level: 1 });
  zip.add(file);
  let text = sheetStart(widths);
  let number = 0;
  for (const row of rows) {
    number++;
    text += sheetRow(row, number);
    if (number % rowsAtOnce === 0) {
      file.push(strToU8(text));
      text = '';
      await setImmediate();
    }
  }
  file.push(strToU8(text + sheetEnd), true);
}
