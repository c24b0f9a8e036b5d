import type { PresenceOf, PresenceSeen } from '@tutti/client/push';
import { useEffect, useState } from 'react';
import { usePush } from '../account/push.tsx';

export type Seen = PresenceSeen | { state: 'looking' };

const looking: Seen = { state: 'looking' };
/** Who has not been told by then hears that it cannot be told. */
const patienceMs = 10_000;

/** Who is here now, of a class or of the own children; null: nobody is asked for. */
export function usePresence(of: PresenceOf | null): Seen {
  const push = usePush();
  const [seen, setSeen] = useState<Seen>(looking);
  useEffect(() => {
    if (of === null) return;
    const stop = push?.watchPresence(of, setSeen);
    const late = setTimeout(
      () => setSeen((now) => (now.state === 'looking' ? { state: 'away' } : now)),
      patienceMs,
    );
    return () => {
      clearTimeout(late);
      stop?.();
      setSeen(looking);
    };
  }, [push, of]);
  return seen;
}
