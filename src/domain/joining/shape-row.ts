/** [JOIN-7] The second factor: a row of the six shapes that mark the choices, which changes as long as the class is open. */
export const shapesInRow = 4;
export const shapesToChooseFrom = 6;
export const rowMs = 10_000;

/** The row that a random number, 0 to 2³² − 1, stands for: positions of shapes, in order. Each row is as likely as any other. */
export function rowOf(random: number): number[] {
  let rest = random;
  return Array.from({ length: shapesInRow }, () => {
    const shape = rest % shapesToChooseFrom;
    rest = Math.floor(rest / shapesToChooseFrom);
    return shape;
  });
}

/** Number of the row that is shown at `now`, ms. */
export const windowAt = (now: number): number => Math.floor(now / rowMs);

/** How long, in ms, the row is shown that is shown at `now`. */
export const leftOfRow = (now: number): number => rowMs - (now % rowMs);

export const isSameRow = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((shape, place) => shape === other[place]);
