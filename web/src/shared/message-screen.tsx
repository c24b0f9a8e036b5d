import type { TuttiErrorCode } from '@tutti/client';
import type { ReactNode } from 'react';
import { Clai, type ClaiMood } from './clai.tsx';
import styles from './message-screen.module.css';
import { useSentence } from './refusal.tsx';

interface MessageScreenProps {
  mood: ClaiMood;
  title: string;
  /** Adds its sentence, and the code small below. */
  code?: TuttiErrorCode | null;
  children?: ReactNode;
}

/** A whole screen that says one thing: it is on its way, it is over, or it went wrong and what to do. */
export function MessageScreen({ mood, title, code, children }: MessageScreenProps) {
  const sentence = useSentence();
  return (
    <main className={styles.screen} data-mood={mood}>
      <Clai mood={mood} size="min(38vw, 24vh)" />
      <h1>{title}</h1>
      {code && <p>{sentence(code)}</p>}
      {children}
      {code && <code className={styles.code}>{code}</code>}
    </main>
  );
}
