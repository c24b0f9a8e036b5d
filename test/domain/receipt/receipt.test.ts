import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedRound } from '../../../src/domain/challenge/class-plan.ts';
import { askedOf } from '../../../src/domain/receipt/asked.ts';
import type { Receipt } from '../../../src/domain/receipt/receipt.ts';
import {
  countingAnswers,
  type Stamp,
  type Standing,
  standingOf,
} from '../../../src/domain/receipt/standing.ts';
import { createReceiptMaker, type StoredAnswer } from '../../../src/modules/live/receipts/receipt-maker.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { canonical } from '../../../src/wire/receipt-form.ts';
import { anyAnswer, everyKind, kinds } from '../../support/kinds.ts';

const maker = createReceiptMaker(deriveKeys('the secret of a test'));
const question = {
  question: '01980000-0000-7000-8000-00000000000a',
  asked: { kind: 'poll', media: null, texts: {} } as const,
  askedHash: 'a'.repeat(43),
};
const stored: StoredAnswer = {
  session: '01980000-0000-7000-8000-000000000001',
  participant: '01980000-0000-7000-8000-000000000002',
  round: 3,
  vote: 1,
  answer: [2],
  stake: null,
  at: '2026-11-21T10:20:30.456Z',
};

describe('the canonical form', () => {
  test('[REP-2] is one text for one value, whatever the order of its fields', () => {
    const json = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (fields) => {
        const turned = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonical(turned)).toBe(canonical(fields));
      }),
    );
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(canonical(one) === canonical(other)).toBe(
          JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)),
        );
      }),
    );
  });
});

