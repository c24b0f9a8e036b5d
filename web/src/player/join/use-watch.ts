import type { TuttiErrorCode } from '@tutti/client';
import { useState } from 'react';
import { codeOf } from '../../shared/code-of.ts';
import { remember } from '../../shared/memory.ts';
import { watchKey, watchPage } from '../../shared/watch-seat.ts';
import { tutti } from '../tutti.ts';

/** [JOIN-8] Takes a seat from which one only watches, and goes to the page that shows it. */
export function useWatch(pin: string) {
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const [entering, setEntering] = useState(false);
  const watch = async (shapes?: number[]) => {
    setEntering(true);
    setCode(null);
    try {
      const seat = await tutti.watch({ pin, shapes });
      remember(watchKey, seat.watchToken, () => sessionStorage);
      await seat.leave();
      location.assign(watchPage);
    } catch (error) {
      setCode(codeOf(error));
      setEntering(false);
    }
  };
  return { watch, code, entering };
}
