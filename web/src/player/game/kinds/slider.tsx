import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerProps } from './answer-props.ts';
import { numberIn } from './drafts.ts';
import styles from './fields.module.css';
import { nearestStep } from './numbers.ts';

/** A native range, and two buttons for a step that a finger would miss. */
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
