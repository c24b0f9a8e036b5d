/**
 * [JOIN-4] Two nicknames that a class could take for one another on the wall have the same skeleton.
 *
 * - Capitals, spaces and punctuation do not tell names apart ("anna", "An.na").
 * - Accents do not either: from the back row "Zoë" is "Zoe", and a copied name with one accent more is the
 *   commonest prank. The second of two children called Hùng and Hưng adds a letter; so do two Annas.
 *   Japanese voicing marks are kept, since か and が are different letters.
 * - Letters that look alike in Latin, Greek and Cyrillic are one letter, also 0 and o.
 * - i, l, 1 and | are one letter. A capital I looks like a small l, and capitals do not count, so "Li" and "Ll"
 *   have to be the same name too.
 */
export function skeletonOf(nickname: string): string {
  const letters = nickname
    .normalize('NFKD')
    .replace(/(?<![\p{sc=Hira}\p{sc=Kana}])[\p{M}&&\p{sc=Inherited}]+/gv, '')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase() // first, so that ß becomes ss and ı becomes i
    .toLowerCase();
  return [...letters]
    .map((letter) => lookalikes.get(letter) ?? letter)
    .join('')
    .replace(/[\p{White_Space}\p{P}]+/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .normalize('NFC');
}

/**
 * Small letters and what they are taken for, after capitals and accents are gone. Where the capital and the small
 * letter resemble different ones (Greek Η and η), the capital decides, since names begin with it.
 */
const lookalikes = new Map<string, string>(
  Object.entries({
    i: 'l1|ıɩιіӏɪłʟ',
    o: '0οоօøɔᴏ',
    a: 'αаɑᴀ',
    b: 'βвьʙ',
    c: 'сϲᴄ',
    d: 'ԁđðᴅ',
    e: 'εеєᴇ',
    f: 'ꜰƒ',
    g: 'ɡɢ',
    h: 'ηнһħʜ',
    j: 'јȷᴊ',
    k: 'κкᴋ',
    m: 'μмᴍ',
    n: 'νпɴ',
    p: 'ρрᴘ',
    q: 'ԛ',
    r: 'гʀ',
    s: 'ѕꜱ',
    t: 'τтŧᴛ',
    u: 'սᴜ',
    v: 'ѵᴠ',
    w: 'ԝшωᴡ',
    x: 'χх×',
    y: 'γуүʏ',
    z: 'ζᴢ',
    ae: 'æ',
    oe: 'œ',
    th: 'þ',
    σ: 'ς',
  }).flatMap(([letter, alike]) => [...alike].map((other): [string, string] => [other, letter])),
);
