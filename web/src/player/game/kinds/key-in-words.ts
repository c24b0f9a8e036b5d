import type { QuestionView, Reveal } from '@tutti/client';
import { positions } from '../../../shared/positions.ts';

/** What was right, in words, one entry a thing; empty where nothing is right or no words can say it. */
export function keyInWords({ kind, choices, matches, unit }: QuestionView, { key }: Reveal): string[] {
  const places = positions(key);
  if (kind === 'matching') return places.map((to, from) => `${choices[from]} – ${matches[to]}`);
  if (Array.isArray(key)) {
    return key.flatMap((one) => (typeof one === 'number' ? (choices[one] ?? []) : one));
  }
  return 'value' in key ? [[key.value, unit].filter((part) => part !== null).join(' ')] : [];
}

/** How far from the value an answer was fully right; null where only the value itself was. */
export function rightRange(key: Reveal['key']): { from: number; to: number } | null {
  if (Array.isArray(key) || !('value' in key)) return null;
  const by = 'tolerance' in key ? key.tolerance : key.band;
  // 0.1 + 0.2 is 0.3 to a learner
  const plain = (value: number) => Number(value.toPrecision(12));
  return by > 0 ? { from: plain(key.value - by), to: plain(key.value + by) } : null;
}
