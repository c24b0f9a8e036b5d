/**
 * [REP-2] The texts that are hashed and signed. Server and SDK must make the same bytes, so they stand here; no zod, so that a page
 * that checks receipts stays small.
 */
import type { AnswerPlace, Asked, Opening, Receipt, ReceiptClaim } from '../domain/receipt/receipt.ts';

export type {
  AnswerPlace,
  Asked,
  AskedTexts,
  Opening,
  OpenReceipt,
  Receipt,
  ReceiptClaim,
} from '../domain/receipt/receipt.ts';
export type { Standing } from '../domain/receipt/standing.ts';

/** JSON with sorted keys and without spaces (RFC 8785): one text for one value. Fields that are undefined are left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

/** What `signature` signs: everything else of the receipt. */
export function signedText({ ...claim }: ReceiptClaim & Partial<Receipt>): string {
  delete claim.signature;
  return canonical(claim);
}

/** What `askedHash` hashes. */
export const askedText = (asked: Asked): string => canonical(asked);

/** What `answerHash` hashes: with its place, so that it says nothing about any other answer. */
export const answerText = ({ session, participant, round, vote }: AnswerPlace, opening: Opening): string =>
  canonical({ session, participant, round, vote, ...opening });
