import { useTranslation } from 'react-i18next';
import styles from './results.module.css';
import { type Shown, sizedWords } from './shown.ts';

/** The cloud: a list, whose commonest words are largest. */
export function Words({ given, lang }: Shown) {
  const { t } = useTranslation('stage');
  if (!given) return null;
  const words = sizedWords(given);
  if (words.length === 0) return <p className={styles.quiet}>{t('words.none')}</p>;
  return (
    <ul className={styles.cloud} aria-label={t('words.label')} lang={lang}>
      {words.map(({ text, count, size }, index) => (
        <li key={text} data-size={size} style={{ color: `var(--word-${index % 5})` }}>
          <bdi>{text}</bdi> <span className={styles.srOnly}>{t('words.times', { count })}</span>
        </li>
      ))}
    </ul>
  );
}
