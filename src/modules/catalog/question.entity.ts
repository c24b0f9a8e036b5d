import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { QuestionSpec } from '../../domain/challenge/class-plan.ts';
import type { MediaRef } from '../../domain/question/media.ts';
import { type PointsFactor, questionKinds } from '../../domain/question/question.ts';
import { id } from '../../platform/database/columns.ts';
import { difficulties, timestamps, translations } from './catalog.columns.ts';
import { Objective } from './mission.entity.ts';

/** The words of a question in another language; options carry their own. */
export interface QuestionTranslation {
  prompt: string;
  explanation: string;
  hint: string;
  /** Fill in the blank: as the reveal shows them. */
  blanks?: string[];
  unit?: string;
  /** Open text: an answer that would be right. */
  sample?: string;
}

export const Question = defineEntity({
  name: 'Question',
  tableName: 'questions',
  properties: {
    id: id(),
    orgId: p.uuid(),
    authorId: p.uuid().nullable(),
    /** The id in the starter content, or in what it was imported from. */
    externalId: p.text().nullable(),
    kind: p.enum(questionKinds),
    prompt: p.text(),
    explanation: p.text(),
    hintText: p.text().nullable(),
    hintCost: p.integer().default(5),
    difficulty: p.enum(difficulties),
    /** What the kind needs beside its options, the key among it: it reaches no learner before the reveal. */
    spec: p.json<QuestionSpec>().defaultRaw(`'{}'`).hidden(),
    media: p.json<MediaRef>().nullable(),
    mediaId: p.uuid().nullable(),
    points: p.smallint().$type<PointsFactor>().default(1),
    isPartial: p.boolean().default(false),
    xpReward: p.integer().default(10),
    timeLimitSeconds: p.integer().default(20),
    version: p.integer().default(1),
    i18n: translations<QuestionTranslation>(),
    /** Out of every mission, and kept for the reports of the sessions that asked it. */
    archivedAt: p.datetime().nullable(),
    ...timestamps(),
  },
});
export type Question = InferEntity<typeof Question>;

export const QuestionOption = defineEntity({
  name: 'QuestionOption',
  tableName: 'question_options',
  properties: {
    id: id(),
    question: () => p.manyToOne(Question),
    slug: p.text(),
    optionText: p.text(),
    /** Matching: the partner. */
    matchText: p.text().nullable(),
    /** The key: it reaches no learner before the reveal. */
    isCorrect: p.boolean().default(false).hidden(),
    feedback: p.text().nullable(),
    position: p.integer().default(0),
    i18n: translations<{ text: string; match?: string; feedback: string }>(),
  },
});
export type QuestionOption = InferEntity<typeof QuestionOption>;

export const QuestionObjective = defineEntity({
  name: 'QuestionObjective',
  tableName: 'question_objectives',
  properties: {
    question: () => p.manyToOne(Question).primary(),
    objective: () => p.manyToOne(Objective).primary(),
  },
});
