type Partners = readonly number[];

/** [left] belongs to [right] now; whoever had that partner before has none. */
export function paired(partners: Partners, left: number, right: number): number[] {
  return partners.map((partner, i) => (i === left ? right : partner === right ? -1 : partner));
}

export const parted = (partners: Partners, left: number): number[] =>
  partners.map((partner, i) => (i === left ? -1 : partner));

/** The next on the left without a partner, around the end; null when all have one. */
export function nextWithout(partners: Partners, after: number): number | null {
  for (let i = 1; i <= partners.length; i++) {
    const left = (after + i) % partners.length;
    if (partners[left] === -1) return left;
  }
  return null;
}

export const pairsMade = (partners: Partners): number => partners.filter((partner) => partner !== -1).length;
