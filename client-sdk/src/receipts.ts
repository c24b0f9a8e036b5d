import {
  type Asked,
  answerText,
  askedText,
  type OpenReceipt,
  type Receipt,
  signedText,
} from '../../src/wire/receipt-form.ts';
import type { CheckedReceipts, ReceiptKeys } from '../../src/wire/receipts.ts';
import type { Tutti } from './tutti.types.ts';

export type {
  Asked,
  AskedTexts,
  Opening,
  OpenReceipt,
  Receipt,
  ReceiptClaim,
  Standing,
} from '../../src/wire/receipt-form.ts';
export type { CheckedReceipts, ReceiptKeys, SessionReceipts } from '../../src/wire/receipts.ts';

type Requests = Pick<Tutti, 'request'>;
type Told = CheckedReceipts['results'][number];

/** What can be said of a receipt without asking anybody. */
export interface SelfCheck {
  signature: Told['signature'];
  /** Whether the answer and the question beside the receipt are the ones that it vouches for. */
  contents: 'right' | 'wrong';
}

export interface ReceiptCheck extends Told {
  /** `unchecked`: this platform cannot do it. */
  contents: SelfCheck['contents'] | 'unchecked';
  /** Who looked at the signature: this device, or, where it cannot, the server. */
  by: 'device' | 'server';
}

/** Receipts that one request takes. */
const atOnce = 200;

/** The public keys of the server; keep them, and nobody can exchange them later. */
export const receiptKeys = (tutti: Requests): Promise<ReceiptKeys> =>
  tutti.request<ReceiptKeys>('GET', '/receipts/keys', { anonymous: true });

/**
 * [REP-2] Checks signatures and hashes with WebCrypto, without a network; null where the platform has no Ed25519 (browsers have it on
 * https and localhost alone).
 */
export async function verifyReceipts(
  receipts: readonly OpenReceipt[],
  { keys }: ReceiptKeys,
): Promise<SelfCheck[] | null> {
  const subtle = globalThis.crypto?.subtle;
  const known = subtle && (await importKeys(subtle, keys));
  if (!known) return null;
  return Promise.all(
    receipts.map(async (one) => ({
      signature: await checkSignature(subtle, known, one.receipt),
      contents: (await hasItsContents(subtle, one)) ? ('right' as const) : ('wrong' as const),
    })),
  );
}

/**
 * Checks receipts here and holds them against the server's report, in their order. `keys`: those that you kept; otherwise the server's.
 * Rejects with a `TuttiError`.
 */
export async function checkReceipts(
  tutti: Requests,
  receipts: readonly OpenReceipt[],
  { keys }: { keys?: ReceiptKeys } = {},
): Promise<ReceiptCheck[]> {
  const own = await verifyReceipts(receipts, keys ?? (await receiptKeys(tutti)));
  const sound = receipts.filter((_, i) => !own || own[i]!.signature === 'right');
  const told = await askServer(
    tutti,
    sound.map(({ receipt }) => receipt),
  );
  return receipts.map((one, i) => {
    const there = told[sound.indexOf(one)];
    const self = own?.[i];
    if (!self) return { ...there!, contents: 'unchecked', by: 'server' };
    return { ...self, report: there?.report ?? null, by: 'device' };
  });
}

/** What the asked question was in a language, else in one that it has. */
export const askedIn = ({ texts }: Asked, locale: string) => texts[locale] ?? Object.values(texts)[0];

async function askServer(tutti: Requests, receipts: readonly Receipt[]): Promise<Told[]> {
  const told: Told[] = [];
  for (let from = 0; from < receipts.length; from += atOnce) {
    const body = { receipts: receipts.slice(from, from + atOnce) };
    const { results } = await tutti.request<CheckedReceipts>('POST', '/receipts/check', {
      body,
      anonymous: true,
    });
    told.push(...results);
  }
  return told;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function importKeys(
  subtle: SubtleCrypto,
  keys: ReceiptKeys['keys'],
): Promise<Map<string, CryptoKey> | null> {
  try {
    const imported = keys.map(async ({ kid, kty, crv, x }) => {
      const key = await subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify']);
      return [kid, key] as const;
    });
    return new Map(await Promise.all(imported));
  } catch {
    return null;
  }
}

async function checkSignature(
  subtle: SubtleCrypto,
  keys: ReadonlyMap<string, CryptoKey>,
  receipt: Receipt,
): Promise<Told['signature']> {
  const key = keys.get(receipt.keyId);
  if (!key) return 'unknown-key';
  const bytes = fromBase64url(receipt.signature);
  if (!bytes) return 'wrong';
  return (await subtle.verify('Ed25519', key, bytes, bytesOf(signedText(receipt)))) ? 'right' : 'wrong';
}

async function hasItsContents(
  subtle: SubtleCrypto,
  { receipt, opening, asked }: OpenReceipt,
): Promise<boolean> {
  const hash = async (text: string) =>
    toBase64url(new Uint8Array(await subtle.digest('SHA-256', bytesOf(text))));
  return (
    (await hash(answerText(receipt, opening))) === receipt.answerHash &&
    (await hash(askedText(asked))) === receipt.askedHash
  );
}

const toBase64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Null for what is none, or is written in another way than the one. */
function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return toBase64url(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
}
