/** What `text` is to be in a table that a spreadsheet opens: quoted, and never a formula. */
const cell = (text: string, delimiter: string): string => {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return plain.includes(delimiter) || /["\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** With the mark by which spreadsheets know UTF-8. */
export const csvOf = (rows: readonly (readonly string[])[], delimiter: string): string =>
  `\ufeff${rows.map((row) => row.map((one) => cell(one, delimiter)).join(delimiter)).join('\r\n')}\r\n`;

/** What spreadsheets of a language put between columns. */
export const delimiterOf = (language: string): string => (language === 'es' ? ';' : ',');

/** The text of a file as schools' programs write it; null when it is no text. */
export function textOf(bytes: Uint8Array): string | null {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  if (bytes.subarray(0, 1_000).includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Bytes that one request takes. */
export const mostBytes = 600_000;
