import { randomInt } from 'node:crypto';
import { generatedName } from '../../domain/nickname/generated-name.ts';
import { normaliseNickname } from '../../domain/nickname/nickname.ts';
import type { Locale } from '../../wire/common.ts';
import { isUnkind } from './unkind-names.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const longest = 24;

/** The name of an account as a class may see it; null: the rules for names allow none of it. [JOIN-4] */
export function accountName(displayName: string, ending = ''): string | null {
  const room = longest - [...ending].length;
  const short = [...graphemes.segment(displayName.trim())]
    .slice(0, room)
    .map(({ segment }) => segment)
    .join('')
    .trim();
  const name = normaliseNickname(short + ending);
  return name.ok && !isUnkind(name.nickname) ? name.nickname : null;
}

/** The n-th of a name in a class: "Maya", "Maya 2"; a made-up name where the own one cannot be shown. */
export const numbered = (displayName: string, n: number, locale: Locale): string =>
  accountName(displayName, n === 1 ? '' : ` ${n}`) ??
  generatedName(() => randomInt(2 ** 32) / 2 ** 32, locale);
