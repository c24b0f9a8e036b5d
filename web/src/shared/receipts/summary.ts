import type { OpenReceipt, ReceiptCheck } from '@tutti/client/receipts';

export interface Odd {
  /** `differs`: the report says something else. `changed`: the receipt itself is not as it was made. */
  what: 'differs' | 'changed';
  receipt: OpenReceipt;
}

/** What a check of receipts comes to. */
export interface Summary {
  all: number;
  agrees: number;
  waiting: number;
  replaced: number;
  gone: number;
  /** Signed with a key that the server does not know (any more). */
  old: number;
  odd: Odd[];
  byServer: boolean;
}

export function summaryOf(receipts: readonly OpenReceipt[], checks: readonly ReceiptCheck[]): Summary {
  const summary: Summary = {
    all: receipts.length,
    agrees: 0,
    waiting: 0,
    replaced: 0,
    gone: 0,
    old: 0,
    odd: [],
    byServer: checks.some(({ by }) => by === 'server'),
  };
  for (const [i, receipt] of receipts.entries()) {
    const kind = kindOf(checks[i]!);
    if (kind === 'differs' || kind === 'changed') summary.odd.push({ what: kind, receipt });
    else summary[kind]++;
  }
  return summary;
}

function kindOf({ signature, contents, report }: ReceiptCheck) {
  if (signature === 'wrong' || contents === 'wrong') return 'changed';
  // a server that exchanged its keys in between told nothing of the report
  return signature === 'unknown-key' || report === null ? 'old' : report;
}
