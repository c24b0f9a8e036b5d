import { useQuery } from '@tanstack/react-query';
import type { Progress } from '@tutti/client/admin';
import { useEffect } from 'react';
import { progress as api } from '../tutti.ts';
import { useSetDay } from './day-start.tsx';

/** A learner's own level, XP, coins and days. */
export function useMyProgress() {
  const query = useQuery({ queryKey: ['progress'], queryFn: api.mine });
  useOwnZone(query.data);
  return query;
}

/**
 * A learner's days are those of the place where the learner is: this device knows. Zones change once a day; a refusal is nothing
 * that a learner has to know.
 */
function useOwnZone(progress: Progress | undefined): void {
  const { mutate } = useSetDay();
  const stored = progress?.day.timezone;
  const startHour = progress?.day.startHour;
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (startHour !== undefined && timeZone && timeZone !== stored) mutate({ timezone: timeZone, startHour });
  }, [stored, startHour, mutate]);
}
