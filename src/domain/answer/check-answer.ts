import type { AskedOf, AskedQuestion, Point, Polygon, QuestionKind } from '../question/question.ts';
import { type Answer, counted, right, unmarked, type Verdict, verdictOf, wrong } from './answer.ts';
import { fold, isAccepted } from './fold.ts';

type Checkers = { [K in QuestionKind]: (question: AskedOf<K>, answer: never) => Verdict };
type Picks = readonly number[];
type Texts = readonly string[];

/** What floating point may lose: 0.1 + 0.2 is 0.3 to a learner. */
const roundingError = 1e-9;

const checkOne = (question: AskedOf<'single_choice'>, picked: Picks) =>
  picked[0] === question.key[0] ? right : wrong;

const countPicks = () => counted;

const checkers = {
  single_choice: checkOne,
  true_false: checkOne,

  /** All or nothing, or right picks minus wrong picks over the number of right choices, never below 0. */
  multiple_choice(question, picked: Picks) {
    const hits = picked.filter((position) => question.key.includes(position)).length;
    const misses = picked.length - hits;
    if (hits === question.key.length && misses === 0) return right;
    return question.partial ? verdictOf(Math.max(0, hits - misses) / question.key.length) : wrong;
  },

  matching(question, partners: Picks) {
    const hits = partners.filter((partner, i) => partner === question.key[i]).length;
    return verdictOf(hits / question.choices);
  },

  /** A run is things that follow each other directly, as they do in the right order; one thing alone is no run. */
  ordering(question, order: Picks) {
    const run = longestRun(order, question.key);
    if (run === question.choices) return right;
    return question.partial && run > 1 ? verdictOf(run / question.choices) : wrong;
  },

  fill_blank(question, texts: Texts) {
    const hits = question.blanks.filter(({ accepted, typo }, i) => isAccepted(texts[i]!, accepted, typo));
    return verdictOf(hits.length / question.blanks.length);
  },

  numeric(question, value: number) {
    const allowed = question.tolerance + roundingError * Math.max(1, Math.abs(question.value));
    return Math.abs(value - question.value) <= allowed ? right : wrong;
  },

  slider({ value, band, edge }, given: number) {
    const distance = Math.abs(given - value);
    if (distance <= band + roundingError) return right;
    return distance >= edge ? wrong : verdictOf((edge - distance) / (edge - band));
  },

  hotspot: (question, place: Point) => (question.areas.some((area) => isInside(place, area)) ? right : wrong),

  scale: countPicks,
  poll: countPicks,
  word_cloud: countPicks,

  open_text(question, [text]: Texts) {
    const { keywords } = question;
    if (!keywords) return unmarked;
    const words = ` ${wordsOf(text!)} `;
    const found = keywords.filter((idea) => idea.some((word) => words.includes(` ${wordsOf(word)} `)));
    return verdictOf(found.length / keywords.length);
  },
} satisfies Checkers;

/** [ANS-5] The verdict on a well-formed answer (see `isWellFormed`). */
export function checkAnswer(question: AskedQuestion, answer: Answer): Verdict {
  const check = checkers[question.kind] as (question: AskedQuestion, answer: Answer) => Verdict;
  return check(question, answer);
}

function longestRun(order: Picks, key: Picks): number {
  const follows = new Map(key.map((position, i) => [position, key[i + 1]]));
  let longest = 1;
  let run = 1;
  for (let i = 1; i < order.length; i++) {
    run = follows.get(order[i - 1]!) === order[i] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** By the even-odd rule: a line from the place to the right crosses the border an odd number of times. */
function isInside({ x, y }: Point, area: Polygon): boolean {
  let inside = false;
  for (let i = 0, j = area.length - 1; i < area.length; j = i++) {
    const a = area[i]!;
    const b = area[j]!;
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}

/** Folded words with single spaces between them; what stands between words does not matter. */
function wordsOf(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
