import { useTranslation } from 'react-i18next';
import { positions } from '../positions.ts';
import { RichText } from '../rich-text/rich-text.tsx';
import { Count } from './count.tsx';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** Ordering: the things as they are mixed, and at the reveal in their order. */
export function Order({ question, reveal, spread, answered, lang }: Shown) {
  const { t } = useTranslation('stage');
  const { choices } = question;
  if (!reveal)
    return (
      <>
        <ul className={styles.list} lang={lang} aria-label={t('order.mixed')}>
          {choices.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a thing is
            <li key={index} className={styles.thing}>
              <RichText text={text} inline />
            </li>
          ))}
        </ul>
        {spread && (
          <ol className={styles.places} aria-label={t('order.places')}>
            {choices.map((_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is what is counted
              <li key={place}>
                <span>{t('order.place', { place: place + 1 })}</span>
                <Count count={spread[place] ?? 0} of={answered} />
              </li>
            ))}
          </ol>
        )}
      </>
    );
  return (
    <ol className={styles.list} lang={lang} aria-label={t('order.solved')}>
      {positions(reveal.key).map((position, place) => (
        <li key={position} className={styles.thing} data-right>
          <strong className={styles.number}>{place + 1}</strong>
          <RichText text={choices[position] ?? ''} inline />
          <Count count={reveal.spread[place] ?? 0} of={answered} />
        </li>
      ))}
    </ol>
  );
}
