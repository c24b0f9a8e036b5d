import { IconLock } from '@tabler/icons-react';
import type { OwnAnswer } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shared/refusal.tsx';
import styles from './answer-bar.module.css';

interface AnswerBarProps {
  answer: OwnAnswer | null;
  /** How many choices are to be picked. */
  pick: number;
  picked: number;
  isOpen: boolean;
  onSend(): void;
}

/** Below the choices, always as high: what became of the answer, or the button that sends it. */
export function AnswerBar({ answer, pick, picked, isOpen, onSend }: AnswerBarProps) {
  const { t } = useTranslation('player');
  const sentence = useSentence();
  const several = pick > 1;
  if (answer?.status === 'sending') return <p className={styles.bar}>{t('question.sending')}</p>;
  if (answer?.status === 'saved') {
    return (
      <p className={`${styles.bar} ${styles.saved}`}>
        <IconLock aria-hidden="true" />
        <strong>{t('question.saved')} ✓</strong>
        <span>{t('question.waiting')}</span>
      </p>
    );
  }
  const problem = answer?.code ? <span role="alert">{sentence(answer.code)}</span> : null;
  if (!several) return <p className={styles.bar}>{problem}</p>;
  return (
    <div className={styles.bar}>
      {problem ?? (
        <span className={styles.hint}>
          <strong>{t('question.pick', { count: pick })}</strong>
          <span>{t('question.picked', { picked, count: pick })}</span>
        </span>
      )}
      <button
        type="button"
        className="button button-primary"
        disabled={!isOpen || picked !== pick}
        onClick={onSend}
      >
        {t('question.submit')}
      </button>
    </div>
  );
}
