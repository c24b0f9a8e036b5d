import type { Reveal } from '@tutti/client';
import type { ReplayQuestion } from '@tutti/client/admin';
import type { ReplayView } from './view-at.ts';

/** More than a screen can show. */
const shownTexts = 40;
const shownSpots = 300;

/** What the reveal showed, or null while the answers are on their way. */
export function revealOf(question: ReplayQuestion, { tally, first, stage }: ReplayView): Reveal | null {
  if (!tally) return null;
  const { round, of, key, explanation } = question;
  const { answered, right, spread, texts, spots } = tally;
  return {
    round,
    of,
    vote: stage.vote,
    key,
    explanation,
    spread,
    given: { texts: texts.slice(0, shownTexts), spots: spots.slice(0, shownSpots) },
    answered,
    right,
    first: first && {
      answered: first.answered,
      right: first.right,
      spread: first.spread,
      gain: gainOf(first, tally),
    },
  };
}

type Counts = { right: number; answered: number };
const shareOf = ({ right, answered }: Counts): number | null => (answered === 0 ? null : right / answered);

/** [RVL-3] (after − before) / (1 − before); null when all were right, or nobody answered. */
function gainOf(first: Counts, last: Counts): number | null {
  const before = shareOf(first);
  const after = shareOf(last);
  return before === null || after === null || before === 1 ? null : (after - before) / (1 - before);
}
