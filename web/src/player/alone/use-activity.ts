import { useEffect, useRef, useState } from 'react';
import { isAtIt } from './at-it.ts';
import { missions } from './use-mission.ts';

const everyMs = 20_000;
const touches = ['pointerdown', 'keydown', 'scroll', 'wheel'] as const;

interface ActivityProps {
  missionId: string;
  lessonId: string | null;
  /** Something waits to be sent: it comes first, since the server takes nothing for older than the last sign of life. */
  isSending: boolean;
  isWatching(): boolean;
}

/** [ALO-5] Tells the server that somebody is at it, as long as the page is seen and touched. True: the day's minutes are used up. */
export function useActivity({ missionId, lessonId, isSending, isWatching }: ActivityProps): boolean {
  const [isOver, setOver] = useState(false);
  const holdsBack = useRef(isSending);
  holdsBack.current = isSending;
  useEffect(() => {
    let touchedAt = performance.now();
    let resumed = true;
    const touched = () => {
      touchedAt = performance.now();
    };
    const beat = () => {
      const isSeen = document.visibilityState === 'visible';
      if (!isAtIt({ isSeen, touchedAt, isWatching: isWatching() }, performance.now())) {
        resumed = true;
        return;
      }
      if (holdsBack.current) return;
      const was = resumed;
      resumed = false;
      missions.activity(missionId, { resumed: was, ...(lessonId && { lessonId }) }).then(
        (activity) => setOver(activity.isOver),
        () => {
          resumed = true;
        },
      );
    };
    const hidden = () => {
      if (document.visibilityState === 'hidden') resumed = true;
      else beat();
    };
    beat();
    const timer = setInterval(beat, everyMs);
    for (const type of touches) addEventListener(type, touched, { passive: true, capture: true });
    document.addEventListener('visibilitychange', hidden);
    return () => {
      clearInterval(timer);
      for (const type of touches) removeEventListener(type, touched, { capture: true });
      document.removeEventListener('visibilitychange', hidden);
    };
  }, [missionId, lessonId, isWatching]);
  return isOver;
}
