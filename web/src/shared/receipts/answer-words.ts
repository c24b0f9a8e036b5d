import { askedIn, type OpenReceipt } from '@tutti/client/receipts';

/** The question of a receipt in the reader's language. */
export const promptOf = ({ asked }: OpenReceipt, locale: string): string =>
  askedIn(asked, locale)?.prompt ?? '';

/** The answer of a receipt, in the words of its question. */
export function answerWords({ asked, opening: { answer } }: OpenReceipt, locale: string): string {
  const texts = askedIn(asked, locale);
  if (typeof answer === 'number') return [answer, texts?.unit].filter((part) => part != null).join(' ');
  if (!Array.isArray(answer)) return `${Math.round(answer.x * 100)} % × ${Math.round(answer.y * 100)} %`;
  const words = answer.map((one, i) => {
    if (typeof one === 'string') return one;
    if (asked.kind === 'matching') return `${texts?.choices[i]} – ${texts?.matches[one] ?? '?'}`;
    return texts?.choices[one] ?? '?';
  });
  return words.join(asked.kind === 'ordering' ? ' → ' : ' · ');
}
