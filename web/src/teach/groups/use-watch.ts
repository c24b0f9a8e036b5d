import type { GroupWatch, WatchView } from '@tutti/client/groups';
import { useCallback, useEffect, useReducer, useState, useSyncExternalStore } from 'react';
import { groups } from './groups.ts';

export type Watching =
  | { state: 'entering' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | { state: 'in'; watch: GroupWatch; retry: () => void };

/** Sits at the panel of a run for as long as the page is open. */
export function useWatch(runId: string): Watching {
  const [watching, setWatching] = useState<Watching>({ state: 'entering' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to enter again
  useEffect(() => {
    let gone = false;
    let seat: GroupWatch | null = null;
    setWatching({ state: 'entering' });
    groups.watch(runId).then(
      (watch) => {
        seat = watch;
        if (gone) void watch.leave();
        else setWatching({ state: 'in', watch, retry });
      },
      (error) => gone || setWatching({ state: 'failed', error, retry }),
    );
    return () => {
      gone = true;
      void seat?.leave();
    };
  }, [runId, attempt, retry]);
  return watching;
}

export const useWatchView = (watch: GroupWatch): WatchView =>
  useSyncExternalStore(watch.subscribe, () => watch.view);

/** Draws again every so many milliseconds, for what goes by the clock. */
export function useEvery(ms: number): void {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(draw, ms);
    return () => clearInterval(timer);
  }, [ms]);
}
