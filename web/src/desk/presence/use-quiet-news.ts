import { useEffect, useRef } from 'react';
import { announce } from '../../shared/announcer.tsx';

const settleMs = 3_000;
const pauseMs = 20_000;

/**
 * Says to people who listen what has changed: once it has stayed for three seconds, and not more often than every twenty.
 * What there is at first they read with the page. null: nothing is known.
 */
export function useQuietNews(news: string | null): void {
  const said = useRef<string | null>(null);
  const notBefore = useRef(0);
  useEffect(() => {
    if (news === null || news === said.current) return;
    if (said.current === null) {
      said.current = news;
      return;
    }
    const wait = Math.max(settleMs, notBefore.current - performance.now());
    const timer = setTimeout(() => {
      said.current = news;
      notBefore.current = performance.now() + pauseMs;
      announce(news);
    }, wait);
    return () => clearTimeout(timer);
  }, [news]);
}
