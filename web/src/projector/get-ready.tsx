import type { ProjectorChallenge } from '@tutti/client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../shared/countdown-ring.tsx';
import styles from './get-ready.module.css';

interface GetReadyProps {
  challenge: ProjectorChallenge;
  round: number;
  of: number;
}

export function GetReady({ challenge, round, of }: GetReadyProps) {
  const { t } = useTranslation('projector');
  const whole = useRef(Math.max(1, challenge.remainingMs() ?? 1));
  return (
    <main className={styles.ready}>
      <p>{t('ready', { round: round + 1, of })}</p>
      <h1>{t('getReady')}</h1>
      <CountdownRing challenge={challenge} totalMs={whole.current} size="calc(40 * var(--u))" />
    </main>
  );
}
