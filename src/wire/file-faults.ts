import type { LessonKind } from '../domain/mission/lesson.ts';
import { type LessonFaultCode, lessonFaults } from './lesson-faults.ts';
import type { MediaKind } from './media-ref.ts';

/** What a mission that is still being written may lack, and one in a file may not. */
export const fileFaultSentences = {
  'no-topic': 'Choose a topic.',
  'no-goals': 'Say what the class learns: a mission in a file has goals.',
  'nothing-to-play': 'There are no questions yet.',
  'no-explanation': 'Explain the answer.',
  'no-goal': 'Choose the goals that it trains.',
} as const;
export type FileFaultCode = keyof typeof fileFaultSentences | LessonFaultCode;

export interface FileFault {
  code: FileFaultCode;
  /** Places from 0; null: the mission as a whole, or the lesson as a whole. */
  lesson: number | null;
  question: number | null;
}

interface JudgedMission {
  topic: string | null;
  objectives: readonly unknown[];
  lessons: readonly {
    kind: LessonKind;
    reading: readonly string[];
    media: { kind: MediaKind; alt: string } | null;
    questions: readonly { explanation: string; objectives: readonly string[] }[];
  }[];
}

/** What must be written before a mission can be taken along as a file; an empty list: nothing. */
export function fileFaults({ topic, objectives, lessons }: JudgedMission): FileFault[] {
  const faults: FileFault[] = [];
  const add = (code: FileFaultCode, lesson: number | null = null, question: number | null = null) =>
    faults.push({ code, lesson, question });
  if (topic === null) add('no-topic');
  if (objectives.length === 0) add('no-goals');
  if (lessons.every(({ questions }) => questions.length === 0)) add('nothing-to-play');
  for (const [l, lesson] of lessons.entries()) {
    for (const { code } of lessonFaults({ ...lesson, questions: lesson.questions.length })) add(code, l);
    for (const [q, question] of lesson.questions.entries()) {
      if (question.explanation.trim() === '') add('no-explanation', l, q);
      if (question.objectives.length === 0) add('no-goal', l, q);
    }
  }
  return faults;
}
