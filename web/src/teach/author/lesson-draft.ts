import {
  authoringBounds,
  type LessonFaultCode,
  type LessonKind,
  lessonFaults,
  type MissionDraft,
  usualWorth,
  type WrittenLesson,
  type WrittenLessonMedia,
} from '@tutti/client/admin';
import type { Language } from './draft.ts';

type Lesson = MissionDraft['lessons'][number];

/** A lesson as the form has it: paragraphs in one text, minutes perhaps missing. */
export interface LessonDraft {
  /** null: a new one. */
  id: string | null;
  title: string;
  kind: LessonKind;
  /** null: not said; NaN: not a number. */
  minutes: number | null;
  /** NaN: not a number. */
  xp: number;
  reading: string;
  media: WrittenLessonMedia | null;
  /** The same in the other language; what is left empty is read in the first. */
  other: { title: string; reading: string; alt: string };
}
export interface LessonFormFault {
  path: 'title' | 'minutes' | 'xp' | 'reading' | 'media' | 'media.alt' | 'other.title' | 'other.reading';
  code: LessonFaultCode | 'no-text' | 'no-number' | 'too-many' | 'too-long';
}

export const draftOf = (lesson: Lesson | null, other: Language): LessonDraft => ({
  id: lesson?.id ?? null,
  title: lesson?.title ?? '',
  kind: lesson?.kind ?? 'quiz',
  minutes: lesson?.minutes ?? null,
  xp: lesson?.xp ?? usualWorth.lessonXp,
  reading: lesson?.reading.join('\n\n') ?? '',
  media: lesson?.media ?? null,
  other: {
    title: lesson?.i18n[other]?.title ?? '',
    reading: lesson?.i18n[other]?.reading.join('\n\n') ?? '',
    alt: lesson?.media?.alts[other] ?? '',
  },
});

/** An empty line begins a new one. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean);

/** What must be mended before it can be kept. Questions come later. */
export function faultsOf(draft: LessonDraft): LessonFormFault[] {
  const { title, minutes, xp, other } = draft;
  const faults: LessonFormFault[] = [];
  if (title.trim() === '') faults.push({ path: 'title', code: 'no-text' });
  if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= authoringBounds.minutes))
    faults.push({ path: 'minutes', code: 'no-number' });
  if (!(Number.isInteger(xp) && xp >= 0 && xp <= authoringBounds.lessonXp))
    faults.push({ path: 'xp', code: 'no-number' });
  const check = (text: string, path: 'reading' | 'other.reading') => {
    const paragraphs = paragraphsOf(text);
    if (paragraphs.length > authoringBounds.paragraphs) faults.push({ path, code: 'too-many' });
    if (paragraphs.some((one) => one.length > authoringBounds.paragraph))
      faults.push({ path, code: 'too-long' });
  };
  check(draft.reading, 'reading');
  check(other.reading, 'other.reading');
  if (other.title.trim() === '' && other.reading.trim() !== '')
    faults.push({ path: 'other.title', code: 'no-text' });
  for (const { path, code } of lessonFaults({ ...draft, reading: [], questions: 1 }))
    if (path === 'media' || path === 'media.alt') faults.push({ path, code });
  return faults;
}

/** `questions`: ids of those that it has. */
export function toSend(draft: LessonDraft, language: Language, questions: string[]): WrittenLesson {
  const { other, media, ...lesson } = draft;
  const { [language]: _, ...alts } = media?.alts ?? {};
  return {
    ...lesson,
    questions,
    reading: paragraphsOf(draft.reading),
    media: media && {
      ...media,
      alts: { ...alts, ...(other.alt.trim() && { [language]: other.alt.trim() }) },
    },
    i18n: other.title.trim()
      ? { [language]: { title: other.title, reading: paragraphsOf(other.reading) } }
      : {},
  };
}
