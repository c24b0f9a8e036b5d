import type { LessonKind } from '../domain/mission/lesson.ts';

export type { LessonKind };

const kinds = {
  reading: true,
  video: true,
  interactive: true,
  quiz: true,
  challenge: true,
} satisfies Record<LessonKind, true>;
/** In the order in which authors choose from them. */
export const lessonKinds = Object.keys(kinds) as [LessonKind, ...LessonKind[]];

/** What a lesson can lack although each of its fields is sound. */
export const lessonFaultSentences = {
  'no-film': 'A lesson to watch needs a film.',
  'no-alt': 'Say in words what is seen or heard.',
  'no-questions': 'A lesson of this kind needs questions.',
  'nothing-to-read': 'There is nothing to read, to look at or to answer yet.',
} as const;
export type LessonFaultCode = keyof typeof lessonFaultSentences;

export interface LessonFault {
  path: 'media' | 'media.alt' | 'questions' | 'reading';
  code: LessonFaultCode;
}

/** As much of a lesson as the rules need. */
export interface JudgedLesson {
  kind: LessonKind;
  /** Paragraphs. */
  reading: readonly string[];
  media: { kind: string; alt: string } | null;
  /** How many. */
  questions: number;
}

/** What a lesson of its kind lacks; an empty list means that learners can work through it. */
export function lessonFaults({ kind, reading, media, questions }: JudgedLesson): LessonFault[] {
  const faults: LessonFault[] = [];
  if (kind === 'video' && media?.kind !== 'video') faults.push({ path: 'media', code: 'no-film' });
  if (media && media.alt.trim() === '') faults.push({ path: 'media.alt', code: 'no-alt' });
  if (questions > 0 || kind === 'video') return faults;
  if (kind !== 'reading') faults.push({ path: 'questions', code: 'no-questions' });
  else if (reading.length === 0 && !media) faults.push({ path: 'reading', code: 'nothing-to-read' });
  return faults;
}

/** Learners see a lesson as soon as there is something in it to learn from. */
export const isWhole = (lesson: JudgedLesson): boolean =>
  lessonFaults(lesson).every(({ code }) => code === 'no-alt');
