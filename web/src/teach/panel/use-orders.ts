import { TuttiError } from '@tutti/client';
import { useCallback, useState } from 'react';

/** A second press of the same button, or one that crossed with another host's: nothing that needs a word. */
const silent = new Set(['challenge/stale-step', 'challenge/already-paused', 'challenge/not-paused']);

/** `spoken`: the codes that the page has words for; 'offline' and 'other' it has always. null: no word is needed. */
export function refusalOf<Code extends string>(
  error: unknown,
  spoken: readonly Code[],
): Code | 'offline' | 'other' | null {
  if (!(error instanceof TuttiError)) return 'other';
  if (silent.has(error.code)) return null;
  if (error.code.startsWith('network/')) return 'offline';
  return spoken.find((code) => code === error.code) ?? 'other';
}

/** Gives orders from a seat, and keeps the words of the last refusal. `wordsFor`: null where none are needed. */
export function useOrders<Seat>(seat: Seat, wordsFor: (error: unknown) => string | null) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const run = useCallback(
    async (order: (seat: Seat) => Promise<void>): Promise<boolean> => {
      setBusy(true);
      setRefusal(null);
      try {
        await order(seat);
        return true;
      } catch (error) {
        const words = wordsFor(error);
        setRefusal(words);
        return words === null;
      } finally {
        setBusy(false);
      }
    },
    [seat, wordsFor],
  );
  return { run, busy, refusal, forgetRefusal: useCallback(() => setRefusal(null), []) };
}
