import type { AskedQuestion, PointsFactor, QuestionKind } from '../question/question.ts';
import type { Scoring } from './points.ts';

/** What people read of a question, in one language. */
export interface QuestionTexts {
  prompt: string;
  explanation: string;
  hint: string | null;
  /** In the order in which the choices are listed beside it. */
  choices: string[];
}

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
  /** In the author's order. `correct` is the key. */
  choices: { slug: string; correct: boolean }[];
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
export interface PlannedRound extends AskedQuestion {
  questionId: string;
  objectives: string[];
  texts: Localized<QuestionTexts>;
}

/** The mission as one session plays it. */
export interface ClassPlan extends Omit<FrozenMission, 'questions'> {
  rounds: PlannedRound[];
}

/** What a teacher chose when the session was opened; times in seconds. */
export interface ClassSettings {
  scoring: Scoring;
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
