import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerProps } from './answer-props.ts';
import { longest, textsIn } from './drafts.ts';
import styles from './fields.module.css';

export function OpenText({ draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const text = textsIn(draft)[0] ?? '';
  const fieldId = useId();
  const counterId = useId();
  return (
    <div className={styles.words}>
      <label htmlFor={fieldId}>{t('open.label')}</label>
      <textarea
        id={fieldId}
        className={`${styles.field} ${styles.area}`}
        value={text}
        dir="auto"
        rows={5}
        maxLength={longest.open}
        readOnly={!isOpen}
        aria-describedby={counterId}
        onChange={(event) => onDraft([event.target.value])}
      />
      <p id={counterId} className={styles.note}>
        {t('open.left', { count: longest.open - text.length })}
      </p>
    </div>
  );
}
