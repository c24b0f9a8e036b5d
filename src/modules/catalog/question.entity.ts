import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { type PointsFactor, questionKinds } from '../../domain/question/question.ts';
import { id } from '../../platform/database/columns.ts';
import { difficulties, timestamps, translations } from './catalog.columns.ts';
import { Objective } from './mission.entity.ts';

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
    difficulty: p.enum(difficulties),
    points: p.smallint().$type<PointsFactor>().default(1),
    isPartial: p.boolean().default(false),
    xpReward: p.integer().default(10),
    timeLimitSeconds: p.integer().default(20),
    version: p.integer().default(1),
    i18n: translations<{ prompt: string; explanation: string; hint: string }>(),
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
    /** The key: it reaches no learner before the reveal. */
    isCorrect: p.boolean().default(false).hidden(),
    feedback: p.text().nullable(),
    position: p.integer().default(0),
    i18n: translations<{ text: string; feedback: string }>(),
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
