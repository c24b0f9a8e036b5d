/**
 * [RVL-3] Of those who were wrong at first, the share that was right at last: (after − before) / (1 − before). Below 0 when
 * fewer were right; null where it says nothing. After R. R. Hake, "Interactive-engagement versus traditional methods",
 * American Journal of Physics 66 (1998), 64–74.
 */
export function normalisedGain(before: number | null, after: number | null): number | null {
  return before === null || after === null || before === 1 ? null : (after - before) / (1 - before);
}
