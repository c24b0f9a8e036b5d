import type { LearningWeek } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { useTime } from '../use-time.ts';
import { type WeekPiece, weekSentences } from './week-sentences.ts';

/** Days are those of the child's own time zone already: they are not moved into this device's. */
export function useWeekday(): (day: string, options: Intl.DateTimeFormatOptions) => string {
  const region = useRegion();
  return (day, options) =>
    new Intl.DateTimeFormat(region, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
}

/** The sentences of a week, in words. */
export function useWeekSentences(name: string): (week: LearningWeek, isNow: boolean) => string[] {
  const { t } = useTranslation('family');
  const region = useRegion();
  const weekday = useWeekday();
  const number = useNumber();
  const time = useTime();
  const list = (parts: readonly string[]) => new Intl.ListFormat(region).format(parts);
  const piece = ({ key, count, names }: WeekPiece): string => {
    const words = t(`week.${key}`, { count, value: number(count) });
    return names ? t('week.named', { words, names: list(names) }) : words;
  };
  return (week, isNow) =>
    weekSentences(week, isNow).map(({ key, values, pieces = {}, minutes, brought = [], day }) =>
      t(`week.${key}`, {
        child: name,
        ...values,
        ...(values?.count !== undefined && { value: number(values.count) }),
        ...Object.fromEntries(Object.entries(pieces).map(([of, one]) => [of, piece(one)])),
        ...(minutes !== undefined && { minutes: time(minutes) }),
        brought: list(brought.map(piece)),
        ...(day && { day: weekday(day, { weekday: 'long' }) }),
      }),
    );
}
