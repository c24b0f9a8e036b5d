import { IconLock } from '@tabler/icons-react';
import type { OwnAnswer, Stake } from '@tutti/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shared/refusal.tsx';
import styles from './answer-bar.module.css';
import { StakeButtons } from './stake-buttons.tsx';

interface AnswerBarProps {
  /** null: none yet, or one that is being changed. */
  answer: OwnAnswer | null;
  /** What is still to be done, where it has to be said. */
  hint: ReactNode;
  /** Nothing has to be sent: a tap decides. */
  isByTap: boolean;
  isReady: boolean;
  /** Others are asked the same, and one waits for them. */
  waits: boolean;
  /** Given where the session asks how sure one is: how often the question counts. */
  staked: number | null;
  onSend(stake?: Stake): void;
  /** Given where an answer can be changed. */
  onChange: (() => void) | null;
}

/** Below the choices, always as high: what became of the answer, or the button that sends it. */
export function AnswerBar({
  answer,
  hint,
  isByTap,
  isReady,
  waits,
  staked,
  onSend,
  onChange,
}: AnswerBarProps) {
  const { t } = useTranslation('rounds');
  const sentence = useSentence();
  if (answer?.status === 'sending') return <p className={styles.bar}>{t('question.sending')}</p>;
  if (answer?.status === 'saved') {
    const stake = staked === null ? undefined : answer.stake;
    return <Saved stake={stake} onChange={onChange} waits={waits} />;
  }
  const problem = answer?.code ? <span role="alert">{sentence(answer.code)}</span> : null;
  if (staked !== null) {
    return (
      <div className={styles.bar} data-tall="true">
        {problem}
        <StakeButtons factor={staked} isReady={isReady} onSend={onSend} />
      </div>
    );
  }
  if (isByTap) return <p className={styles.bar}>{problem}</p>;
  return (
    <div className={styles.bar}>
      {problem ?? hint}
      <button type="submit" className={`button button-primary ${styles.send}`} disabled={!isReady}>
        {t('question.submit')}
      </button>
    </div>
  );
}

function Saved({
  stake,
  onChange,
  waits,
}: { stake: Stake | undefined } & Pick<AnswerBarProps, 'onChange' | 'waits'>) {
  const { t } = useTranslation('rounds');
  return (
    <div className={`${styles.bar} ${styles.saved}`}>
      <span>
        <IconLock aria-hidden="true" />
        <strong>
          {t('question.saved')} ✓{stake && <small> {t(`stake.${stake}`)}</small>}
        </strong>
      </span>
      {onChange ? (
        <button type="button" className="button button-plain" onClick={onChange}>
          {t('question.change')}
        </button>
      ) : (
        waits && <span>{t('question.waiting')}</span>
      )}
    </div>
  );
}
