/** Letters that do not fall apart into a plain letter and a mark. */
const plain: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};

/** What a name leaves of itself in a username: plain small letters, digits and dots, at most `most` of them. */
function plainLetters(name: string, most: number): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[ßæœøđðþłı]/g, (letter) => plain[letter]!)
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, most);
}

const baseOf = (first: string, last: string): string => {
  const joined = [plainLetters(first, 14), plainLetters(last, 11)].filter(Boolean).join('.');
  return joined.length >= 3 ? joined : joined ? `${joined}.pupil` : 'pupil';
};

/**
 * A username of first and last name that nobody has: `ana.perez`, then `ana.perez2`. Names in other scripts give
 * `pupil`, `pupil2`. Always 3 to 30 signs.
 */
export function usernameFor(first: string, last: string, isTaken: (username: string) => boolean): string {
  const base = baseOf(first, last);
  for (let n = 1; ; n++) {
    const username = n === 1 ? base : `${base.slice(0, 29 - String(n).length)}${n}`;
    if (!isTaken(username)) return username;
  }
}

/** Whether a username can have been made up for this name. */
export const mayComeFrom = (username: string, first: string, last: string): boolean =>
  username.replace(/\d+$/, '') === baseOf(first, last).replace(/\d+$/, '');
