import { IconPlusMinus } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerProps } from './answer-props.ts';
import { numberIn } from './drafts.ts';
import styles from './fields.module.css';
import { negated, numberTyped } from './numbers.ts';

/** One big field. Below it stands the number as the page understood it, where a sign could mean two things. */
export function Numeric({ question: { unit }, draft, isOpen, onDraft }: AnswerProps) {
  const { t, i18n } = useTranslation('kinds');
  const given = numberIn(draft);
  const [text, setText] = useState(given === null ? '' : String(given));
  const fieldId = useId();
  const noteId = useId();
  const type = (next: string) => {
    setText(next);
    onDraft(numberTyped(next, i18n.language));
  };
  const isSense = text.trim() === '' || /^[+\-−–]$/.test(text.trim()) || given !== null;
  return (
    <div className={styles.number}>
      <label htmlFor={fieldId}>{unit ? t('number.labelIn', { unit }) : t('number.label')}</label>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.sign}
          aria-label={t('number.sign')}
          aria-disabled={!isOpen}
          onClick={() => isOpen && type(negated(text))}
        >
          <IconPlusMinus aria-hidden="true" />
        </button>
        <input
          id={fieldId}
          className={styles.big}
          value={text}
          inputMode="decimal"
          autoComplete="off"
          enterKeyHint="send"
          maxLength={30}
          readOnly={!isOpen}
          aria-describedby={noteId}
          aria-invalid={!isSense}
          onChange={(event) => type(event.target.value)}
        />
        {unit && (
          <span className={styles.unit} aria-hidden="true">
            {unit}
          </span>
        )}
      </div>
      <p id={noteId} className={styles.note} role="status">
        {!isSense && t('number.none')}
        {given !== null && /[.,]/.test(text) && t('number.understood', { value: given })}
      </p>
    </div>
  );
}
