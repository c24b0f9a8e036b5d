import { createHash, createHmac } from 'node:crypto';
import type { AnswerPlace, Asked, Opening, OpenReceipt, Receipt } from '../../../domain/receipt/receipt.ts';
import type { Keys } from '../../../platform/crypto/keys.ts';
import { createSigner, type PublicKey, type SignatureCheck } from '../../../platform/crypto/signature.ts';
import { answerText, askedText, canonical, signedText } from '../../../wire/receipt-form.ts';

/** An answer as it is stored. */
export interface StoredAnswer extends AnswerPlace, Pick<Opening, 'answer' | 'stake'> {
  at: string;
}

/** A question as one session asked it. */
export interface AskedQuestion {
  question: string;
  asked: Asked;
  askedHash: string;
}

export interface ReceiptMaker {
  keyId: string;
  publicKeys: PublicKey[];
  make(stored: StoredAnswer, asked: AskedQuestion): Promise<OpenReceipt>;
  /** `answerHash` of its receipt under the key; null for a key that is not known any more. */
  answerHashOf(stored: Omit<StoredAnswer, 'at'>, keyId?: string): string | null;
  verify(receipt: Receipt): Promise<SignatureCheck>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
export const askedHashOf = (asked: Asked): string => sha256(askedText(asked));

/**
 * [REP-2] Receipts from stored answers: the same answer gives the same receipt every time, and nothing of it is kept. The salt is a
 * keyed hash (HMAC-SHA-256) of the answer's place, so that it need not be stored either.
 */
export function createReceiptMaker(keys: Pick<Keys, 'receipt' | 'receipt-salt'>): ReceiptMaker {
  const signer = createSigner(keys.receipt);
  const salts = new Map(keys.receipt.map(({ kid }, i) => [kid, keys['receipt-salt'][i]!.key]));

  const openingOf = (
    { session, participant, round, vote, answer, stake }: Omit<StoredAnswer, 'at'>,
    salting: Buffer,
  ): Opening => {
    const place = canonical({ session, participant, round, vote });
    const salt = createHmac('sha256', salting).update(place).digest().subarray(0, 16).toString('base64url');
    return { salt, answer, stake };
  };

  return {
    keyId: signer.keyId,
    publicKeys: signer.publicKeys,

    async make(stored, { question, asked, askedHash }) {
      const { session, participant, round, vote, at } = stored;
      const opening = openingOf(stored, salts.get(signer.keyId)!);
      const place = { session, participant, round, vote };
      const answerHash = sha256(answerText(place, opening));
      const claim = {
        version: 1,
        ...place,
        question,
        askedHash,
        answerHash,
        at,
        keyId: signer.keyId,
      } as const;
      return { receipt: { ...claim, signature: await signer.sign(signedText(claim)) }, opening, asked };
    },

    answerHashOf(stored, keyId = signer.keyId) {
      const salting = salts.get(keyId);
      return salting ? sha256(answerText(stored, openingOf(stored, salting))) : null;
    },

    verify: (receipt) => signer.verify(receipt.keyId, signedText(receipt), receipt.signature),
  };
}
