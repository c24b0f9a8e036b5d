import { useEffect, useState } from 'react';
import styles from './group-bar.module.css';

/** Minutes and seconds, as a clock shows them. */
export function clockText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A time in which minutes count. */
export function MissionClock({ leftMs, label }: { leftMs(): number | null; label: string }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const show = () => {
      const left = leftMs();
      setText(left === null ? '' : clockText(left));
    };
    show();
    const timer = setInterval(show, 500);
    return () => clearInterval(timer);
  }, [leftMs]);
  return (
    <span className={styles.clock} role="timer" aria-live="off" aria-label={label} title={label}>
      {text}
    </span>
  );
}
