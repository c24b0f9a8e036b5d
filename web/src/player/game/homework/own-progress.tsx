import type { PlayerChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import pace from '../../own-pace.module.css';
import styles from './homework.module.css';
import { NextButton } from './next-button.tsx';

interface OwnProgressProps {
  challenge: PlayerChallenge;
  done: number;
  of: number;
}

/** How far one is, and the way on; always within reach of a thumb. */
export function OwnProgress({ challenge, done, of }: OwnProgressProps) {
  const { t } = useTranslation('rounds');
  const words = t('homework.progress', { done, of });
  return (
    <div className={pace.foot}>
      <p className={styles.quiet}>{words}</p>
      <progress className={pace.progress} value={done} max={of} aria-label={words} />
      <NextButton challenge={challenge} what={done < of ? 'next' : 'finish'} />
    </div>
  );
}
