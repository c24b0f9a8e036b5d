import type { HostChallenge } from '@tutti/client';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { tutti } from '../../desk/tutti.ts';

export type Hosting =
  | { state: 'entering' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | { state: 'in'; challenge: HostChallenge; retry: () => void };

/** Takes the host's seat for as long as the page is open. */
export function useHost(sessionId: string): Hosting {
  const [hosting, setHosting] = useState<Hosting>({ state: 'entering' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to enter again
  useEffect(() => {
    let gone = false;
    let seat: HostChallenge | null = null;
    setHosting({ state: 'entering' });
    tutti.host(sessionId).then(
      (challenge) => {
        seat = challenge;
        if (gone) void challenge.leave();
        else setHosting({ state: 'in', challenge, retry });
      },
      (error) => gone || setHosting({ state: 'failed', error, retry }),
    );
    return () => {
      gone = true;
      void seat?.leave();
    };
  }, [sessionId, attempt, retry]);
  return hosting;
}

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
