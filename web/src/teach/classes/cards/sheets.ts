/** So many a sheet of paper. */
export function sheetsOf<T>(items: readonly T[], perSheet: number): T[][] {
  const sheets: T[][] = [];
  for (let at = 0; at < items.length; at += perSheet) sheets.push(items.slice(at, at + perSheet));
  return sheets;
}

/** The same link under the address that pupils' devices reach. */
export function linkAt(link: string, address: string): string {
  const { pathname, search, hash } = new URL(link);
  return `${address.replace(/\/$/, '')}${pathname}${search}${hash}`;
}
