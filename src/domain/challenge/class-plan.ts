import type { MediaRef } from '../question/media.ts';
import type { AskedOf, AskedQuestion, PointsFactor, QuestionKind } from '../question/question.ts';
import type { ClassFormat } from './plan.ts';
import type { Scoring } from './points.ts';

/** What people read of a question, in one language. */
export interface QuestionTexts {
  prompt: string;
  explanation: string;
  hint: string | null;
  /** What is listed, in the order of the list beside it: choices, things to match or to order, steps of a scale. */
  choices: string[];
  /** Matching: the things on the right, in the order of the list. */
  matches?: string[];
  /** Fill in the blank: one answer a blank, as the reveal shows it. The prompt marks the blanks with `___`. */
  blanks?: string[];
  /** Numeric and slider: what the number counts. */
  unit?: string;
  /** Open text: an answer that would be right, as the reveal shows it. */
  sample?: string;
}

/** What a question of a kind is made of, beside what it lists. */
export type SpecOf<K extends QuestionKind> = Omit<
  AskedOf<K>,
  'kind' | 'choices' | 'key' | 'partial' | 'points' | 'worth' | 'timeLimitMs'
>;
export type QuestionSpec = { [K in QuestionKind]: SpecOf<K> }[QuestionKind];

/** Texts by language; the language in which a mission was written is always there. */
export type Localized<Texts> = Partial<Record<string, Texts>>;

/** A question as it was written, with its key. */
export interface FrozenQuestion {
  questionId: string;
  kind: QuestionKind;
  points: PointsFactor;
  partial: boolean;
  timeLimitSeconds: number;
  /** Slugs of the objectives that it trains; their texts stand in the mission. */
  objectives: string[];
  /** In the author's order, which is the right one of an ordering. `correct` is the key of choices. */
  choices: { slug: string; correct: boolean }[];
  spec: QuestionSpec;
  media: MediaRef | null;
  texts: Localized<QuestionTexts>;
}

/** A mission as it was at one moment: a session plays this copy, whatever happens to the mission later. */
export interface FrozenMission {
  titles: Localized<string>;
  /** The language in which it was written, to fall back to. */
  locale: string;
  /** The languages in which all of it exists; `locale` is the first. */
  locales: string[];
  objectives: Record<string, Localized<string>>;
  /** Never empty. */
  questions: FrozenQuestion[];
}

/** A question in this run's order of choices. */
export type PlannedRound = AskedQuestion & {
  questionId: string;
  objectives: string[];
  media?: MediaRef | null;
  texts: Localized<QuestionTexts>;
};

/** The mission as one session plays it. */
export interface ClassPlan extends Omit<FrozenMission, 'questions'> {
  rounds: PlannedRound[];
}

/** One of the questions that a teacher chose from the mission, in the order in which they are asked. */
export interface ChosenQuestion {
  questionId: string;
  /** null: the question's own time. */
  seconds: number | null;
  /** Points where the session scores by the teacher's own figures; null: what the question is worth anyway. */
  worth: number | null;
}

/** What a teacher chose when the session was opened; times in seconds. */
export interface ClassSettings {
  format: ClassFormat;
  scoring: Scoring;
  /** +100 for each right answer in a row from the second, at most +500. [PTS-2] */
  streakBonus: boolean;
  teams: { count: number; choose: boolean };
  /** Below this share of right answers the class discusses and votes again; null: never. [RVL-3] */
  revoteBelow: number | null;
  /** Answers can be changed until the deadline. [ANS-3] */
  changeAnswers: boolean;
  secondsPerQuestion: number | null;
  getReadySeconds: number;
  advance: 'manual' | 'auto';
  standings: 'each' | 'end' | 'off';
  generatedNames: boolean;
  shuffleQuestions: boolean;
  cap: number;
}

/** What a reader of `locale` gets: that language, else the one it was written in. */
export function inLocale<Texts>(texts: Localized<Texts>, locale: string, written: string): Texts {
  const found = texts[locale] ?? texts[written];
  if (found === undefined) throw new Error(`no text in ${locale} or ${written}`);
  return found;
}
