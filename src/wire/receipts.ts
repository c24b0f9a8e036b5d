import { z } from 'zod';
import type { Asked, Opening, OpenReceipt, Receipt } from '../domain/receipt/receipt.ts';
import type { Standing } from '../domain/receipt/standing.ts';
import { page, uuid } from './common.ts';
import { answer, questionKind, stake } from './question.ts';

const hash = z.string().regex(/^[\w-]{43}$/);

/** [REP-2] See `src/wire/receipt-form.ts` for what is hashed and signed. */
export const receipt = z.strictObject({
  version: z.literal(1),
  session: uuid,
  participant: uuid,
  round: z.number().int().min(0).max(10_000),
  vote: z.number().int().min(1).max(9),
  question: uuid,
  askedHash: hash,
  answerHash: hash,
  at: z.iso.datetime({ precision: 3 }),
  keyId: z.string().regex(/^[\w-]{12}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
}) satisfies z.core.$ZodType<Receipt>;

const asked = z.strictObject({
  kind: questionKind,
  media: z.string().nullable(),
  texts: z.record(
    z.string(),
    z.strictObject({
      prompt: z.string(),
      choices: z.array(z.string()),
      matches: z.array(z.string()),
      unit: z.string().nullable(),
    }),
  ),
}) satisfies z.core.$ZodType<Asked>;

const opening = z.strictObject({
  salt: z.string(),
  answer,
  stake: stake.nullable(),
}) satisfies z.core.$ZodType<Opening>;

const openReceipt = z.strictObject({ receipt, opening, asked }) satisfies z.core.$ZodType<OpenReceipt>;

/** What a player has of one session, a receipt a question: of the vote and the answer that count. */
export const sessionReceipts = z.strictObject({
  sessionId: uuid,
  title: z.string(),
  joinedAt: z.iso.datetime(),
  receipts: z.array(openReceipt),
});
export type SessionReceipts = z.infer<typeof sessionReceipts>;

/** `?limit=…` counts sessions. */
export const myReceiptsQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(20).default(10),
});
export const receiptPage = page(sessionReceipts);

/** Public keys (RFC 8037), the one that signs now first. */
export const receiptKeys = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      x: z.string(),
      kid: z.string(),
      use: z.literal('sig'),
      alg: z.literal('EdDSA'),
    }),
  ),
});
export type ReceiptKeys = z.infer<typeof receiptKeys>;

export const checkReceiptsBody = z.strictObject({ receipts: z.array(receipt).min(1).max(200) });

const standing = z.enum(
  Object.keys({
    agrees: true,
    differs: true,
    replaced: true,
    waiting: true,
    gone: true,
  } satisfies Record<Standing, true>) as [Standing, ...Standing[]],
);
/** In the order of the receipts. `report`: null where the signature is not right; then nothing is told. */
export const checkedReceipts = z.strictObject({
  results: z.array(
    z.strictObject({
      signature: z.enum(['right', 'wrong', 'unknown-key']),
      report: standing.nullable(),
    }),
  ),
});
export type CheckedReceipts = z.infer<typeof checkedReceipts>;
