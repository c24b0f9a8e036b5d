import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { lessonKinds } from '../../domain/mission/lesson.ts';
import type { MediaRef } from '../../domain/question/media.ts';
import { id } from '../../platform/database/columns.ts';
import type { Locale } from '../../wire/common.ts';
import { difficulties, timestamps, translations } from './catalog.columns.ts';
import { Topic } from './topic.entity.ts';

export const missionTypes = ['story', 'skill', 'challenge', 'explorer', 'group'] as const;
export const Mission = defineEntity({
  name: 'Mission',
  tableName: 'missions',
  properties: {
    id: id(),
    orgId: p.uuid(),
    /** null: it came with the content, or its author was erased. */
    authorId: p.uuid().nullable(),
    slug: p.text(),
    locale: p.text().$type<Locale>().default('en'),
    title: p.text(),
    description: p.text(),
    topic: () => p.manyToOne(Topic).nullable(),
    difficulty: p.enum(difficulties),
    missionType: p.enum(missionTypes),
    ageFrom: p.smallint(),
    ageTo: p.smallint(),
    estimatedMinutes: p.integer(),
    totalLessons: p.integer().default(0),
    totalQuestions: p.integer().default(0),
    xpReward: p.integer().default(100),
    coinReward: p.integer().default(50),
    requiredLevel: p.integer().default(1),
    isActive: p.boolean().default(true),
    position: p.integer().default(0),
    i18n: translations<{ title: string; description: string }>(),
    /** What the starter content was when it was loaded; null for a mission that was made here. */
    contentHash: p.text().nullable(),
    /** Set by the first edit; the starter content never touches the mission again. */
    editedAt: p.datetime().nullable(),
    /** Counts the changes of the mission and of all that is in it. */
    version: p.integer().default(1),
    ...timestamps(),
  },
});
export type Mission = InferEntity<typeof Mission>;

/** With what it shows in the languages beside the one in which the mission was written. */
export type LessonMedia = MediaRef & { alts: Partial<Record<Locale, string>> };

export const Lesson = defineEntity({
  name: 'Lesson',
  tableName: 'lessons',
  properties: {
    id: id(),
    mission: () => p.manyToOne(Mission),
    slug: p.text(),
    title: p.text(),
    content: p.json<{ reading?: string[] }>().defaultRaw(`'{}'`),
    kind: p.enum(lessonKinds),
    position: p.integer(),
    xpReward: p.integer().default(25),
    /** About how long it takes; null: not said. */
    estimatedMinutes: p.smallint().nullable(),
    media: p.json<LessonMedia>().nullable(),
    mediaId: p.uuid().nullable(),
    i18n: translations<{ title: string; reading: string[] }>(),
    ...timestamps(),
  },
});
export type Lesson = InferEntity<typeof Lesson>;

export const Objective = defineEntity({
  name: 'Objective',
  tableName: 'objectives',
  properties: {
    id: id(),
    orgId: p.uuid(),
    mission: () => p.manyToOne(Mission).nullable(),
    slug: p.text(),
    text: p.text(),
    position: p.integer().default(0),
    i18n: translations<{ text: string }>(),
  },
});
export type Objective = InferEntity<typeof Objective>;
