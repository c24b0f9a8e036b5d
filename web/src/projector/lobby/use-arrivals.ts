import { useEffect, useRef } from 'react';
import { play } from '../../shared/sounds.ts';

/** Somebody came: one hears it, however many came at once. */
export function useArrivals(count: number): void {
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) play('arrived');
    before.current = count;
  }, [count]);
}
