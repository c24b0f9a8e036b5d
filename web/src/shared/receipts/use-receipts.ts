import type { Tutti } from '@tutti/client';
import { checkReceipts, type OpenReceipt, receiptKeys, type SessionReceipts } from '@tutti/client/receipts';
import { useState } from 'react';
import { offerFile } from '../offer-file.ts';
import { fileOf, readFile, receiptFileName } from './receipt-file.ts';
import { type Summary, summaryOf } from './summary.ts';

export type Outcome =
  | { name: 'none' }
  | { name: 'busy' }
  | { name: 'checked'; summary: Summary }
  | { name: 'not-a-file' }
  | { name: 'failed'; error: unknown };

/** [REP-2] `read`: fetches the own receipts; that happens with the first use and not before. */
export function useReceipts(tutti: Tutti, read: () => Promise<SessionReceipts[]>) {
  const [sessions, setSessions] = useState<SessionReceipts[] | null>(null);
  const [outcome, setOutcome] = useState<Outcome>({ name: 'none' });

  async function trying(work: () => Promise<Outcome>): Promise<void> {
    setOutcome({ name: 'busy' });
    setOutcome(await work().catch((error: unknown): Outcome => ({ name: 'failed', error })));
  }
  async function readOwn(): Promise<SessionReceipts[]> {
    const own = await read();
    setSessions(own);
    return own;
  }
  async function held(receipts: readonly OpenReceipt[]): Promise<Outcome> {
    return { name: 'checked', summary: summaryOf(receipts, await checkReceipts(tutti, receipts)) };
  }

  return {
    /** null until they were fetched. */
    sessions,
    outcome,
    open: () =>
      trying(async () => {
        await readOwn();
        return { name: 'none' };
      }),
    check: () => trying(async () => held((await readOwn()).flatMap(({ receipts }) => receipts))),
    checkFile: (file: Blob) =>
      trying(async () => {
        const receipts = await readFile(file);
        return receipts ? held(receipts) : { name: 'not-a-file' };
      }),
    save: () =>
      trying(async () => {
        const [own, keys] = await Promise.all([readOwn(), receiptKeys(tutti)]);
        offerFile(fileOf(tutti.url, keys, own), receiptFileName);
        return { name: 'none' };
      }),
  };
}