describe('[REP-2] a receipt', () => {
  test('is right as it was made, and wrong with any field changed', async () => {
    const { receipt } = await maker.make(stored, question);
    expect(await maker.verify(receipt)).toBe('right');
    const other: { [Field in keyof Receipt]: fc.Arbitrary<unknown> } = {
      version: fc.constant(2),
      session: fc.uuid(),
      participant: fc.uuid(),
      round: fc.nat(),
      vote: fc.nat(),
      question: fc.uuid(),
      askedHash: fc.string(),
      answerHash: fc.base64String(),
      at: fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
      keyId: fc.constant(receipt.keyId),
      signature: fc.nat(85).chain((at) =>
        fc.constantFrom(...'Ab9_-').map((letter) => {
          const letters = [...receipt.signature];
          letters[at] = letter;
          return letters.join('');
        }),
      ),
    };
    expect(Object.keys(other)).toEqual(Object.keys(receipt));
    for (const [field, values] of Object.entries(other))
      await fc.assert(
        fc.asyncProperty(values, async (value) => {
          const changed = { ...receipt, [field]: value } as Receipt;
          const isSame = value === receipt[field as keyof Receipt];
          expect(await maker.verify(changed), field).toBe(isSame ? 'right' : 'wrong');
        }),
        { numRuns: 40 },
      );
    expect(await maker.verify({ ...receipt, keyId: 'x'.repeat(12) })).toBe('unknown-key');
  });

  test('has another hash for another answer, stake, place or player, and the same for the same', () => {
    const hashOf = (different: object) => maker.answerHashOf({ ...stored, ...different });
    const own = hashOf({});
    expect(hashOf({ answer: [2] })).toBe(own);
    for (const different of [
      { stake: 'high' },
      { round: 4 },
      { vote: 2 },
      { participant: stored.session },
      { session: stored.participant },
    ])
      expect(hashOf(different), JSON.stringify(different)).not.toBe(own);
    fc.assert(
      fc.property(anyAnswer, anyAnswer, (one, other) => {
        // as the log keeps them
        const [a, b] = [one, other].map((answer) => JSON.parse(json(answer)) as unknown);
        expect(hashOf({ answer: a }) === hashOf({ answer: b })).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  test('says nothing about the answer to whoever tries all of them without the salt', async () => {
    const { opening } = await maker.make(stored, question);
    const elsewhere = await maker.make({ ...stored, round: 4 }, question);
    expect(opening.salt).toMatch(/^[\w-]{22}$/);
    expect(elsewhere.opening.salt).not.toBe(opening.salt);
    const stranger = createReceiptMaker(deriveKeys('another secret'));
    expect((await stranger.make(stored, question)).receipt.answerHash).not.toBe(
      (await maker.make(stored, question)).receipt.answerHash,
    );
  });

  test('stays right after the secret was changed, as long as the one before is given', async () => {
    const { receipt } = await maker.make(stored, question);
    const rotated = createReceiptMaker(deriveKeys('a new secret', 'the secret of a test'));
    expect(rotated.keyId).not.toBe(maker.keyId);
    expect(rotated.publicKeys.map(({ kid }) => kid)).toEqual([rotated.keyId, maker.keyId]);
    expect(await rotated.verify(receipt)).toBe('right');
    expect(rotated.answerHashOf(stored, receipt.keyId)).toBe(receipt.answerHash);
    const forgotten = createReceiptMaker(deriveKeys('a new secret'));
    expect(await forgotten.verify(receipt)).toBe('unknown-key');
    expect(forgotten.answerHashOf(stored, receipt.keyId)).toBeNull();
  });

  test('[RND-2] of every kind holds what was shown and nothing of the key', () => {
    for (const kind of kinds) {
      const texts = {
        prompt: 'What?',
        explanation: 'zzwhy',
        hint: 'zzhint',
        choices: ['one', 'two'],
        matches: ['left', 'right'],
        blanks: ['zzblank'],
        sample: 'zzsample',
        unit: 'km',
      };
      const { question: asks } = everyKind[kind];
      const planned: PlannedRound = {
        ...asks,
        questionId: 'q',
        objectives: [],
        media: null,
        texts: { en: texts },
      };
      const asked = askedOf(planned);
      expect(Object.keys(asked)).toEqual(['kind', 'media', 'texts']);
      expect(asked.texts.en).toEqual({
        prompt: 'What?',
        choices: ['one', 'two'],
        matches: kind === 'matching' ? ['left', 'right'] : [],
        unit: kind === 'numeric' || kind === 'slider' ? 'km' : null,
      });
    }
  });
});

describe('[REP-2] held against the report', () => {
  const stamp = (answerHash: string, at = '1'): Stamp => ({ askedHash: 'asked', answerHash, at });
  const mine = stamp('mine');
  test.each<[string, Standing, Parameters<typeof standingOf>[1]]>([
    ['the session is deleted', 'gone', null],
    ['the report says the same', 'agrees', { isReported: true, logged: [mine], reported: mine }],
    ['the report has another answer', 'differs', { isReported: true, logged: [mine], reported: stamp('x') }],
    [
      'the report has another time',
      'differs',
      { isReported: true, logged: [mine], reported: stamp('mine', '2') },
    ],
    ['the report has no answer', 'differs', { isReported: true, logged: [mine], reported: null }],
    [
      'log and report were changed',
      'differs',
      { isReported: true, logged: [stamp('x')], reported: stamp('x') },
    ],
    ['there is no report yet', 'waiting', { isReported: false, logged: [mine], reported: null }],
    ['the log was changed', 'differs', { isReported: false, logged: [stamp('x')], reported: null }],
    [
      'another answer came later',
      'replaced',
      { isReported: true, logged: [mine, stamp('later')], reported: stamp('later') },
    ],
    [
      'it came later, no report yet',
      'replaced',
      { isReported: false, logged: [mine, stamp('later')], reported: null },
    ],
    [
      'another answer came later and the report has a third',
      'differs',
      { isReported: true, logged: [mine, stamp('later')], reported: stamp('x') },
    ],
  ])('where %s it %s', (_, standing, records) => {
    expect(standingOf(mine, records)).toBe(standing);
  });

  test('[RVL-3] [ANS-3] the last answer of the last vote counts, round by round', () => {
    const given = (round: number, vote: number, at: string) => ({ ...stored, round, vote, at });
    const log = [given(1, 1, 'a'), given(0, 1, 'b'), given(1, 1, 'c'), given(0, 2, 'd'), given(2, 1, 'e')];
    expect(countingAnswers(log).map(({ at }) => at)).toEqual(['d', 'c', 'e']);
  });
});

const json = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one)) ?? 'null';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { fields: fields.map(([name, field]) => [name, sorted(field)]) };
}
