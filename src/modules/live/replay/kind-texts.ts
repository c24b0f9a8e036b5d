import { setImmediate } from 'node:timers/promises';
import { isUnkind } from '../unkind-names.ts';

/** A screen shows 40; judging one takes most of a millisecond. */
const judgedAtMost = 100;
const atOnce = 10;
const isNumber = (text: string): boolean => Number.isFinite(Number(text));

/** Which of the texts of a class may stand on a screen: the commonest ones without those that are unkind, and all numbers. */
export async function kindTexts(texts: readonly string[]): Promise<ReadonlySet<string>> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const distinct = [...counts.keys()];
  const kind = new Set(distinct.filter(isNumber));
  const commonest = distinct
    .filter((text) => !kind.has(text))
    .sort((a, b) => counts.get(b)! - counts.get(a)!)
    .slice(0, judgedAtMost);
  for (const [i, text] of commonest.entries()) {
    if (i % atOnce === atOnce - 1) await setImmediate();
    if (!isUnkind(text)) kind.add(text);
  }
  return kind;
}
