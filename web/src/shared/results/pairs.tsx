import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { positions } from '../positions.ts';
import { RichText } from '../rich-text/rich-text.tsx';
import { Count } from './count.tsx';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** Matching: two columns, and at the reveal each thing beside its partner. */
export function Pairs({ question, reveal, spread, answered, lang }: Shown) {
  const { t } = useTranslation('stage');
  const { choices, matches } = question;
  const key = positions(reveal?.key ?? null);
  if (!reveal)
    return (
      <div className={styles.columns} lang={lang}>
        <ul className={styles.list} aria-label={t('pairs.left')}>
          {choices.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a thing is
            <li key={index} className={styles.thing}>
              <RichText text={text} inline />
              {spread && <Count count={spread[index] ?? 0} of={answered} />}
            </li>
          ))}
        </ul>
        <ul className={styles.list} aria-label={t('pairs.right')}>
          {matches.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a thing is
            <li key={index} className={styles.thing}>
              <RichText text={text} inline />
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <ul className={styles.list} lang={lang} aria-label={t('pairs.solved')}>
      {choices.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a thing is
        <li key={index} className={styles.pair} data-right>
          <RichText text={text} inline />
          <IconArrowRight aria-label={t('pairs.goesWith')} role="img" />
          <RichText text={matches[key[index]!] ?? ''} inline />
          <Count count={reveal.spread[index] ?? 0} of={answered} />
        </li>
      ))}
    </ul>
  );
}
