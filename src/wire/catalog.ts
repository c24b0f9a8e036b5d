import { z } from 'zod';
import { line, locale, page, pageQuery, uuid } from './common.ts';
import { lessonKind } from './learning.ts';
import { mediaRef } from './media-ref.ts';
import { questionKind } from './question.ts';

export const topic = z.strictObject({
  id: uuid,
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  missions: z.number().int(),
});
export const topics = z.strictObject({ items: z.array(topic) });
export type Topic = z.infer<typeof topic>;

export const missionSummary = z.strictObject({
  id: uuid,
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  topic: z.strictObject({ id: uuid, slug: z.string(), name: z.string() }).nullable(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  missionType: z.enum(['story', 'skill', 'challenge', 'explorer', 'group']),
  ages: z.strictObject({ from: z.number().int(), to: z.number().int() }),
  estimatedMinutes: z.number().int(),
  lessons: z.number().int(),
  questions: z.number().int(),
  /** Languages in which the whole mission exists; the first is the one it was written in. */
  locales: z.array(locale),
  /** Whether who asks may change it; everybody who writes missions may copy it. */
  mayEdit: z.boolean(),
});
export type MissionSummary = z.infer<typeof missionSummary>;
export const missionQuery = pageQuery.extend({
  topic: line.max(80).optional(),
  search: line.trim().max(80).optional(),
  /** Missions that a class answers one by one, or those for groups. */
  for: z.enum(['class', 'groups']).default('class'),
  /** Only these, with commas between them: titles of what is known by its id. */
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(uuid).min(1).max(100))
    .optional(),
  locale: locale.default('en'),
});
export const missionPage = page(missionSummary);

/** For staff only: it holds the keys. */
export const questionPreview = z.strictObject({
  id: uuid,
  kind: questionKind,
  prompt: z.string(),
  choices: z.array(
    z.strictObject({
      text: z.string(),
      /** Matching: the partner. */
      match: z.string().nullable(),
      correct: z.boolean(),
      feedback: z.string().nullable(),
    }),
  ),
  partial: z.boolean(),
  media: mediaRef.nullable(),
  /** What the kind needs beside its choices, as `questionSpecs` has it, and its words in this language. */
  spec: z.looseObject({}),
  explanation: z.string(),
  hint: z.string().nullable(),
  difficulty: z.enum(['easy', 'medium', 'hard']),
  timeLimitSeconds: z.number().int(),
  points: z.number().int(),
  objectives: z.array(z.string()),
});
export const missionPreview = missionSummary.extend({
  locale,
  objectives: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  lessonList: z.array(
    z.strictObject({
      id: uuid,
      title: z.string(),
      kind: lessonKind,
      reading: z.array(z.string()),
      /** A film, a picture or a recording of the lesson itself. */
      media: mediaRef.nullable(),
      /** About how long it takes; null: not said. */
      minutes: z.number().int().nullable(),
      /** What finishing it alone earns the first time. */
      xp: z.number().int(),
      questions: z.array(questionPreview),
    }),
  ),
});
export type MissionPreview = z.infer<typeof missionPreview>;
export const missionPreviewQuery = z.strictObject({ locale: locale.default('en') });
