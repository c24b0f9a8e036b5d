import { useCallback, useEffect, useState } from 'react';

export type Sitting<Seat> =
  | { state: 'entering' }
  | { state: 'failed'; error: unknown; retry: () => void }
  | { state: 'in'; seat: Seat; retry: () => void };

/** Takes a seat for as long as the page is open, and another one when `enter` changes: keep it with `useCallback`. */
export function useSeat<Seat extends { leave(): Promise<void> }>(enter: () => Promise<Seat>): Sitting<Seat> {
  const [sitting, setSitting] = useState<Sitting<Seat>>({ state: 'entering' });
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => setAttempt((count) => count + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to enter again
  useEffect(() => {
    let gone = false;
    let taken: Seat | null = null;
    setSitting({ state: 'entering' });
    enter().then(
      (seat) => {
        taken = seat;
        if (gone) void seat.leave();
        else setSitting({ state: 'in', seat, retry });
      },
      (error) => gone || setSitting({ state: 'failed', error, retry }),
    );
    return () => {
      gone = true;
      void taken?.leave();
    };
  }, [enter, attempt, retry]);
  return sitting;
}
