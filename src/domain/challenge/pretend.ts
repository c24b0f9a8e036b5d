import type { Answer } from '../answer/answer.ts';
import type { AskedOf, AskedQuestion, QuestionKind } from '../question/question.ts';

type Random = () => number;
type Pretenders = { [K in QuestionKind]: (question: AskedOf<K>, isRight: boolean, random: Random) => Answer };

/** What pretend players write, in words that fit any question. */
const words = ['curious', 'brave', 'together', 'robots', 'friends', 'ideas', 'fair', 'kind', 'data', 'learn'];
const sentences = [
  'I think it learns from many examples.',
  'Because somebody has to decide what is fair.',
  'I would ask a friend first.',
  'It depends on the data.',
  'Not sure yet!',
];

/**
 * [HST-4] An answer that a learner might give: always well formed, and right where `isRight` says so and something is right.
 * `random` gives numbers in [0, 1).
 */
export function pretendAnswer(question: AskedQuestion, isRight: boolean, random: Random): Answer {
  const pretend = pretenders[question.kind] as (
    question: AskedQuestion,
    isRight: boolean,
    random: Random,
  ) => Answer;
  return pretend(question, isRight, random);
}

const pickOne = ({ choices }: { choices: number }, random: Random) => [below(choices, random)];

const pretenders: Pretenders = {
  single_choice: oneChoice,
  true_false: oneChoice,
  multiple_choice: ({ choices, key }, isRight, random) =>
    isRight ? [...key] : mixed(choices, random).slice(0, Math.max(1, key.length)),
  matching: ({ choices, key }, isRight, random) => (isRight ? [...key] : mixed(choices, random)),
  ordering: ({ choices, key }, isRight, random) => (isRight ? [...key] : mixed(choices, random)),
  fill_blank: ({ blanks }, isRight, random) =>
    blanks.map(({ accepted }) => (isRight ? accepted[0]! : oneOf(words, random))),
  numeric: ({ value, tolerance }, isRight, random) => {
    if (isRight) return value;
    const reach = Math.max(Math.abs(value) / 2, 4 * tolerance, 3);
    return Math.round(value + (random() < 0.5 ? -1 : 1) * (tolerance + 1 + random() * reach));
  },
  slider({ min, max, step, value, band }, isRight, random) {
    const steps = Math.floor((max - min) / step + 1e-9);
    const near = Math.min(steps, Math.round((value - min) / step));
    const spread = Math.round((band / step) * (random() - 0.5));
    const at = isRight ? near + spread : below(steps + 1, random);
    return min + Math.min(steps, Math.max(0, at)) * step;
  },
  hotspot({ areas }, isRight, random) {
    if (!isRight) return { x: random(), y: random() };
    const area = areas[below(areas.length, random)]!;
    const middle = (of: (point: { x: number; y: number }) => number) =>
      area.reduce((sum, point) => sum + of(point), 0) / area.length;
    return { x: middle(({ x }) => x), y: middle(({ y }) => y) };
  },
  scale: (question, _, random) => pickOne(question, random),
  poll: ({ choices, most }, _, random) =>
    mixed(choices, random).slice(0, 1 + below(Math.min(most, choices), random)),
  word_cloud: ({ words: most }, _, random) =>
    mixed(words.length, random)
      .slice(0, 1 + below(Math.min(most, words.length), random))
      // the first ones more often, or no word would be larger than another
      .map((at) => words[Math.floor(at * random())]!)
      .filter((word, i, all) => all.indexOf(word) === i),
  open_text: (_, __, random) => [oneOf(sentences, random)],
};

function oneChoice({ choices, key }: AskedOf<'single_choice'>, isRight: boolean, random: Random): number[] {
  if (isRight) return [key[0]!];
  const wrong = Array.from({ length: choices }, (_, i) => i).filter((i) => !key.includes(i));
  return wrong.length > 0 ? [oneOf(wrong, random)] : [key[0]!];
}

const below = (limit: number, random: Random) => Math.floor(random() * limit);
const oneOf = <T>(list: readonly T[], random: Random): T => list[below(list.length, random)]!;

/** Positions 0 … count - 1 in any order. */
function mixed(count: number, random: Random): number[] {
  const left = Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: count }, () => left.splice(below(left.length, random), 1)[0]!);
}
