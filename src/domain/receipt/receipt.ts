import type { Answer } from '../answer/answer.ts';
import type { Stake } from '../challenge/points.ts';
import type { QuestionKind } from '../question/question.ts';

/** Whose answer it is, and to what: `round` is the place in the session, 0-based. */
export interface AnswerPlace {
  session: string;
  participant: string;
  round: number;
  vote: number;
}

/** What a question showed before its reveal, in one language. */
export interface AskedTexts {
  prompt: string;
  choices: string[];
  /** Matching: the things on the right. */
  matches: string[];
  unit: string | null;
}

/** What was asked, in every language in which it stood there. Nothing of its key. */
export interface Asked {
  kind: QuestionKind;
  /** The file that was shown with it. */
  media: string | null;
  texts: Record<string, AskedTexts>;
}

/**
 * [REP-2] What the server vouches for: that this answer to this question is stored with this time. It holds no name, no verdict and
 * no key. Hashes are SHA-256 in base64url.
 */
export interface ReceiptClaim extends AnswerPlace {
  version: 1;
  question: string;
  /** Of what was asked: a question that is changed afterwards has another one. */
  askedHash: string;
  /** Of the answer with its place and a salt: without the salt nobody finds out by trying all choices. */
  answerHash: string;
  /** When the server stored the answer: ISO 8601, UTC, to the millisecond. */
  at: string;
  /** The key that signed it. */
  keyId: string;
}

export interface Receipt extends ReceiptClaim {
  /** Ed25519 over the canonical form of the claim, base64url. */
  signature: string;
}

/** What stands behind `answerHash`; only whoever gave the answer gets it. */
export interface Opening {
  salt: string;
  answer: Answer;
  stake: Stake | null;
}

/** A receipt with everything that is needed to look behind its hashes. */
export interface OpenReceipt {
  receipt: Receipt;
  opening: Opening;
  asked: Asked;
}
