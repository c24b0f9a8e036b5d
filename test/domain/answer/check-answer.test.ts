import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../src/domain/answer/check-answer.ts';
import { isWellFormed } from '../../../src/domain/answer/well-formed.ts';
import { aQuestion } from '../../support/class-builder.ts';

const single = aQuestion({ choices: 4, key: [2] });
const truth = aQuestion({ kind: 'true_false', choices: 2, key: [1] });
const several = aQuestion({ kind: 'multiple_choice', choices: 5, key: [0, 2, 3] });
const partial = aQuestion({ ...several, partial: true });

const right = { outcome: 'right', share: 1 };
const wrong = { outcome: 'wrong', share: 0 };

describe('checkers', () => {
  it('[ANS-1] single choice: the key is right and nothing else', () => {
    expect([0, 1, 2, 3].map((pick) => checkAnswer(single, [pick]))).toEqual([wrong, wrong, right, wrong]);
  });

  it('[ANS-1] true or false: the key is right and the other is wrong', () => {
    expect([0, 1].map((pick) => checkAnswer(truth, [pick]))).toEqual([wrong, right]);
  });

  it('[ANS-1] multiple choice: all right picks in any order, and no others', () => {
    expect(checkAnswer(several, [3, 0, 2])).toEqual(right);
    expect(checkAnswer(several, [0, 2])).toEqual(wrong);
    expect(checkAnswer(several, [0, 1, 2, 3])).toEqual(wrong);
    expect(checkAnswer(several, [1, 4])).toEqual(wrong);
  });

  it.each([
    [[0, 2, 3], 'right', 1],
    [[0, 2], 'partly', 2 / 3],
    [[0], 'partly', 1 / 3],
    [[0, 2, 1], 'partly', 1 / 3],
    [[0, 1, 2, 3], 'partly', 2 / 3],
    [[0, 1], 'wrong', 0],
    [[0, 1, 4], 'wrong', 0],
    [[1, 4], 'wrong', 0],
    [[0, 1, 2, 3, 4], 'partly', 1 / 3],
  ])('[ANS-1] in part: picks %j are %s and earn right minus wrong picks', (picks, outcome, share) => {
    expect(checkAnswer(partial, picks)).toEqual({ outcome, share });
  });

  it('[ANS-1] a share is never below 0 nor above 1, and only the whole key is right', () => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), (picks) => {
        const { outcome, share } = checkAnswer(partial, picks);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(outcome === 'right').toBe(share === 1);
        expect(outcome === 'wrong').toBe(share === 0);
      }),
    );
  });
});

describe('well-formed answers', () => {
  it('[ANS-4] name shown choices, each once, as many as the kind allows', () => {
    expect(isWellFormed(single, [3])).toBe(true);
    expect(isWellFormed(truth, [1])).toBe(true);
    expect(isWellFormed(several, [4, 0, 1])).toBe(true);
    expect(isWellFormed(several, [0, 1, 2, 3, 4])).toBe(true);
  });

  it.each([
    ['no pick', []],
    ['two picks where one is asked', [0, 1]],
    ['a choice that is not shown', [4]],
    ['a negative one', [-1]],
    ['half a choice', [0.5]],
    ['NaN', [Number.NaN]],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['a text', ['0']],
    ['a key of every object', ['__proto__']],
    ['the name of a method', ['constructor']],
    ['nothing', [null]],
    ['a list', [[0]]],
    ['an object that calls itself 0', [{ valueOf: () => 0 }]],
    ['a hole', new Array(1)],
    ['a million picks', new Array(1_000_000).fill(0)],
  ])('[ANS-4] %s is malformed', (_, picks) => {
    expect(isWellFormed(single, picks as number[])).toBe(false);
  });

  it.each([
    ['the same choice twice', [1, 1]],
    ['more picks than choices', [0, 1, 2, 3, 4, 0]],
    ['a hole between two picks', Object.assign(new Array(3), { 0: 0, 2: 2 })],
    ['one bad pick among good ones', [0, 1, Number.NaN]],
  ])('[ANS-4] %s is malformed for multiple choice', (_, picks) => {
    expect(isWellFormed(several, picks as number[])).toBe(false);
  });

  it('[ANS-4] whatever is sent, nothing breaks, and what passes can be checked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.anything()),
        fc.constantFrom(single, truth, several, partial),
        (picks, question) => {
          if (!isWellFormed(question, picks as number[])) return;
          expect(['right', 'partly', 'wrong']).toContain(checkAnswer(question, picks as number[]).outcome);
        },
      ),
    );
  });
});
