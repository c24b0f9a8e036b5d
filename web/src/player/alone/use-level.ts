import { createProgress } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { isRisen, tellLevel, toldLevel } from '../../shared/told-level.ts';
import { tutti } from '../tutti.ts';

const levelNow = async () => (await createProgress(tutti).mine()).level;

/** From where one begins here; without it no rise is told. */
export function useLevelBefore(userId: string): void {
  useEffect(() => {
    if (toldLevel(userId) !== null) return;
    levelNow().then(
      (level) => tellLevel(userId, level),
      () => undefined,
    );
  }, [userId]);
}

/** What was earned counts a moment after it was sent, and badges may follow. */
const looksAfterMs = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** The new level, as soon as it is there; null: none yet. */
export function useNewLevel(userId: string, isSent: boolean): number | null {
  const [risen, setRisen] = useState<number | null>(null);
  useEffect(() => {
    if (!isSent) return;
    let wanted = true;
    let timer: ReturnType<typeof setTimeout>;
    const lookAfter = (look: number) => {
      if (look === looksAfterMs.length) return;
      timer = setTimeout(async () => {
        const level = await levelNow().catch(() => null);
        if (!wanted) return;
        if (level !== null && isRisen(toldLevel(userId), level)) {
          tellLevel(userId, level);
          setRisen(level);
        }
        lookAfter(look + 1);
      }, looksAfterMs[look]);
    };
    lookAfter(0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [userId, isSent]);
  return risen;
}
