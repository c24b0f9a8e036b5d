import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './results.module.css';
import { binsOf, lineOf, numbersIn, rightBand, type Shown, shareOn } from './shown.ts';

const parts = 24;
const percent = (share: number) => `${100 * share}%`;

/** Numbers and sliders: where the answers lie, as small columns over a line, and at the reveal what is right. */
export function Numbers({ question, reveal, given }: Shown) {
  const { t, i18n } = useTranslation('stage');
  const numbers = numbersIn(given);
  const right = rightBand(reveal);
  const line = lineOf(
    question,
    numbers.map(({ value }) => value),
    right,
  );
  const bins = binsOf(numbers, line, parts);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const format = new Intl.NumberFormat(i18n.language, { maximumSignificantDigits: 6 });
  const said = (value: number) => [format.format(value), question.unit].filter(Boolean).join(' ');
  const isEmpty = !question.range && numbers.length === 0 && !right;
  return (
    <>
      {right && (
        <p className={styles.rightNumber}>
          <IconCheck aria-hidden="true" />
          {right.from === right.to
            ? t('numbers.right', { value: said(right.value) })
            : t('numbers.rightBand', {
                value: said(right.value),
                from: said(right.from),
                to: said(right.to),
              })}
        </p>
      )}
      {!isEmpty && (
        <figure
          className={styles.chart}
          aria-label={t('numbers.chart')}
          data-flat={numbers.length === 0 || undefined}
        >
          <div className={styles.plot} aria-hidden="true">
            {right && (
              <span
                className={styles.band}
                style={{
                  left: percent(shareOn(line, right.from)),
                  width: percent(shareOn(line, right.to) - shareOn(line, right.from)),
                }}
              />
            )}
            {bins.map(({ from, count }) => (
              <span key={from} className={styles.column} style={{ height: percent(count / most) }} />
            ))}
          </div>
          <figcaption className={styles.axis}>
            <span>{said(line.min)}</span>
            <span>{said(line.max)}</span>
          </figcaption>
          {numbers.length > 0 && (
            <ul className={styles.srOnly}>
              {numbers.map(({ value, count }) => (
                <li key={value}>
                  {said(value)}: {t('words.times', { count })}
                </li>
              ))}
            </ul>
          )}
        </figure>
      )}
    </>
  );
}
