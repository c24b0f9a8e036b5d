import { useEffect, useRef } from 'react';
import type { Playing } from './use-playing.ts';
import { questionStart, type Score } from './view-at.ts';

const secondMs = 1_000;
/** These keep the space bar for themselves. */
const ownKeys = 'button, a, select, textarea, input:not([type="range"])';

/** What a key does on the timeline; null: nothing. */
export function momentFor(key: string, score: Score, at: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return at + secondMs;
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - secondMs;
    case 'PageDown':
      return questionStart(score, at, 'after');
    case 'PageUp':
      return questionStart(score, at, 'before');
    case 'Home':
      return 0;
    case 'End':
      return score.durationMs;
    default:
      return null;
  }
}

/** Space plays and pauses wherever the focus is, unless that thing has a use for it. */
export function useReplayKeys(score: Score, playing: Playing): void {
  const latest = useRef({ score, playing });
  latest.current = { score, playing };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest(ownKeys)) return;
      event.preventDefault();
      if (!event.repeat) latest.current.playing.toggle();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
