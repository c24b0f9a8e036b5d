import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';
import { timestamps } from './catalog.columns.ts';
import { Lesson } from './mission.entity.ts';
import { Question } from './question.entity.ts';

export const assessmentKinds = ['quiz', 'practice', 'live_quiz'] as const;

export const Assessment = defineEntity({
  name: 'Assessment',
  tableName: 'assessments',
  properties: {
    id: id(),
    orgId: p.uuid(),
    lesson: () => p.oneToOne(Lesson).nullable(),
    title: p.text(),
    kind: p.enum(assessmentKinds).default('quiz'),
    ...timestamps(),
  },
});
export type Assessment = InferEntity<typeof Assessment>;

export const AssessmentQuestion = defineEntity({
  name: 'AssessmentQuestion',
  tableName: 'assessment_questions',
  properties: {
    assessment: () => p.manyToOne(Assessment).primary(),
    question: () => p.manyToOne(Question).primary(),
    position: p.integer(),
  },
});
