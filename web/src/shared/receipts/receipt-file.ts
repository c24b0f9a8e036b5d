import type { OpenReceipt, ReceiptKeys, SessionReceipts } from '@tutti/client/receipts';

/** What a learner keeps. The keys are in it for tools: with them a receipt can be checked without this server. */
interface ReceiptFile {
  format: 'tutti-receipts';
  version: 1;
  server: string;
  keys: ReceiptKeys['keys'];
  sessions: SessionReceipts[];
}

export const receiptFileName = 'tutti-receipts.json';
/** A thousand answers and more. */
const mostBytes = 8_000_000;

export function fileOf(server: string, { keys }: ReceiptKeys, sessions: SessionReceipts[]): Blob {
  const content: ReceiptFile = { format: 'tutti-receipts', version: 1, server, keys, sessions };
  return new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' });
}

/** The receipts of a file that was saved here; null for any other file. */
export async function readFile(file: Blob): Promise<OpenReceipt[] | null> {
  if (file.size > mostBytes) return null;
  try {
    const { format, sessions } = JSON.parse(await file.text()) as Partial<ReceiptFile>;
    if (format !== 'tutti-receipts') return null;
    const receipts = sessions!.flatMap((session) => session.receipts);
    return receipts.every(({ receipt, opening, asked }) => receipt && opening && asked.texts)
      ? receipts
      : null;
  } catch {
    return null;
  }
}
