import type { Answer, Outcome } from '../answer/answer.ts';
import { fold } from '../answer/fold.ts';
import { type AskedQuestion, isScored, listed, type Point } from '../question/question.ts';

/** What was answered in one vote. */
export interface VoteTally {
  answered: number;
  right: number;
  /**
   * By listed thing: how often it was picked; of a matching, how often its partner was found; of an ordering, how often the
   * right thing stood in that place.
   */
  spread: number[];
  /** Texts and numbers as first written, by their folded form. */
  texts: Map<string, { text: string; count: number }>;
  /** Places on an image. */
  spots: Point[];
}

/** So many different texts or places are told apart; a class writes fewer, an attacker more. */
const mostKept = 2_000;

export function newTally(question: AskedQuestion): VoteTally {
  const spread = new Array<number>(listed(question)).fill(0);
  return { answered: 0, right: 0, spread, texts: new Map(), spots: [] };
}

/** Counts an answer in (`by` 1) or, when it is replaced, out again (-1). */
export function tallyAnswer(
  tally: VoteTally,
  question: AskedQuestion,
  { answer, outcome }: { answer: Answer; outcome: Outcome },
  by: 1 | -1,
): void {
  tally.answered += by;
  if (outcome === 'right') tally.right += by;
  for (const position of positionsIn(question, answer)) tally.spread[position]! += by;
  for (const text of textsIn(question, answer)) tallyText(tally, text, by);
  if (question.kind === 'hotspot') tallySpot(tally, answer as Point, by);
}

/** Adds what others answered to the same question. */
export function addTally(into: VoteTally, more: VoteTally): void {
  into.answered += more.answered;
  into.right += more.right;
  for (const [position, count] of more.spread.entries()) into.spread[position]! += count;
  for (const { text, count } of more.texts.values()) tallyText(into, text, count);
  for (const spot of more.spots) tallySpot(into, spot, 1);
}

/** Share of right answers, 0–1; null when nobody answered or there is no right answer. */
export function rightShare(
  question: AskedQuestion,
  { right, answered }: Pick<VoteTally, 'right' | 'answered'>,
): number | null {
  return isScored(question) && answered > 0 ? right / answered : null;
}

/** Positions that an answer adds one to in `spread`. */
export function positionsIn(question: AskedQuestion, answer: Answer): readonly number[] {
  switch (question.kind) {
    case 'matching':
    case 'ordering': {
      const given = answer as readonly number[];
      return given.flatMap((position, place) => (position === question.key[place] ? [place] : []));
    }
    default:
      return listed(question) > 0 ? (answer as readonly number[]) : [];
  }
}

/** What an answer adds to `texts`. */
export function textsIn({ kind }: AskedQuestion, answer: Answer): readonly string[] {
  if (kind === 'fill_blank') return [(answer as readonly string[]).join(' / ')];
  if (kind === 'word_cloud') return answer as readonly string[];
  return kind === 'numeric' || kind === 'slider' ? [String(answer)] : [];
}

function tallyText({ texts }: VoteTally, text: string, by: number): void {
  const folded = fold(text);
  const known = texts.get(folded);
  if (known) known.count += by;
  else if (by > 0 && texts.size < mostKept) texts.set(folded, { text: text.trim(), count: by });
  if (known?.count === 0) texts.delete(folded);
}

function tallySpot({ spots }: VoteTally, place: Point, by: 1 | -1): void {
  if (by === 1) {
    if (spots.length < mostKept) spots.push(place);
    return;
  }
  const at = spots.findIndex(({ x, y }) => x === place.x && y === place.y);
  if (at >= 0) spots.splice(at, 1);
}
