/** The kinds of questions that Tutti can ask. A new kind is one more name here; the compiler then asks for its checker. */
export const questionKinds = [
  'single_choice',
  'multiple_choice',
  'true_false',
  'matching',
  'ordering',
  'fill_blank',
  'numeric',
  'slider',
  'hotspot',
  'scale',
  'poll',
  'word_cloud',
  'open_text',
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Kinds without a key: their answers are counted, never scored. */
const uncheckedKinds: ReadonlySet<QuestionKind> = new Set(['scale', 'poll', 'word_cloud']);
export const isScored = ({ kind }: { kind: QuestionKind }): boolean => !uncheckedKinds.has(kind);

/** 0: counts for nothing but is reported; 1: up to 1,000 points; 2: up to 2,000. */
export type PointsFactor = 0 | 1 | 2;

/** A place on an image, as shares (0–1) of its width and height from the upper left corner. */
export interface Point {
  x: number;
  y: number;
}
export type Polygon = readonly Point[];

export interface BlankKey {
  /** Every accepted spelling, of all languages. Case, accents and spaces do not matter. */
  accepted: readonly string[];
  /** One wrong, missing or additional letter is forgiven. */
  typo: boolean;
}

/**
 * What the rules need to know of a question, by its kind; its texts stay outside. Things that are listed are named by their
 * position in the order in which this run shows them, so that a name tells nothing. Keys never leave the server before
 * the reveal.
 */
export type Asks =
  | {
      kind: 'single_choice' | 'multiple_choice' | 'true_false';
      /** How many choices are shown. */
      choices: number;
      /** Positions of the right choices, ascending. */
      key: readonly number[];
      /** Right picks minus wrong picks instead of all or nothing (multiple choice only). */
      partial: boolean;
    }
  | {
      kind: 'matching';
      /** How many things are shown on the left; as many are on the right. */
      choices: number;
      /** For each thing on the left the position of its partner on the right. */
      key: readonly number[];
    }
  | {
      kind: 'ordering';
      choices: number;
      /** Positions as they are shown, in the right order. */
      key: readonly number[];
      /** The longest run in the right order counts, instead of all or nothing. */
      partial: boolean;
    }
  | { kind: 'fill_blank'; blanks: readonly BlankKey[] }
  | { kind: 'numeric'; value: number; tolerance: number }
  | {
      kind: 'slider';
      min: number;
      max: number;
      step: number;
      value: number;
      /** Full points so far from the value; from there they fall to 0 at `edge`. */
      band: number;
      edge: number;
    }
  | { kind: 'hotspot'; areas: readonly Polygon[] }
  | { kind: 'scale'; choices: number }
  | {
      kind: 'poll';
      choices: number;
      /** How many may be picked. */
      most: number;
    }
  | { kind: 'word_cloud'; words: number }
  | {
      kind: 'open_text';
      /** Each group is one idea, by any of its spellings; null: the host marks the answers. */
      keywords: readonly (readonly string[])[] | null;
    };

export type AskedQuestion = Asks & {
  points: PointsFactor;
  /** Points for a right answer where a session scores by the teacher's own figures. */
  worth?: number;
  timeLimitMs: number;
};
export type AskedOf<K extends QuestionKind> = OfKind<AskedQuestion, K>;
type OfKind<Q, K> = Q extends { kind: infer Kinds } ? (K extends Kinds ? Q : never) : never;

/** How many things a question lists by position; 0 where the answer is no pick of these. */
export function listed(question: Asks): number {
  return 'choices' in question ? question.choices : 0;
}
