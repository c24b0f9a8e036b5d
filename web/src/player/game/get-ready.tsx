import type { PlayerChallenge } from '@tutti/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import styles from './get-ready.module.css';

export function GetReady({
  challenge,
  round,
  of,
}: {
  challenge: PlayerChallenge;
  round: number;
  of: number;
}) {
  const { t } = useTranslation('rounds');
  const whole = useRef(Math.max(1, challenge.remainingMs() ?? 1));
  const title = t('ready.title');
  const question = t('ready.question', { round: round + 1, of });
  useEffect(() => announce(`${title} ${question}`), [title, question]);
  return (
    <main className={styles.ready}>
      <h1>{title}</h1>
      <CountdownRing challenge={challenge} totalMs={whole.current} size="min(56vw, 36vh)" />
      <p>{question}</p>
    </main>
  );
}
