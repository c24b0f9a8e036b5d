import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAnswer } from '../../../rooms/class-challenge/answer-shape.ts';
import { submitAnswer } from '../../../src/wire/room-input.ts';

const good = { round: 3, vote: 1, answerId: 'a1b2c3d4-e5', answer: [0, 2] };

const holed = [1, 1, 2];
delete holed[1];

const mostlyWhole = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -1, max: 60 }) },
  fc.constantFrom(10_000, 10_001, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -0, '1', null, undefined, 2n),
);
const anId = fc.oneof(
  fc.stringMatching(/^[\w-]{6,10}$/),
  fc.stringMatching(/^[\w-]{62,66}$/),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('12345678\n', 12_345_678, null),
);
const message = fc.oneof(
  fc.record({
    round: mostlyWhole,
    vote: fc.oneof(fc.constantFrom(1, 2), mostlyWhole),
    answerId: anId,
    answer: fc.oneof(fc.array(mostlyWhole, { maxLength: 22 }), fc.anything()),
  }),
  fc.record({ ...mapConstants(good), more: fc.anything() }, { requiredKeys: [] }),
  fc.anything(),
);

function mapConstants<T extends object>(values: T) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)]));
}

test('[ANS-4] [EDG-6] the check by hand and the schema of the wire agree on whatever comes', () => {
  fc.assert(
    fc.property(message, (raw) => {
      expect(isAnswer(raw)).toBe(submitAnswer.safeParse(raw).success);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['an answer', good, true],
  ['most choices', { ...good, answer: Array(20).fill(50) }, true],
  ['too many choices', { ...good, answer: Array(21).fill(1) }, false],
  ['no choice', { ...good, answer: [] }, false],
  ['a hole between choices', { ...good, answer: holed }, false],
  ['a field more', { ...good, points: 1_000 }, false],
  ['a field less', { round: 3, vote: 1, answerId: good.answerId }, false],
  ['a half question', { ...good, round: 1.5 }, false],
  ['not a number', { ...good, round: Number.NaN }, false],
  ['a list', [good], false],
  ['nothing', null, false],
  [
    'a prototype key',
    JSON.parse(`{"__proto__":{"round":1},"vote":1,"answerId":"12345678","answer":[1]}`),
    false,
  ],
] as const)('[ANS-4] [EDG-6] %s', (_, raw, isOne) => {
  expect(isAnswer(raw)).toBe(isOne);
  expect(submitAnswer.safeParse(raw).success).toBe(isOne);
});
