import type { Progress } from '@tutti/client/admin';

/** [PRG-3] How it stands with the days in a row, and the count to tell of: a row that broke takes nothing away. */
export function rowOfDays({ days, longest, today }: Progress['streak']) {
  if (days === 0) return { state: 'fresh', count: longest } as const;
  return { state: today ? 'today' : 'open', count: days } as const;
}
