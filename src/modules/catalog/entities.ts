import { Assessment, AssessmentQuestion } from './assessment.entity.ts';
import { Lesson, Mission, Objective } from './mission.entity.ts';
import { Question, QuestionObjective, QuestionOption } from './question.entity.ts';
import { Topic } from './topic.entity.ts';

export const catalogEntities = [
  Topic,
  Mission,
  Lesson,
  Objective,
  Question,
  QuestionOption,
  QuestionObjective,
  Assessment,
  AssessmentQuestion,
];
