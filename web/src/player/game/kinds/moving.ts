type Order = readonly number[];

/** The order after the thing at `from` was put at `to`; beyond the ends it stays at the end. */
export function moved(order: Order, from: number, to: number): number[] {
  const rest = [...order];
  const [thing] = rest.splice(from, 1);
  rest.splice(Math.min(Math.max(to, 0), rest.length), 0, thing!);
  return rest;
}

export interface Sorted {
  order: number[];
  /** So many from the top were tapped into their place. */
  tapped: number;
}

/** Tapping one after the other puts them into that order: the first on top. A second tap gives its place free again. */
export function tapped({ order, tapped }: { order: Order; tapped: number }, at: number): Sorted {
  if (at < tapped) return { order: moved(order, at, tapped - 1), tapped: tapped - 1 };
  return { order: moved(order, at, tapped), tapped: tapped + 1 };
}
