import type { ReactNode } from 'react';
import { Settings } from '../../shared/settings.tsx';
import styles from './join.module.css';

/** The frame of the steps into a game. */
export function JoinFrame({ corner, children }: { corner: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <Settings />
      </header>
      <main className={styles.main}>{children}</main>
      <footer className={styles.footer}>{corner}</footer>
    </div>
  );
}
