import type { MediaRef } from '../question/media.ts';
import type { QuestionKind } from '../question/question.ts';
import type { PlannedRound, QuestionTexts } from './class-plan.ts';

export interface ShownQuestion {
  kind: QuestionKind;
  /** Marks the blanks of a `fill_blank` with `___`. */
  prompt: string;
  /** What is listed: choices, things to match (on the left) or to order, steps of a scale. Else empty. */
  choices: string[];
  /** Matching: the things on the right. */
  matches: string[];
  /** Fill in the blank: how many there are. */
  blanks: number;
  /** Slider: from, to, and by which steps. */
  range: { min: number; max: number; step: number } | null;
  /** Numeric and slider: what the number counts. */
  unit: string | null;
  media: MediaRef | null;
  /** How many choices (or words of a word cloud) are to be given; for polls and words: at most. */
  pick: number;
  points: number;
  /** Points for a right answer where the session scores by the teacher's own figures. */
  worth: number | null;
  /** null: as much as the learner wants. */
  timeLimitMs: number | null;
}

/** What a question shows wherever it is asked. [RND-2] Nothing of its key. */
export function shownOf(planned: PlannedRound, texts: QuestionTexts): ShownQuestion {
  return {
    kind: planned.kind,
    prompt: texts.prompt,
    choices: texts.choices,
    matches: planned.kind === 'matching' ? (texts.matches ?? []) : [],
    blanks: planned.kind === 'fill_blank' ? planned.blanks.length : 0,
    range: rangeOf(planned),
    unit: planned.kind === 'numeric' || planned.kind === 'slider' ? (texts.unit ?? null) : null,
    media: planned.media ?? null,
    pick: picksOf(planned),
    points: planned.points,
    worth: planned.worth ?? null,
    timeLimitMs: finite(planned.timeLimitMs),
  };
}

/** What never runs out has no end on the wire. */
export const finite = (ms: number): number | null => (Number.isFinite(ms) ? ms : null);

function rangeOf(planned: PlannedRound): ShownQuestion['range'] {
  if (planned.kind !== 'slider') return null;
  const { min, max, step } = planned;
  return { min, max, step };
}

function picksOf(planned: PlannedRound): number {
  if (planned.kind === 'multiple_choice') return planned.key.length;
  if (planned.kind === 'poll') return planned.most;
  return planned.kind === 'word_cloud' ? planned.words : 1;
}
