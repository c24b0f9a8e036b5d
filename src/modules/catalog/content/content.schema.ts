import { z } from 'zod';
import { type Way, ways } from '../../../domain/group-mission/plan.ts';
import type { QuestionKind } from '../../../domain/question/question.ts';
import type { Locale } from '../../../wire/common.ts';

export const baseLocale = 'en' satisfies Locale;
export const translationLocales = ['es'] as const satisfies readonly Locale[];
export const difficulties = ['easy', 'medium', 'hard'] as const;
export const missionTypes = ['story', 'skill', 'challenge', 'explorer', 'group'] as const;
export const lessonKinds = ['reading', 'quiz', 'challenge'] as const;
/** The kinds that a content file can hold. */
export const contentQuestionKinds = [
  'single_choice',
  'multiple_choice',
  'true_false',
] as const satisfies readonly QuestionKind[];
export const choiceLetters = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export type TranslationLocale = (typeof translationLocales)[number];
export type Difficulty = (typeof difficulties)[number];
export type ContentQuestionKind = (typeof contentQuestionKinds)[number];
/** The texts of one thing in the languages it was translated into; the base language stands beside it. */
export type Translated<Texts> = Partial<Record<TranslationLocale, Texts>>;

// What the loader returns.

export interface Topic {
  slug: string;
  name: string;
  description: string;
  /** 1-based, the order of the file. */
  position: number;
  i18n: Translated<{ name: string; description: string }>;
}

export interface Choice {
  /** `a`…`f`, or `true` and `false`; stable, so that reports can be compared over time. */
  id: string;
  text: string;
  correct: boolean;
  feedback?: string;
  i18n: Translated<{ text: string; feedback?: string }>;
}

export interface Question {
  /** Unique over all content. */
  id: string;
  kind: ContentQuestionKind;
  prompt: string;
  choices: Choice[];
  explanation: string;
  hint: string;
  /** Ids of objectives of the same mission. */
  objectives: string[];
  difficulty: Difficulty;
  timeLimitSeconds: number;
  /** Multiplier of 1,000 points. */
  points: 0 | 1 | 2;
  /** Multiple choice only: right picks minus wrong picks instead of all or nothing. */
  partial?: boolean;
  /** Group missions only: how the group comes to its answer. */
  way?: Way;
  /** With `split`: what each learner alone gets to know. */
  pieces?: string[];
  i18n: Translated<{ prompt: string; explanation: string; hint: string; pieces?: string[] }>;
}

export interface Lesson {
  /** Unique in its mission. */
  slug: string;
  title: string;
  kind: (typeof lessonKinds)[number];
  /** Plain paragraphs without any mark-up. */
  reading: string[];
  questions: Question[];
  i18n: Translated<{ title: string; reading: string[] }>;
}

export interface Objective {
  /** Unique over all content. */
  id: string;
  text: string;
  i18n: Translated<{ text: string }>;
}

export interface Mission {
  slug: string;
  locale: typeof baseLocale;
  /** Languages in which the mission is complete, the base language first. */
  locales: Locale[];
  title: string;
  description: string;
  /** Slug of its topic. */
  topic: string;
  difficulty: Difficulty;
  missionType: (typeof missionTypes)[number];
  ages: { from: number; to: number };
  estimatedMinutes: number;
  objectives: Objective[];
  lessons: Lesson[];
  i18n: Translated<{ title: string; description: string }>;
}

export interface Content {
  topics: Topic[];
  missions: Mission[];
}

// What a teacher writes. The files are shaped for reading: choices are lettered lines, and the answer names
// its letter, so that one glance shows whether the key is right.

const text = (max: number) => z.string().trim().min(1).max(max);
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);
const letter = z.enum(choiceLetters);
const promptText = text(300);
const choiceText = text(120);
const explanationText = text(500);
const hintText = text(200);
const pieceTexts = z.array(text(200)).min(2).max(8);
const titleText = text(80);
const descriptionText = text(300);
const objectiveText = text(160);
const paragraphs = z.array(text(600)).min(1).max(3);

const choiceTexts = z.strictObject({
  a: choiceText.optional(),
  b: choiceText.optional(),
  c: choiceText.optional(),
  d: choiceText.optional(),
  e: choiceText.optional(),
  f: choiceText.optional(),
});
const feedbackTexts = z.strictObject({
  ...choiceTexts.shape,
  true: choiceText.optional(),
  false: choiceText.optional(),
});

/** What decides which answers are right; `answer.rules.ts` says how these belong together. */
export const answerFields = z.object({
  kind: z.enum(contentQuestionKinds),
  choices: choiceTexts.optional(),
  answer: z.union([z.boolean(), letter, z.array(letter).min(1)]),
  feedback: feedbackTexts.optional(),
  partial: z.boolean().optional(),
});

export const questionFile = z.strictObject({
  ...answerFields.shape,
  id,
  prompt: promptText,
  explanation: explanationText,
  hint: hintText,
  objectives: z.array(id).min(1),
  difficulty: z.enum(difficulties),
  timeLimitSeconds: z.int().min(5).max(120).default(20),
  points: z.literal([0, 1, 2]).default(1),
  way: z.enum(ways).optional(),
  pieces: pieceTexts.optional(),
});

export const lessonFile = z.strictObject({
  slug: id,
  title: titleText,
  kind: z.enum(lessonKinds),
  reading: paragraphs.optional(),
  questions: z.array(questionFile).max(20).default([]),
});

export const missionFile = z.strictObject({
  title: titleText,
  description: descriptionText,
  topic: id,
  difficulty: z.enum(difficulties),
  missionType: z.enum(missionTypes),
  ages: z.strictObject({ from: z.int().min(5).max(18), to: z.int().min(5).max(18) }),
  estimatedMinutes: z.int().min(1).max(240),
  objectives: z
    .array(z.strictObject({ id, text: objectiveText }))
    .min(1)
    .max(12),
  lessons: z.array(lessonFile).min(1).max(30),
});

const topicTexts = z.strictObject({ name: titleText, description: descriptionText });

export const topicsFile = z.strictObject({
  topics: z.array(z.strictObject({ slug: id, ...topicTexts.shape, es: topicTexts.optional() })).min(1),
});

export const translationFile = z.strictObject({
  title: titleText,
  description: descriptionText,
  objectives: z.record(id, objectiveText),
  lessons: z.record(
    id,
    z.strictObject({
      title: titleText,
      reading: paragraphs.optional(),
      questions: z
        .record(
          id,
          z.strictObject({
            prompt: promptText,
            choices: choiceTexts.optional(),
            feedback: feedbackTexts.optional(),
            explanation: explanationText,
            hint: hintText,
            pieces: pieceTexts.optional(),
          }),
        )
        .default({}),
    }),
  ),
});

export type QuestionFile = z.infer<typeof questionFile>;
export type MissionFile = z.infer<typeof missionFile>;
export type TopicsFile = z.infer<typeof topicsFile>;
export type TranslationFile = z.infer<typeof translationFile>;
