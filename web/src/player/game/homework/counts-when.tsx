import { createHomework } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keptSeat } from '../../kept-seat.ts';
import { tutti } from '../../tutti.ts';
import styles from './homework.module.css';

/** [PRG-1] Homework counts for the account when it closes: said where it ends for the learner, so that nobody misses a day. */
export function CountsWhen() {
  const { t, i18n } = useTranslation('rounds');
  const [closesAt, setClosesAt] = useState<string | null>(null);
  const pin = keptSeat()?.pin;
  useEffect(() => {
    let wanted = true;
    createHomework(tutti)
      .mine()
      .then(
        ({ items }) => wanted && setClosesAt(items.find((item) => item.pin === pin)?.closesAt ?? null),
        // the sentence stands without a day
        () => undefined,
      );
    return () => {
      wanted = false;
    };
  }, [pin]);
  // a race or a practice of one's own counts at once
  if (!pin) return null;
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <p className={styles.quiet}>
      {closesAt === null
        ? t('homework.countsLater')
        : t('homework.counts', { day: day.format(new Date(closesAt)) })}
    </p>
  );
}
