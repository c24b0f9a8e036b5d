import type { Progress } from '@tutti/client/admin';
import type { Whose } from './freezes.tsx';

/** [PRG-3] How it stands with the days in a row, and the count to tell of. A row that broke takes nothing away. */
export function rowWords({ days, longest, today }: Progress['streak'], whose: Whose) {
  const state = days === 0 ? 'fresh' : today ? 'today' : 'open';
  return { words: `${state}.${whose}`, count: days === 0 ? longest : days } as const;
}
