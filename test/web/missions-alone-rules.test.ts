import type { AskedAlone, GivenAlone, OwnLesson, OwnMission } from '@tutti/client/admin';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isAtIt } from '../../web/src/player/alone/at-it.ts';
import {
  type Deed,
  deliver,
  firstBatch,
  isLessonThrough,
  keepDeeds,
  keptDeeds,
  neededIn,
  nextLesson,
  stepAfter,
  stepIn,
  stepOnReturn,
  stepShown,
} from '../../web/src/player/alone/queue.ts';

const question = (id: string, more: Partial<AskedAlone> = {}): AskedAlone => ({
  id,
  shown: {
    kind: 'true_false',
    prompt: id,
    choices: ['True', 'False'],
    matches: [],
    blanks: 0,
    range: null,
    unit: null,
    media: null,
    pick: 1,
    points: 1,
    worth: null,
    timeLimitMs: null,
  },
  hint: null,
  given: [],
  triesLeft: 1,
  solution: null,
  ...more,
});
const lesson = (id: string, more: Partial<OwnLesson> = {}): OwnLesson => ({
  id,
  title: id,
  kind: 'quiz',
  state: 'ahead',
  round: 1,
  isThrough: false,
  reading: ['Read.'],
  media: null,
  minutes: null,
  xp: 25,
  passAt: 0,
  judged: 0,
  right: 0,
  questions: [question(`${id}1`), question(`${id}2`)],
  ...more,
});
const mission = (lessons: OwnLesson[], more: Partial<OwnMission> = {}): OwnMission => ({
  id: 'm',
  title: 'M',
  locale: 'en',
  attempt: 1,
  isThrough: false,
  isDone: false,
  at: null,
  timeSpentSeconds: 0,
  xp: 100,
  coins: 50,
  earned: { xp: 0, coins: 0 },
  lessons,
  ...more,
});
const answer = (lessonId: string, questionId: string, round = 1): Deed => ({
  do: 'answer',
  given: { id: `${questionId}/${round}`, lessonId, questionId, round, answer: [0] } as GivenAlone,
});
const done = { state: 'done', isThrough: true } as const;

describe('[ALO-4] what waits on the device', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('is kept whichever tab wrote last, and goes when it was sent', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
    const [one, two, three] = [answer('a', 'a1'), answer('a', 'a2'), answer('a', 'a3')];
    const read: Deed = { do: 'complete', lessonId: 't', round: 1 };
    expect(keepDeeds('ann', 'm', { own: [one], gone: [] })).toEqual([one]);
    // another tab that opened before that
    expect(keepDeeds('ann', 'm', { own: [two, read], gone: [] })).toEqual([one, two, read]);
    expect(keepDeeds('ann', 'm', { own: [one, three], gone: [one] })).toEqual([two, read, three]);
    expect(keptDeeds('ann', 'm')).toEqual([two, read, three]);
    expect(keptDeeds('ben', 'm')).toEqual([]);
    expect(keepDeeds('ann', 'm', { own: [], gone: [two, read, three] })).toEqual([]);
    expect(kept.size).toBe(0);
  });

  test('drops alone what can never be taken, and keeps the rest while the server is away', async () => {
    const [one, bad, two] = [answer('a', 'a1'), answer('a', 'bad'), answer('a', 'a2')];
    const sent: Deed[][] = [];
    const send = async (batch: readonly Deed[]) => {
      sent.push([...batch]);
      if (batch.includes(bad)) throw new Error('malformed');
    };
    expect(await deliver([one, bad, two], send, () => false)).toEqual({
      gone: [one, bad, two],
      isOffline: false,
    });
    expect(sent).toEqual([[one, bad, two], [one], [bad], [two]]);
    const away = async () => Promise.reject(new Error('away'));
    expect(await deliver([one, two], away, () => true)).toEqual({ gone: [], isOffline: true });
  });

  test('leaves in the order in which it was done, answers together', () => {
    const complete: Deed = { do: 'complete', lessonId: 'a', round: 1 };
    const [one, two] = [answer('b', 'b1'), answer('b', 'b2')];
    expect(firstBatch([complete, one, two])).toEqual([complete]);
    expect(firstBatch([one, two, complete])).toEqual([one, two]);
    expect(firstBatch([one, two], 1)).toEqual([one]);
  });

  test('counts on the page at once, for the try of the lesson in which it was given', () => {
    const quiz = lesson('a');
    expect(stepIn([], quiz)).toEqual({ at: 'intro', lessonId: 'a' });
    expect(stepIn([answer('a', 'a1')], quiz)).toEqual({ at: 'question', lessonId: 'a', questionId: 'a2' });
    expect(stepAfter([answer('a', 'a1'), answer('a', 'a2')], quiz)).toEqual({ at: 'end', lessonId: 'a' });
    expect(isLessonThrough([answer('a', 'a1'), answer('a', 'a2')], { ...quiz, round: 2 })).toBe(false);
    const text = lesson('t', { kind: 'reading', questions: [] });
    expect(isLessonThrough([], text)).toBe(false);
    expect(isLessonThrough([{ do: 'complete', lessonId: 't', round: 1 }], text)).toBe(true);
  });
});

