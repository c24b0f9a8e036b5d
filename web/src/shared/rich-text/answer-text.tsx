import type { QuestionKind } from '@tutti/client';
import styles from './rich-text.module.css';
import { RichText } from './rich-text.tsx';

/** Whose answers are a learner's own words. */
const typed: ReadonlySet<QuestionKind> = new Set(['fill_blank', 'word_cloud', 'open_text']);

/** An answer as it was given: what was picked as its author wrote it, what was typed letter by letter, without formulas and code. */
export function AnswerText({ kind, text }: { kind: QuestionKind; text: string }) {
  return typed.has(kind) ? <bdi className={styles.text}>{text}</bdi> : <RichText text={text} />;
}
