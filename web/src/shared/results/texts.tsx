import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RichText } from '../rich-text/rich-text.tsx';
import styles from './results.module.css';
import type { Shown } from './shown.ts';

/** So many different texts can be read at a glance. */
const shownAtOnce = 8;

/** What was written, commonest first, and at the reveal what would have been right. */
export function Texts({ question, reveal, given, lang }: Shown) {
  const { t } = useTranslation('stage');
  const key = (Array.isArray(reveal?.key) ? reveal.key : []).filter((one) => typeof one === 'string');
  const texts = (given?.texts ?? []).slice(0, shownAtOnce);
  return (
    <>
      {key.length > 0 && (
        <section className={styles.key}>
          <h3>
            <IconCheck aria-hidden="true" />
            {t(question.kind === 'open_text' ? 'texts.sample' : 'texts.right', { count: key.length })}
          </h3>
          <ol className={styles.blanks} lang={lang}>
            {key.map((text, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is which blank it is
              <li key={index}>
                <RichText text={text} />
              </li>
            ))}
          </ol>
        </section>
      )}
      {texts.length > 0 && (
        <section>
          <h3 className={styles.quiet}>{t('texts.given')}</h3>
          <ul className={styles.written} lang={lang}>
            {texts.map(({ text, count }) => (
              <li key={text}>
                <bdi>{text}</bdi>
                <span className={styles.count}>
                  <span aria-hidden="true">{count}</span>
                  <span className={styles.srOnly}>{t('words.times', { count })}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
