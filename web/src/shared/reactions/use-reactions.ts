import type { Challenge, Reaction } from '@tutti/client';
import { useEffect, useState } from 'react';

const shownMs = 6_000;

type Counts = Partial<Record<Reaction, number>>;
export interface Shown {
  reaction: Reaction;
  count: number;
}

/** What was shown in the last seconds, added up; it goes as it came, nothing flies about. */
export function useReactions(challenge: Challenge): Shown[] {
  const [recent, setRecent] = useState<readonly Counts[]>([]);
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const stop = challenge.on('reactions', (counts) => {
      setRecent((before) => [...before, counts]);
      const timer = setTimeout(() => {
        timers.delete(timer);
        setRecent((before) => before.filter((one) => one !== counts));
      }, shownMs);
      timers.add(timer);
    });
    return () => {
      stop();
      for (const timer of timers) clearTimeout(timer);
    };
  }, [challenge]);
  return summed(recent);
}

/** Commonest first. */
export function summed(recent: readonly Counts[]): Shown[] {
  const sums = new Map<Reaction, number>();
  for (const counts of recent)
    for (const [reaction, count] of Object.entries(counts) as [Reaction, number][])
      sums.set(reaction, (sums.get(reaction) ?? 0) + count);
  return [...sums].map(([reaction, count]) => ({ reaction, count })).sort((a, b) => b.count - a.count);
}
