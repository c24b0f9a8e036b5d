import type { PlannedRound, QuestionTexts } from '../../src/domain/challenge/class-plan.ts';
import type { QuestionView } from '../../src/wire/messages.ts';

/** What a question shows wherever it is asked. [RND-2] Nothing of its key. */
export function shownOf(
  planned: PlannedRound,
  texts: QuestionTexts,
): Omit<QuestionView, 'round' | 'of' | 'vote' | 'openedAt' | 'closesAt'> {
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

function rangeOf(planned: PlannedRound): QuestionView['range'] {
  if (planned.kind !== 'slider') return null;
  const { min, max, step } = planned;
  return { min, max, step };
}

function picksOf(planned: PlannedRound): number {
  if (planned.kind === 'multiple_choice') return planned.key.length;
  if (planned.kind === 'poll') return planned.most;
  return planned.kind === 'word_cloud' ? planned.words : 1;
}
