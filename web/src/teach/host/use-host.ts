import type { HostChallenge } from '@tutti/client';
import { useCallback, useSyncExternalStore } from 'react';
import { tutti } from '../../desk/tutti.ts';
import { type Sitting, useSeat } from '../panel/use-seat.ts';

/** Takes the host's seat for as long as the page is open. */
export const useHost = (sessionId: string): Sitting<HostChallenge> =>
  useSeat(useCallback(() => tutti.host(sessionId), [sessionId]));

/** Whole seconds that are left, drawn again only when the number changes; null where nothing runs out. */
export function useSecondsLeft(challenge: HostChallenge): number | null {
  const secondsNow = () => {
    const left = challenge.remainingMs();
    return left === null ? null : Math.ceil(left / 1_000);
  };
  return useSyncExternalStore(
    useCallback(
      (listener) => {
        const timer = setInterval(listener, 100);
        const stop = challenge.subscribe(listener);
        return () => {
          clearInterval(timer);
          stop();
        };
      },
      [challenge],
    ),
    secondsNow,
  );
}
