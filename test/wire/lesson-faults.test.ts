import { describe, expect, it } from 'vitest';
import { isWhole, type JudgedLesson, lessonFaults, lessonKinds } from '../../src/wire/lesson-faults.ts';

const film = { kind: 'video', alt: 'A whale dives.' };
const lesson = (part: Partial<JudgedLesson>): JudgedLesson => ({
  kind: 'reading',
  reading: ['Whales come up for air.'],
  media: null,
  questions: 0,
  ...part,
});
const lacks = (part: Partial<JudgedLesson>) =>
  lessonFaults(lesson(part)).map(({ path, code }) => `${path}: ${code}`);

describe('[WRI-11] a lesson', () => {
  it('of any kind with a film, words and a question lacks nothing', () => {
    for (const kind of lessonKinds) expect(lacks({ kind, media: film, questions: 1 })).toEqual([]);
  });

  it('to watch needs a film, and no questions', () => {
    expect(lacks({ kind: 'video', media: film, reading: [] })).toEqual([]);
    expect(lacks({ kind: 'video' })).toEqual(['media: no-film']);
    expect(lacks({ kind: 'video', media: { ...film, kind: 'image' }, questions: 3 })).toEqual([
      'media: no-film',
    ]);
  });

  it('to try out, to answer and to win needs questions', () => {
    for (const kind of ['interactive', 'quiz', 'challenge'] as const) {
      expect(lacks({ kind, media: film })).toEqual(['questions: no-questions']);
      expect(lacks({ kind, reading: [], questions: 1 })).toEqual([]);
    }
  });

  it('to read needs something to read, to look at or to answer', () => {
    expect(lacks({ reading: [] })).toEqual(['reading: nothing-to-read']);
    expect(lacks({ reading: [], questions: 1 })).toEqual([]);
    expect(lacks({ reading: [], media: { kind: 'image', alt: 'A whale' } })).toEqual([]);
  });

  it('says in words what is seen or heard, and is shown to learners before it does', () => {
    const silent = { kind: 'video' as const, media: { kind: 'video', alt: ' ' } };
    expect(lacks(silent)).toEqual(['media.alt: no-alt']);
    expect(isWhole(lesson(silent))).toBe(true);
    expect(isWhole(lesson({ kind: 'quiz' }))).toBe(false);
  });
});
