import { useMemo } from 'react';
import { useRegion } from './language.ts';

/** "14 Mar 2027, 09:30" in the words of the language and the time of this device. */
export function useDate(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
    return (iso) => format.format(new Date(iso));
  }, [region]);
}

/** "14 Mar 2027". */
export function useDay(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { dateStyle: 'medium' });
    return (iso) => format.format(new Date(iso));
  }, [region]);
}

/** "Friday 19 March": of a day that is near. */
export function useWeekday(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { weekday: 'long', day: 'numeric', month: 'long' });
    return (iso) => format.format(new Date(iso));
  }, [region]);
}

/** As `useDay`, for a day of somebody's own calendar, which is nowhere another one. */
export function useCalendarDay(): (day: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeZone: 'UTC' });
    return (day) => format.format(new Date(day));
  }, [region]);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** "tomorrow", "in 3 days"; on the same calendar day "in 5 hours" or "in 20 minutes". */
export function useWhen(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.RelativeTimeFormat(region, { numeric: 'auto' });
    return (iso) => {
      const { value, unit } = distanceTo(new Date(iso), new Date());
      return format.format(value, unit);
    };
  }, [region]);
}

/** How far `at` lies ahead of `now`, as a person would say it. */
export function distanceTo(at: Date, now: Date): { value: number; unit: 'day' | 'hour' | 'minute' } {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((dayOf(at) - dayOf(now)) / (24 * hourMs));
  if (days !== 0) return { value: days, unit: 'day' };
  const left = at.getTime() - now.getTime();
  return left >= hourMs
    ? { value: Math.floor(left / hourMs), unit: 'hour' }
    : { value: Math.max(0, Math.floor(left / minuteMs)), unit: 'minute' };
}
