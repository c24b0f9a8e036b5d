import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../src/domain/answer/check-answer.ts';
import { isWellFormed } from '../../../src/domain/answer/well-formed.ts';
import { pretendAnswer } from '../../../src/domain/challenge/pretend.ts';
import { type AskedQuestion, isScored } from '../../../src/domain/question/question.ts';

const common = { points: 1, timeLimitMs: 20_000 } as const;
const square = [
  { x: 0.2, y: 0.2 },
  { x: 0.4, y: 0.2 },
  { x: 0.4, y: 0.4 },
  { x: 0.2, y: 0.4 },
];
const questions: AskedQuestion[] = [
  { kind: 'single_choice', choices: 4, key: [2], partial: false, ...common },
  { kind: 'true_false', choices: 2, key: [0], partial: false, ...common },
  { kind: 'multiple_choice', choices: 5, key: [0, 3], partial: true, ...common },
  { kind: 'matching', choices: 3, key: [2, 0, 1], ...common },
  { kind: 'ordering', choices: 4, key: [3, 1, 0, 2], partial: true, ...common },
  { kind: 'fill_blank', blanks: [{ accepted: ['sun', 'star'], typo: true }], ...common },
  { kind: 'numeric', value: 3.5, tolerance: 0.5, ...common },
  { kind: 'slider', min: 0, max: 7, step: 0.1, value: 3.5, band: 0.4, edge: 2, ...common },
  { kind: 'slider', min: -10, max: 100, step: 7, value: 50, band: 0, edge: 20, ...common },
  { kind: 'hotspot', areas: [square], ...common },
  { kind: 'scale', choices: 5, ...common },
  { kind: 'poll', choices: 3, most: 2, ...common },
  { kind: 'word_cloud', words: 3, ...common },
  { kind: 'open_text', keywords: null, ...common },
];

describe('[HST-4] a pretend player', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

  it('answers every kind of question as its rules want it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...questions),
        fc.boolean(),
        fc.infiniteStream(random),
        (question, isRight, chances) => {
          const answer = pretendAnswer(question, isRight, () => chances.next().value);
          expect(isWellFormed(question, answer), `${question.kind} ${JSON.stringify(answer)}`).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is right where it is meant to be', () => {
    for (const question of questions.filter((one) => isScored(one) && one.kind !== 'open_text')) {
      // a slider's steps need not meet the value
      if (question.kind === 'slider' && question.band === 0) continue;
      expect(
        checkAnswer(
          question,
          pretendAnswer(question, true, () => 0.5),
        ).outcome,
        question.kind,
      ).toBe('right');
    }
    expect(
      checkAnswer(
        questions[0]!,
        pretendAnswer(questions[0]!, false, () => 0.5),
      ).outcome,
    ).toBe('wrong');
  });
});
