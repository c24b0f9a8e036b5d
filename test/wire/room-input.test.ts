import { describe, expect, it } from 'vitest';
import { submitAnswer } from '../../src/wire/room-input.ts';

const answer = { round: 0, vote: 1, answerId: '0f8fad5b-d9cb-469f-a165-70867728950e', answer: [0] };
const passes = (different: object) => submitAnswer.safeParse({ ...answer, ...different }).success;

describe('answers as they arrive', () => {
  it('[ANS-4] a whole answer passes', () => {
    expect(passes({})).toBe(true);
    expect(passes({ answerId: 'answer-1' })).toBe(true);
  });

  it.each([
    ['short', 'short'],
    ['long', 'a'.repeat(65)],
    ['with a NUL, which no database text can hold', 'answer-\u0000'],
    ['with half a character', 'answer-\ud83e'],
    ['with a space', 'answer 12'],
    ['a number', 12_345_678],
  ])('[ANS-4] an id that is %s is malformed', (_, answerId) => {
    expect(passes({ answerId })).toBe(false);
  });

  it.each([
    ['NaN', { round: Number.NaN }],
    ['a text for a number', { round: '0' }],
    ['infinity', { answer: [Number.POSITIVE_INFINITY] }],
    ['no choices', { answer: [] }],
    ['choices that are no list', { answer: { 0: 0, length: 1 } }],
    ['a huge list', { answer: new Array(100_000).fill(0) }],
    ['a key too many', { points: 1_000 }],
    ['a vote that does not exist', { vote: 3 }],
  ])('[ANS-4] %s is malformed', (_, different) => {
    expect(passes(different)).toBe(false);
  });

  it.each([null, undefined, 7, 'answer', [], [answer], JSON.parse('{"__proto__":{"round":0}}')])(
    '[ANS-4] %j is no answer',
    (message) => {
      expect(submitAnswer.safeParse(message).success).toBe(false);
    },
  );
});
