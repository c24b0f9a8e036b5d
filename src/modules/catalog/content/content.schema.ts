import { z } from 'zod';
import type { Way } from '../../../domain/group-mission/plan.ts';
import { type LessonKind, lessonKinds } from '../../../domain/mission/lesson.ts';
import type { PointsFactor, QuestionKind } from '../../../domain/question/question.ts';
import type { WrittenQuestion } from '../../../wire/authoring.ts';
import { authoringBounds as most, usualWorth as usual } from '../../../wire/authoring-bounds.ts';
import type { Locale } from '../../../wire/common.ts';
import type { MediaKind } from '../../../wire/media-ref.ts';
import { difficulties, id, mediaFile, questionFile, questionTexts } from './question-forms.ts';

export const contentLocales = ['en', 'es'] as const satisfies readonly Locale[];
export const missionTypes = ['story', 'skill', 'challenge', 'explorer', 'group'] as const;

export type Difficulty = (typeof difficulties)[number];
/** The texts of one thing in the languages it was translated into; the one it was written in stands beside it. */
export type Translated<Texts> = Partial<Record<Locale, Texts>>;

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
  /** `a`…`h`, or `true` and `false`; stable, so that reports can be compared over time. */
  id: string;
  text: string;
  /** Matching: the partner. */
  match: string | null;
  correct: boolean;
  feedback: string | null;
  i18n: Translated<{ text: string; match?: string | undefined; feedback?: string | undefined }>;
}

/** A picture or recording in the folder that has the mission's name. */
export interface ContentMedia {
  /** Where it lies on this server. */
  path: string;
  kind: MediaKind;
  alt: string;
  caption: string | null;
}

export interface Question {
  /** Unique over all content. */
  id: string;
  kind: QuestionKind;
  prompt: string;
  /** In the author's order; of an ordering it is the right one. */
  choices: Choice[];
  explanation: string;
  hint: string | null;
  /** In coins, for who works alone. */
  hintCost: number;
  /** Ids of objectives of the same mission. */
  objectives: string[];
  difficulty: Difficulty;
  timeLimitSeconds: number;
  points: PointsFactor;
  /** A part of the answer earns a part of the points. */
  partial: boolean;
  /** What the kind needs beside what it lists, the key among it. */
  spec: WrittenQuestion['spec'];
  media: ContentMedia | null;
  /** Group missions only: how the group comes to its answer. */
  way?: Way;
  /** With `split`: what each learner alone gets to know. */
  pieces?: string[];
  i18n: Translated<Omit<WrittenTexts, 'hint'> & { hint?: string; pieces?: string[] }>;
}
type WrittenTexts = NonNullable<WrittenQuestion['i18n'][Locale]>;

export interface Lesson {
  /** Unique in its mission. */
  slug: string;
  title: string;
  kind: LessonKind;
  /** Plain paragraphs without any mark-up. */
  reading: string[];
  /** A film, a picture or a recording of the lesson itself. */
  media: ContentMedia | null;
  /** About how long it takes; null: not said. */
  minutes: number | null;
  /** What finishing it alone earns the first time. */
  xp: number;
  questions: Question[];
  i18n: Translated<{ title: string; reading: string[]; alt?: string }>;
}

export interface Objective {
  /** Unique over all content. */
  id: string;
  text: string;
  i18n: Translated<{ text: string }>;
}

export interface Mission {
  slug: string;
  /** In which it was written. */
  locale: Locale;
  /** Languages in which the mission is complete, that one first. */
  locales: Locale[];
  title: string;
  description: string;
  /** Slug of its topic. */
  topic: string;
  difficulty: Difficulty;
  missionType: (typeof missionTypes)[number];
  ages: { from: number; to: number };
  estimatedMinutes: number;
  /** Played alone: from which level on, and after which missions (by slug). */
  requiredLevel: number;
  requires: string[];
  /** What finishing it alone earns the first time. */
  reward: { xp: number; coins: number };
  objectives: Objective[];
  lessons: Lesson[];
  i18n: Translated<{ title: string; description: string }>;
}

export interface Content {
  topics: Topic[];
  missions: Mission[];
}

// What a teacher writes. The files are shaped for reading: choices are lettered lines, and the answer names
// its letter, so that one glance shows whether the key is right. Questions stand in `question-forms.ts`.

const text = (max: number) => z.string().trim().min(1).max(max);
const titleText = text(most.title);
const descriptionText = text(most.description);
const objectiveText = text(most.objective);
const paragraphs = z.array(text(most.paragraph)).min(1).max(most.paragraphs);

export const lessonFile = z.strictObject({
  slug: id,
  title: titleText,
  kind: z.enum(lessonKinds),
  reading: paragraphs.optional(),
  media: mediaFile.optional(),
  minutes: z.int().min(1).max(most.minutes).optional(),
  xp: z.int().min(0).max(most.lessonXp).default(usual.lessonXp),
  questions: z.array(questionFile).max(most.questions).default([]),
});

export const missionFile = z.strictObject({
  locale: z.enum(contentLocales).default('en'),
  title: titleText,
  description: descriptionText,
  topic: id,
  difficulty: z.enum(difficulties),
  missionType: z.enum(missionTypes),
  ages: z.strictObject({ from: z.int().min(5).max(18), to: z.int().min(5).max(18) }),
  estimatedMinutes: z.int().min(1).max(most.minutes),
  requiredLevel: z.int().min(1).max(most.requiredLevel).default(1),
  requires: z.array(id).max(most.requires).default([]),
  reward: z
    .strictObject({
      xp: z.int().min(0).max(most.xp).default(usual.xp),
      coins: z.int().min(0).max(most.coins).default(usual.coins),
    })
    .default({ xp: usual.xp, coins: usual.coins }),
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
      alt: text(300).optional(),
      questions: z.record(id, questionTexts).default({}),
    }),
  ),
});

export type LessonFile = z.infer<typeof lessonFile>;
export type MissionFile = z.infer<typeof missionFile>;
export type TopicsFile = z.infer<typeof topicsFile>;
export type TranslationFile = z.infer<typeof translationFile>;
