import { IconCheck, IconSnowflake } from '@tabler/icons-react';
import type { Progress } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../language.ts';
import { useNumber } from '../percent.ts';
import classes from './days.module.css';

/** Whole weeks from a Monday on: the sign, or the words for who hears them, say what each day was. */
export function Days({ days, label }: { days: Progress['calendar']; label: string }) {
  const { t } = useTranslation('progress');
  const number = useNumber();
  const region = useRegion();
  // days of the learner's own zone: they are not moved into this device's
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(region, { timeZone: 'UTC', ...options });
    return (day: string) => formatter.format(new Date(day));
  };
  const inWords = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const weekday = format({ weekday: 'narrow' });
  const dayOfMonth = format({ day: 'numeric' });
  const today = days.findLast(({ ahead }) => !ahead)?.day;
  return (
    <ol className={classes.days} aria-label={label}>
      {days.slice(0, 7).map(({ day }) => (
        <li key={`over ${day}`} className={classes.weekday} aria-hidden>
          {weekday(day)}
        </li>
      ))}
      {days.map(({ day, learnt, frozen, xp, ahead }) => (
        <li
          key={day}
          className={classes.day}
          data-learnt={learnt}
          data-frozen={frozen}
          data-ahead={ahead}
          aria-current={day === today ? 'date' : undefined}
        >
          <span className="sr-only">
            {t(learnt ? 'learnt' : frozen ? 'frozen' : ahead ? 'ahead' : 'rest', {
              day: inWords(day),
              xp: number(xp),
            })}
          </span>
          <span aria-hidden>
            {learnt ? (
              <IconCheck size={20} stroke={3} />
            ) : frozen ? (
              <IconSnowflake size={20} />
            ) : (
              dayOfMonth(day)
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
