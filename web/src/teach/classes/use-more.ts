import { useState } from 'react';

/** Draws a long list piece by piece. */
export function useMore<T>(items: readonly T[], step = 50) {
  const [most, setMost] = useState(step);
  return {
    shown: items.slice(0, most),
    hasMore: items.length > most,
    more: () => setMost((now) => now + step),
  };
}
