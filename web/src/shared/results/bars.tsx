import { useTranslation } from 'react-i18next';
import { RichText } from '../rich-text/rich-text.tsx';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** Scales and polls: nothing is right, so all bars look alike. */
export function Bars({ question, spread, answered, lang }: Shown) {
  const { t } = useTranslation('stage');
  return (
    <ul className={styles.list} aria-label={t(spread ? 'bars.counts' : 'bars.steps')}>
      {question.choices.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a step is
        <li key={index} className={styles.bar}>
          {spread && (
            <span
              className={styles.fill}
              aria-hidden="true"
              style={{ width: `${(100 * (spread[index] ?? 0)) / Math.max(1, answered)}%` }}
            />
          )}
          <span className={styles.barText} lang={lang}>
            <RichText text={text} inline />
          </span>
          {spread && (
            <span className={styles.count}>
              <span aria-hidden="true">{spread[index] ?? 0}</span>
              <span className={styles.srOnly}>{t('picked', { count: spread[index] ?? 0 })}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
