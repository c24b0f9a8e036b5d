import { useTranslation } from 'react-i18next';
import type { AnswerProps } from './answer-props.ts';
import { longest, textsIn } from './drafts.ts';
import styles from './fields.module.css';

export function WordCloud({ question: { pick }, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const words = textsIn(draft);
  return (
    <div className={styles.words}>
      <p className={styles.hint}>{t('words.hint', { count: pick })}</p>
      {words.map((word, i) => (
        <input
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place
          key={i}
          className={styles.field}
          value={word}
          dir="auto"
          maxLength={longest.word}
          aria-label={t('words.label', { number: i + 1, of: pick })}
          placeholder={t('words.label', { number: i + 1, of: pick })}
          autoCapitalize="off"
          autoComplete="off"
          enterKeyHint={i < pick - 1 ? 'next' : 'send'}
          readOnly={!isOpen}
          onChange={(event) => onDraft(words.map((text, place) => (place === i ? event.target.value : text)))}
        />
      ))}
    </div>
  );
}
