import type { StandingRow } from '@tutti/client';

const rows = 5;

/** The row on which somebody stood the last time; who was not among the shown comes from below. */
export function startRow(before: readonly StandingRow[], nickname: string): number {
  const index = before.findIndex((row) => row.nickname === nickname);
  return index >= 0 ? index : rows;
}
