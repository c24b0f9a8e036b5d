import type { OpenReceipt, ReceiptCheck } from '@tutti/client/receipts';
import { expect, it } from 'vitest';
import { answerWords, promptOf } from '../../web/src/shared/receipts/answer-words.ts';
import { fileOf, readFile } from '../../web/src/shared/receipts/receipt-file.ts';
import { summaryOf } from '../../web/src/shared/receipts/summary.ts';

const texts = { prompt: 'What?', choices: ['ant', 'bee'], matches: ['wings', 'legs'], unit: 'km' };
const receiptOf = (
  kind: OpenReceipt['asked']['kind'],
  answer: OpenReceipt['opening']['answer'],
): OpenReceipt => ({
  receipt: {
    version: 1,
    session: 's',
    participant: 'p',
    round: 0,
    vote: 1,
    question: 'q',
    askedHash: 'h',
    answerHash: 'h',
    at: '2026-01-01T00:00:00.000Z',
    keyId: 'k',
    signature: 'x',
  },
  opening: { salt: 'salt', answer, stake: null },
  asked: { kind, media: null, texts: { en: texts, es: { ...texts, prompt: '¿Qué?' } } },
});

it('[REP-2] a check comes to how many answers stand as they were given, and what is odd', () => {
  const fine: ReceiptCheck = { signature: 'right', contents: 'right', report: 'agrees', by: 'device' };
  const checks: ReceiptCheck[] = [
    fine,
    { ...fine, contents: 'unchecked', by: 'server' },
    { ...fine, report: 'waiting' },
    { ...fine, report: 'replaced' },
    { ...fine, report: 'gone' },
    { ...fine, signature: 'unknown-key', report: null },
    { ...fine, report: null },
    { ...fine, report: 'differs' },
    { ...fine, contents: 'wrong' },
    { ...fine, signature: 'wrong', report: null },
  ];
  const receipts = checks.map(() => receiptOf('poll', [0]));
  const { odd, ...counts } = summaryOf(receipts, checks);
  expect(counts).toEqual({ all: 10, agrees: 2, waiting: 1, replaced: 1, gone: 1, old: 2, byServer: true });
  expect(odd.map(({ what }) => what)).toEqual(['differs', 'changed', 'changed']);
});

it('[REP-2] tells each answer in the words of its question', () => {
  expect(promptOf(receiptOf('poll', [0]), 'es')).toBe('¿Qué?');
  expect(promptOf(receiptOf('poll', [0]), 'fr')).toBe('What?');
  for (const [kind, answer, words] of [
    ['multiple_choice', [0, 1], 'ant · bee'],
    ['ordering', [1, 0], 'bee → ant'],
    ['matching', [1, -1], 'ant – legs · bee – ?'],
    ['fill_blank', ['one', 'two'], 'one · two'],
    ['numeric', 3.5, '3.5 km'],
    ['hotspot', { x: 0.25, y: 0.5 }, '25 % × 50 %'],
  ] as const)
    expect(answerWords(receiptOf(kind, answer as never), 'en')).toBe(words);
});

it('[REP-2] reads the file that it wrote, and no other', async () => {
  const receipts = [receiptOf('poll', [0])];
  const session = { sessionId: 's', title: 'A game', joinedAt: '2026-01-01T00:00:00.000Z', receipts };
  expect(await readFile(fileOf('http://here', { keys: [] }, [session]))).toEqual(receipts);
  for (const other of [
    '',
    '{}',
    '[]',
    'null',
    '{"format":"tutti-receipts"}',
    '{"format":"tutti-receipts","sessions":[{"receipts":[{}]}]}',
  ])
    expect(await readFile(new Blob([other])), other).toBeNull();
});
