import { skeletonOf } from './skeleton.ts';

export type NicknameProblem =
  | 'nickname/empty'
  | 'nickname/too-long'
  | 'nickname/not-allowed-characters'
  | 'nickname/too-many-marks';

export type NicknameCheck =
  | { ok: true; nickname: string; skeleton: string }
  | { ok: false; code: NicknameProblem };

const mostGraphemes = 24;
const mostBytes = 96;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const utf8 = new TextEncoder();

/**
 * Keyboards put joiners into these scripts by themselves (a Persian plural, a Sinhala conjunct). Taking the joiner
 * out leaves a name that its owner can read; refusing it would refuse the child.
 */
const typedJoiner =
  /(?<=[\p{sc=Arab}\p{sc=Deva}\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}\p{sc=Sinh}])[\u200C\u200D]/gv;

/** Emoji hide nothing: the whole sequence is one picture. Only sequences that Unicode lists may hold joiners. */
const emoji = /\p{RGI_Emoji}/gv;
/** What NFKC leaves behind of a sign like ™ when a phone sent it as a picture. */
const pictureSelectors = /(\p{RGI_Emoji})|[\uFE0E\uFE0F]/gv;

/** Control, format, bidi, unassigned, private and lone surrogates; everything drawn with no width; the blank braille cell. */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/v;
const markWithoutLetter = /(?<![\p{L}\p{N}\p{S}\p{M}])\p{M}/v;
/**
 * At most two marks of the kind that goes on any letter. Vowel signs that belong to a script are part of its
 * spelling, and Burmese needs four of them in ordinary names.
 */
const stackedMarks = /[\p{M}&&\p{sc=Inherited}]{3}|\p{M}{5}/v;
const readable = /[\p{L}\p{N}\p{S}]/v;

/**
 * [JOIN-4] The nickname as it is shown, and the skeleton that is unique in its session.
 * Whether it is kind, and whether it is taken, is asked elsewhere.
 */
export function normaliseNickname(raw: string): NicknameCheck {
  const nickname = tidied(raw);
  if (nickname === '') return refuse('nickname/empty');
  // a picture stands for one letter, so that the marks around it are not taken for neighbours
  const text = nickname.replace(emoji, '□');
  if (hidden.test(text) || markWithoutLetter.test(text)) return refuse('nickname/not-allowed-characters');
  if (stackedMarks.test(text)) return refuse('nickname/too-many-marks');
  if (isTooLong(nickname)) return refuse('nickname/too-long');
  if (!readable.test(text)) return refuse('nickname/empty');
  return { ok: true, nickname, skeleton: skeletonOf(nickname) };
}

function tidied(raw: string): string {
  return raw
    .replaceAll('´', '’') // typed for an apostrophe; NFKC would tear it into a space and a loose accent
    .normalize('NFKC')
    .replace(typedJoiner, '')
    .replace(pictureSelectors, '$1')
    .normalize('NFKC')
    .replace(/\p{White_Space}+/gu, ' ')
    .trim();
}

function isTooLong(nickname: string): boolean {
  if (utf8.encode(nickname).length > mostBytes) return true;
  return [...graphemes.segment(nickname)].length > mostGraphemes;
}

function refuse(code: NicknameProblem): NicknameCheck {
  return { ok: false, code };
}