describe('[ALO-3] where a learner goes on', () => {
  const lessons = [
    lesson('a', done),
    lesson('b', { questions: [question('b1', { triesLeft: 0 }), question('b2')] }),
    lesson('c'),
  ];

  test('is the question at which the learner was, on whatever device', () => {
    const tried = question('b1', {
      triesLeft: 0,
      given: [{ id: 'x', answer: [0], outcome: 'right', share: 1, xp: 10 }],
    });
    const begun = [
      lessons[0]!,
      lesson('b', { state: 'begun', questions: [tried, question('b2')] }),
      lessons[2]!,
    ];
    expect(stepOnReturn([], mission(begun, { at: 'b' }))).toEqual({
      at: 'question',
      lessonId: 'b',
      questionId: 'b2',
    });
  });

  test('is the next lesson that is not done, and the end when all are', () => {
    expect(stepOnReturn([], mission(lessons, { at: 'a' }))).toEqual({ at: 'intro', lessonId: 'b' });
    expect(nextLesson([], mission(lessons), 'c')?.id).toBe('b');
    expect(stepOnReturn([], mission([lesson('a', done)], { at: 'a' }))).toEqual({ at: 'through' });
  });

  test('is no challenge that only waits to be judged: it comes back when it was lost', () => {
    const challenge = lesson('x', { kind: 'challenge', passAt: 0.6 });
    const waiting = [answer('x', 'x1'), answer('x', 'x2')];
    expect(stepOnReturn(waiting, mission([challenge], { at: 'x' }))).toEqual({ at: 'end', lessonId: 'x' });
    const lost = { ...challenge, state: 'lost' as const, isThrough: true };
    expect(nextLesson([], mission([lost, lesson('y', done)]), 'y')?.id).toBe('x');
  });
});

test('[ALO-3] a challenge is won with three of five, of those that can be right', () => {
  const poll = question('p');
  const five = ['a', 'b', 'c', 'd', 'e'].map((id) => question(id));
  const challenge = lesson('x', { kind: 'challenge', passAt: 0.6 });
  const counted = { ...poll, shown: { ...poll.shown, kind: 'poll' as const } };
  expect(neededIn({ ...challenge, questions: [...five, counted] })).toEqual({ need: 3, of: 5 });
  expect(neededIn({ ...challenge, questions: five.slice(0, 2) })).toEqual({ need: 2, of: 2 });
});

test('[ALO-3] a mission is through when the server says so: until then it is being checked, and what was lost comes back', () => {
  const challenge = lesson('x', { kind: 'challenge', passAt: 0.6 });
  const waiting = [answer('x', 'x1'), answer('x', 'x2')];
  const ahead = mission([lesson('a', done), challenge], { at: 'x' });
  expect(stepShown(waiting, ahead, { at: 'through' })).toEqual({ at: 'checking' });
  const lost = { ...challenge, state: 'lost' as const, isThrough: true };
  const afterwards = mission([lesson('a', done), lost], { at: 'x' });
  expect(stepShown([], afterwards, { at: 'through' })).toEqual({ at: 'end', lessonId: 'x' });
  const won = mission([lesson('a', done), { ...challenge, ...done }], { isThrough: true });
  expect(stepShown([], won, { at: 'through' })).toEqual({ at: 'through' });
  // a lesson that is not in the mission any more
  expect(stepShown([], afterwards, { at: 'intro', lessonId: 'gone' })).toEqual({ at: 'end', lessonId: 'x' });
});

test('[ALO-5] a minute without a touch is idle, unless a film plays; a page that nobody sees is silent whatever plays', () => {
  const signs = { isSeen: true, touchedAt: 5_000, isWatching: false };
  expect([5_000, 64_999, 65_000, 900_000].map((now) => isAtIt(signs, now))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isAtIt({ ...signs, isWatching: true }, 900_000)).toBe(true);
  expect(isAtIt({ ...signs, isSeen: false }, 5_000)).toBe(false);
  expect(isAtIt({ ...signs, isSeen: false, isWatching: true }, 5_000)).toBe(false);
});
