import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../../src/domain/nickname/skeleton.ts';

describe('skeleton', () => {
  it.each([
    ['capitals', 'anna', 'ANNA'],
    ['spaces', 'Brave Otter', 'BraveOtter'],
    ['punctuation', 'Anna', 'Anna.'],
    ['kinds of apostrophe', "O'Neill", 'O’Neill'],
    ['accents', 'Zoë', 'Zoe'],
    ['accents in pieces', 'Zoë', 'Zoe\u0308'],
    ['strokes', 'Łukasz', 'Lukasz'],
    ['sharp s', 'Weiß', 'Weiss'],
    ['Turkish i', 'Işıl', 'ISIL'],
    ['zero and o', 'Otto', '0tt0'],
    ['one and l', 'Lilly', 'Li11y'],
    ['capital I and small l', 'Liam', 'lIam'],
    ['a bar', 'Liam', '|iam'],
    ['Li and Ll, which follows from the two above', 'Li', 'Ll'],
    ['Cyrillic letters', 'Coco', 'Сосо'],
    ['a Cyrillic capital', 'BOB', 'ВОВ'],
    ['Greek letters', 'NIKOS', 'ΝΙΚΟΣ'.replace('Σ', 'S')],
    ['a Greek small letter', 'Marko', 'Mαrκο'],
    ['the sigma at the end of a word', 'ΝΙΚΟΣ', 'νικος'],
    ['small capitals', 'Anna', 'ᴀɴɴᴀ'],
    ['r and n beside each other', 'Emma', 'Ernrna'],
    ['v and v beside each other', 'Will', 'VVill'],
    ['the look of a heart', '❤️', '❤'],
    ['Arabic vowel signs', 'محمّد', 'محمد'],
  ])('[JOIN-4] does not tell names apart by %s', (_, one, other) => {
    expect(skeletonOf(other)).toBe(skeletonOf(one));
  });

  it.each([
    ['Anna', 'Hanna'],
    ['Ana', 'Anna'],
    ['Player 2', 'Player 3'],
    ['かな', 'がな'],
    ['रवि', 'रव'],
    ['李雷', '李梅'],
    ['🦊', '🐼'],
    ['👍🏻', '👍🏿'],
    ['Иван', 'Илья'],
    ['محمد', 'محمود'],
    ['민준', '민지'],
  ])('[JOIN-4] %s and %s are two names', (one, other) => {
    expect(skeletonOf(other)).not.toBe(skeletonOf(one));
  });
});
