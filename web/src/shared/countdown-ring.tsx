import type { Challenge } from '@tutti/client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announcer.tsx';
import { secondsLeft, secondsToSay, ticks } from './countdown.ts';
import styles from './countdown-ring.module.css';
import { play } from './sounds.ts';
import { useEveryFrame } from './use-every-frame.ts';

/** A time that is short from the start is no reason to hurry. */
const hurryMs = 8_000;
const circumference = 2 * Math.PI * 44;

interface CountdownRingProps {
  challenge: Pick<Challenge, 'remainingMs'>;
  totalMs: number;
  size: string;
  /** Says 10 and 5 seconds to screen readers. */
  spoken?: boolean;
}

/** The time that is left, by the session's clock. Drawn past React: nothing around it is touched sixty times a second. */
export function CountdownRing({ challenge, totalMs, size, spoken = false }: CountdownRingProps) {
  const { t } = useTranslation('common');
  const arc = useRef<SVGCircleElement>(null);
  const digits = useRef<SVGTextElement>(null);
  const last = useRef(Number.POSITIVE_INFINITY);
  /** Steps too small to be seen are not worth the phone's battery. */
  const lastGone = useRef(Number.NaN);

  useEveryFrame(() => {
    const remaining = challenge.remainingMs();
    if (remaining === null || !arc.current || !digits.current) return;
    const share = Math.min(1, remaining / totalMs);
    const gone = Math.round(2 * circumference * (1 - share)) / 2;
    if (gone !== lastGone.current) {
      arc.current.style.strokeDashoffset = String(gone);
      lastGone.current = gone;
    }
    const seconds = secondsLeft(remaining);
    if (seconds === last.current) return;
    digits.current.textContent = String(seconds);
    arc.current.dataset.hurry = String(totalMs > hurryMs && seconds <= 5);
    const toSay = secondsToSay(last.current, seconds);
    if (spoken && toSay) announce(t('time.left', { count: toSay }));
    if (ticks(last.current, seconds)) play('tick');
    last.current = seconds;
  });

  return (
    <svg
      viewBox="0 0 100 100"
      width={size}
      height={size}
      className={styles.ring}
      role="timer"
      aria-live="off"
    >
      <title>{t('time.label')}</title>
      <circle cx="50" cy="50" r="44" className={styles.track} />
      <circle
        ref={arc}
        cx="50"
        cy="50"
        r="44"
        className={styles.arc}
        strokeDasharray={circumference}
        transform="rotate(-90 50 50)"
      />
      <text ref={digits} x="50" y="52" className={styles.digits} />
    </svg>
  );
}
