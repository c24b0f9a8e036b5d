import { IconMinus, IconPlus } from '@tabler/icons-react';
import type { QuestionView } from '@tutti/client';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerProps } from './answer-props.ts';
import { numberIn } from './drafts.ts';
import styles from './fields.module.css';
import { nearestStep, numberTyped } from './numbers.ts';

/** A native range, two buttons for a step that a finger would miss, and a field for who knows the number. */
export function Slider({ question: { range, unit }, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const fieldId = useId();
  if (!range) return null;
  const value = numberIn(draft) ?? range.min;
  const put = (next: number) => isOpen && onDraft(nearestStep(range, next));
  const said = [t('number.value', { value }), unit].filter(Boolean).join(' ');
  return (
    <div className={styles.slider}>
      <output htmlFor={fieldId} className={styles.chosen}>
        {said}
      </output>
      <div className={styles.row}>
        <StepButton
          label={t('slider.less')}
          isOff={!isOpen || value <= range.min}
          onPress={() => put(value - range.step)}
        >
          <IconMinus aria-hidden="true" />
        </StepButton>
        <input
          id={fieldId}
          type="range"
          className={styles.range}
          min={range.min}
          max={range.max}
          step={range.step}
          value={value}
          aria-label={unit ? t('number.labelIn', { unit }) : t('number.label')}
          aria-valuetext={said}
          aria-disabled={!isOpen}
          onChange={(event) => put(Number(event.target.value))}
        />
        <StepButton
          label={t('slider.more')}
          isOff={!isOpen || value >= range.max}
          onPress={() => put(value + range.step)}
        >
          <IconPlus aria-hidden="true" />
        </StepButton>
      </div>
      <p className={styles.ends} aria-hidden="true">
        <span>{t('number.value', { value: range.min })}</span>
        <span>{t('number.value', { value: range.max })}</span>
      </p>
      <ExactNumber range={range} value={value} isOpen={isOpen} onNumber={put} />
    </div>
  );
}

interface ExactNumberProps {
  range: NonNullable<QuestionView['range']>;
  value: number;
  isOpen: boolean;
  onNumber(number: number): void;
}

/** What is typed moves the slider at once, to the nearest step; whatever moves the slider otherwise is shown in the field. */
function ExactNumber({ range, value, isOpen, onNumber }: ExactNumberProps) {
  const { t, i18n } = useTranslation('kinds');
  const fieldId = useId();
  const noteId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const number = typed === null ? null : numberTyped(typed, i18n.language);
  const isTyped = typed !== null && (number === null || nearestStep(range, number) === value);
  const type = (text: string) => {
    setTyped(text);
    const next = numberTyped(text, i18n.language);
    if (next !== null) onNumber(next);
  };
  return (
    <div className={styles.exact}>
      <label htmlFor={fieldId}>{t('slider.exact')}</label>
      <input
        id={fieldId}
        className={styles.field}
        value={isTyped ? typed : String(value)}
        // a phone's keyboard of digits has no minus
        inputMode={range.min < 0 ? 'text' : 'decimal'}
        autoComplete="off"
        enterKeyHint="send"
        maxLength={30}
        readOnly={!isOpen}
        aria-describedby={noteId}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      <p id={noteId} className={styles.note} role="status">
        {isTyped && number !== value && t('slider.at', { value: t('number.value', { value }) })}
      </p>
    </div>
  );
}

interface StepButtonProps {
  label: string;
  isOff: boolean;
  onPress(): void;
  children: React.ReactNode;
}

function StepButton({ label, isOff, onPress, children }: StepButtonProps) {
  return (
    <button
      type="button"
      className={styles.sign}
      aria-label={label}
      aria-disabled={isOff}
      onClick={() => !isOff && onPress()}
    >
      {children}
    </button>
  );
}
