import type { ClassPlan, FrozenMission, Localized } from '../challenge/class-plan.ts';
import { deal } from '../challenge/deal.ts';
import type { MediaRef } from '../question/media.ts';
import type { LessonKind } from './lesson.ts';

export interface EditionLesson {
  lessonId: string;
  kind: LessonKind;
  /** What finishing it earns. */
  xp: number;
  /** About how long it takes. */
  minutes?: number;
  titles: Localized<string>;
  reading: Localized<string[]>;
  /** Told in each language; null: the lesson has none of its own. */
  media: { ref: MediaRef; alts: Localized<string> } | null;
  /** In this order. */
  questionIds: string[];
}

/** What is in a mission beside its questions, as whoever begins it gets it. */
export interface Course {
  xp: number;
  coins: number;
  lessons: EditionLesson[];
  /** By question. */
  worth: Record<string, { xp: number; hintCost: number }>;
}

/** A mission as it was at one moment, laid out for learners who work through it alone; holds the keys. */
export interface Edition extends ClassPlan, Course {}

/** How many layouts there are of the same mission: who begins again finds the choices elsewhere. */
export const layouts = 3;

/** The layout of the n-th time (from 1) that somebody begins a mission. */
export const layoutOf = (attempt: number): number => (attempt - 1) % layouts;

const asWritten = { shuffleQuestions: false, secondsPerQuestion: null };

/** `random` gives numbers in [0, 1). */
export const layOut = (mission: FrozenMission, course: Course, random: () => number): Edition => ({
  ...deal(mission, asWritten, random),
  ...course,
});
