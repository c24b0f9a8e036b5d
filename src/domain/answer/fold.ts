/** Case, accents and spaces make no difference: "  El  NIÑO " and "el nino" are the same text. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Whether one letter written wrongly, left out or added makes one text the other. */
export function isWithinOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [[...a], [...b]] : [[...b], [...a]];
  if (long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  const rest = short.length === long.length ? short.slice(i + 1) : short.slice(i);
  return rest.join('') === long.slice(i + 1).join('');
}

/** Whether a text is among the accepted ones. A typo is only forgiven from four letters on: "cat" is no "car". */
export function isAccepted(text: string, accepted: readonly string[], typo: boolean): boolean {
  const given = fold(text);
  if (given === '') return false;
  return accepted.some((spelling) => {
    const wanted = fold(spelling);
    return given === wanted || (typo && [...wanted].length >= 4 && isWithinOneEdit(given, wanted));
  });
}
