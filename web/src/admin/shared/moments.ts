import { useMemo } from 'react';
import { useRegion } from '../../desk/language.ts';

const hourMs = 3_600_000;

/** "in 3 days", "4 hours ago". */
export function useFromNow(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.RelativeTimeFormat(region, { numeric: 'auto' });
    return (iso) => {
      const hours = (Date.parse(iso) - Date.now()) / hourMs;
      return Math.abs(hours) < 36
        ? format.format(Math.round(hours), 'hour')
        : format.format(Math.round(hours / 24), 'day');
    };
  }, [region]);
}

/** A day without a time, as a moment that is on that day wherever one is. */
export const noonOf = (day: string): string => `${day}T12:00:00`;

/** The day that it is here, and so many days later, as `YYYY-MM-DD`. */
export function dayFromNow(days = 0): string {
  const date = new Date();
  date.setDate(date.getDate() + days);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** Now, as a field for day and time shows it. */
export const minuteNow = (): string => `${dayFromNow()}T${new Date().toTimeString().slice(0, 5)}`;
