import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomes } from '../../../src/domain/answer/answer.ts';
import {
  activeSince,
  disorderMs,
  givenAt,
  longestGapMs,
  longestWaitMs,
  notBefore,
} from '../../../src/domain/mission/active-time.ts';
import { type Given, lessonKinds, rulesOf, standingIn } from '../../../src/domain/mission/lesson.ts';
import { lockOf } from '../../../src/domain/mission/lock.ts';
import { isStuckIn, triesOf } from '../../../src/domain/mission/stuck.ts';

describe('a lesson', () => {
  const given = (questionId: string, outcome: Given['outcome'], nth = 1): Given => ({
    questionId,
    outcome,
    try: nth,
  });

  test('[ALO-3] without questions is passed by being worked through', () => {
    expect(standingIn('reading', [], [])).toMatchObject({ isThrough: true, isPassed: true, share: null });
  });

  test('[ALO-3] that is a quiz is passed with whatever answers, and counts what was right', () => {
    const quiz = ['a', 'b', 'c'];
    expect(standingIn('quiz', quiz, [given('a', 'wrong'), given('b', 'right')])).toMatchObject({
      settled: ['a', 'b'],
      isThrough: false,
      isPassed: false,
    });
    expect(
      standingIn('quiz', quiz, [given('c', 'counted'), given('a', 'wrong'), given('b', 'right')]),
    ).toEqual({
      settled: ['a', 'b', 'c'],
      judged: 2,
      right: 1,
      share: 0.5,
      isThrough: true,
      isPassed: true,
    });
  });

  test('[ALO-3] that is interactive lets a question be tried three times, and no longer once it is right', () => {
    const tries = (...results: Given['outcome'][]) =>
      standingIn(
        'interactive',
        ['a'],
        results.map((outcome, i) => given('a', outcome, i + 1)),
      );
    expect(tries('wrong', 'partly').isThrough).toBe(false);
    expect(tries('wrong', 'right')).toMatchObject({ isThrough: true, right: 1, judged: 1 });
    expect(tries('wrong', 'wrong', 'wrong')).toMatchObject({ isThrough: true, right: 0, isPassed: true });
  });

  test('[ALO-3] that is a challenge is passed from three right answers of five on', () => {
    const five = ['a', 'b', 'c', 'd', 'e'];
    const win = (rights: number) =>
      standingIn(
        'challenge',
        five,
        five.map((id, i) => given(id, i < rights ? 'right' : 'wrong')),
      );
    expect([win(2).isPassed, win(3).isPassed]).toEqual([false, true]);
    expect(win(2).isThrough).toBe(true);
  });

  test('[ALO-3] is the same in whatever order its answers come', () => {
    const answers = fc.uniqueArray(
      fc.record({
        questionId: fc.constantFrom('a', 'b', 'c', 'd'),
        try: fc.integer({ min: 1, max: 3 }),
        outcome: fc.constantFrom(...outcomes),
      }),
      { selector: (one) => `${one.questionId}${one.try}` },
    );
    // a question is not tried again once it is settled
    const possible = answers.map((all) =>
      all.filter(
        (one) =>
          !all.some(
            (other) =>
              other.questionId === one.questionId &&
              other.try < one.try &&
              other.outcome !== 'wrong' &&
              other.outcome !== 'partly',
          ),
      ),
    );
    const told = possible.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...lessonKinds), told, (kind, [all, other]) => {
        const questions = ['a', 'b', 'c', 'd'];
        const inOrder = standingIn(kind, questions, all);
        if (rulesOf(kind).tries > 1) expect(standingIn(kind, questions, other)).toEqual(inOrder);
        expect(inOrder.right).toBeLessThanOrEqual(inOrder.judged);
        expect(inOrder.isPassed && !inOrder.isThrough).toBe(false);
      }),
    );
  });
});

describe('active time', () => {
  test('[ALO-5] counts gaps of up to a minute, and no break', () => {
    expect(activeSince(null, 5_000)).toBe(0);
    expect(activeSince(0, longestGapMs)).toBe(longestGapMs);
    expect(activeSince(0, longestGapMs + 1)).toBe(0);
    expect(activeSince(5_000, 1_000)).toBe(0);
  });

  test('[ALO-5] of two devices together is never more than what went by', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 600_000 }), { minLength: 1, maxLength: 60 }),
        (beats) => {
          const inOrder = beats.toSorted((a, b) => a - b);
          let [last, sum] = [null as number | null, 0];
          for (const beat of inOrder) {
            sum += activeSince(last, beat);
            last = beat;
          }
          expect(sum).toBeLessThanOrEqual(inOrder.at(-1)! - inOrder[0]!);
        },
      ),
    );
  });

  test('[ALO-4] an answer counts for when the device says it was given, as far as that can be', () => {
    const now = 2 * longestWaitMs;
    expect(givenAt(null, { since: 0, now })).toBe(now);
    expect(givenAt(now - 1_000, { since: 0, now })).toBe(now - 1_000);
    expect(givenAt(now + 1_000, { since: 0, now })).toBe(now);
    expect(givenAt(0, { since: 0, now })).toBe(now - longestWaitMs);
    expect(givenAt(now - 2_000, { since: now - 1_000, now })).toBe(now - 1_000);
  });

  test('[ALO-4] no answer was given before its mission, its try, the last sign of life, or well before the newest one', () => {
    const at = (ms: number) => new Date(ms);
    const fresh = { startedAt: at(1_000), roundBeganAt: null, activeAt: null, answeredAt: null };
    expect(notBefore(fresh)).toBe(1_000);
    expect(notBefore({ ...fresh, roundBeganAt: at(2_000), activeAt: at(3_000) })).toBe(3_000);
    expect(notBefore({ ...fresh, roundBeganAt: at(4_000), activeAt: at(3_000) })).toBe(4_000);
    expect(notBefore({ ...fresh, answeredAt: at(9_000 + disorderMs) })).toBe(9_000);
  });
});

describe('a learner', () => {
  test('[CLS-2] is stuck in a lesson after two tries that were not enough, and in none that was ever won', () => {
    const lost = { round: 2, roundDone: true, wasWon: false };
    expect(isStuckIn({ ...lost, round: 1 })).toBe(false);
    expect(isStuckIn({ ...lost, roundDone: false })).toBe(false); // the second try is on
    expect(isStuckIn(lost)).toBe(true);
    expect(isStuckIn({ ...lost, round: 3, roundDone: false })).toBe(true);
    // whoever begins a mission again is in a later try of each lesson
    expect(isStuckIn({ round: 5, roundDone: true, wasWon: true })).toBe(false);
    expect([triesOf(lost), triesOf({ ...lost, roundDone: false })]).toEqual([2, 1]);
  });
});

describe('a mission', () => {
  const asks = { requiredLevel: 3, requires: ['first', 'second'] };

  test('[ALO-1] is locked by the level and by missions that come before, and says by which', () => {
    const completed = new Set(['first']);
    expect(lockOf(asks, { level: 2, completed, begun: false })).toEqual({ level: 3, missions: ['second'] });
    expect(lockOf(asks, { level: 3, completed, begun: false })).toEqual({
      level: null,
      missions: ['second'],
    });
    expect(lockOf(asks, { level: 3, completed: new Set(asks.requires), begun: false })).toBeNull();
  });

  test('[ALO-1] stays open once it was begun, whatever it asks for later', () => {
    expect(lockOf(asks, { level: 1, completed: new Set(), begun: true })).toBeNull();
  });
});
