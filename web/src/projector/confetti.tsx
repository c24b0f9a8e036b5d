import type { CSSProperties } from 'react';
import { Shape } from '../shared/shape.tsx';
import styles from './confetti.module.css';

const pieces = Array.from({ length: 36 }, (_, index) => ({
  index,
  // Golden-ratio steps look thrown at random and never fall in a heap.
  left: (index * 61.8) % 100,
  late: (index * 38.2) % 100,
  turn: ((index * 137) % 540) - 270,
}));

/** The six shapes fall once over the podium. */
export function Confetti() {
  return (
    <div className={styles.confetti} aria-hidden="true">
      {pieces.map(({ index, left, late, turn }) => (
        <span
          key={index}
          className={styles.piece}
          style={
            {
              left: `${left}%`,
              color: `var(--choice-${index % 6})`,
              '--late': `${1_800 + late * 14}ms`,
              '--turn': `${turn}deg`,
            } as CSSProperties
          }
        >
          <Shape index={index % 6} size="100%" />
        </span>
      ))}
    </div>
  );
}
