import { type Card, createEmptyCard, fsrs, type Grade, Rating, type State } from 'ts-fsrs';

/** When a question comes back, and what the schedule knows of it. Times in milliseconds since 1970. */
export interface ReviewCard {
  dueAt: number;
  stability: number;
  difficulty: number;
  state: State;
  reps: number;
  lapses: number;
  lastAt: number;
}

/** Whole days, and none of them by chance: the same answers give the same card. */
const schedule = fsrs({ enable_short_term: false, enable_fuzz: false });

/** `credit`: 0–1. What never went wrong has no card. */
export function review(card: ReviewCard | null, credit: number, at: number): ReviewCard | null {
  if (card === null && credit === 1) return null;
  const { card: next } = schedule.next(
    card ? stored(card) : createEmptyCard(new Date(at)),
    at,
    gradeOf(credit),
  );
  const { stability, difficulty, state, reps, lapses } = next;
  return { dueAt: next.due.getTime(), stability, difficulty, state, reps, lapses, lastAt: at };
}

const gradeOf = (credit: number): Grade =>
  credit === 1 ? Rating.Good : credit === 0 ? Rating.Again : Rating.Hard;

const stored = ({ dueAt, lastAt, ...card }: ReviewCard): Card => ({
  ...card,
  due: new Date(dueAt),
  last_review: new Date(lastAt),
  elapsed_days: 0,
  scheduled_days: 0,
  learning_steps: 0,
});
