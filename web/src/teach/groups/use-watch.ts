import type { GroupWatch, WatchView } from '@tutti/client/groups';
import { useCallback, useEffect, useReducer, useSyncExternalStore } from 'react';
import { type Sitting, useSeat } from '../panel/use-seat.ts';
import { groups } from './groups.ts';

/** Sits at the panel of a run for as long as the page is open. */
export const useWatch = (runId: string): Sitting<GroupWatch> =>
  useSeat(useCallback(() => groups.watch(runId), [runId]));

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
