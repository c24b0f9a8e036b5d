import type { OwnAnswer, QuestionView } from '@tutti/client';

/** The own answer to this very question; one that was refused may be given again. */
export function answerTo({ round, vote }: QuestionView, answer: OwnAnswer | null): OwnAnswer | null {
  return answer?.round === round && answer.vote === vote ? answer : null;
}

/** Picks after a tap on `choice`: with one to pick the tap decides, else it switches, and no more than `pick` fit. */
export function toggled(picks: readonly number[], choice: number, pick: number): readonly number[] {
  if (picks.includes(choice)) return picks.filter((one) => one !== choice);
  if (picks.length >= pick) return picks;
  return [...picks, choice].sort((a, b) => a - b);
}

/** The choice that a key means: 1–6 or A–F; null for every other key. */
export function choiceOfKey(key: string, choices: number): number | null {
  const index = /^[1-6]$/.test(key)
    ? Number(key) - 1
    : /^[a-f]$/i.test(key)
      ? key.toLowerCase().charCodeAt(0) - 'a'.charCodeAt(0)
      : -1;
  return index >= 0 && index < choices ? index : null;
}

const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Where an arrow key moves to, around the end; null for every other key. Without a place it begins at the first. */
export function choiceAfterArrow(key: string, from: number, choices: number): number | null {
  const step = steps[key];
  if (step === undefined) return null;
  if (from < 0) return step > 0 ? 0 : choices - 1;
  return (from + step + choices) % choices;
}

const shortText = 24;

/** Two columns on a phone only where no text has to be squeezed into half the width. */
export function fitsTwoColumns(choices: readonly string[]): boolean {
  return choices.length > 3 && choices.every((text) => text.length <= shortText);
}
