import { useEffect, useRef, useState } from 'react';
import { pastStill, type Score } from './view-at.ts';

export const speeds = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof speeds)[number];

/** So often the page is drawn anew while it plays. */
const drawEveryMs = 60;

/** The moment that is shown, and what moves it. */
export function usePlaying(score: Score) {
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [skipsStill, setSkipsStill] = useState(true);
  const moment = useRef(0);

  const jump = (to: number) => {
    moment.current = Math.min(score.durationMs, Math.max(0, to));
    setAt(moment.current);
  };

  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const next = moment.current + (now - before) * speed;
      before = now;
      moment.current = Math.min(score.durationMs, skipsStill ? pastStill(score, next) : next);
      setAt(moment.current);
      if (moment.current >= score.durationMs) setPlaying(false);
    }, drawEveryMs);
    return () => clearInterval(timer);
  }, [isPlaying, speed, skipsStill, score]);

  return {
    at,
    isPlaying,
    speed,
    skipsStill,
    jump,
    setSpeed,
    setSkipsStill,
    /** From the end it begins anew. */
    toggle() {
      if (!isPlaying && moment.current >= score.durationMs) jump(0);
      setPlaying(!isPlaying);
    },
  };
}
export type Playing = ReturnType<typeof usePlaying>;
