import type { MediaRef } from '../question/media.ts';
import type { QuestionKind } from '../question/question.ts';
import type { PlannedRound, QuestionTexts } from './class-plan.ts';

/** What a question shows; `QuestionView` of the wire says what each part means. */
export interface ShownQuestion {
  kind: QuestionKind;
  prompt: string;
  choices: string[];
  matches: string[];
  blanks: number;
  range: { min: number; max: number; step: number } | null;
  unit: string | null;
  media: MediaRef | null;
  pick: number;
  points: number;
  worth: number | null;
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
