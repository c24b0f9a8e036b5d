import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseNickname } from '../../../src/domain/nickname/nickname.ts';

const shown = (raw: string) => {
  const check = normaliseNickname(raw);
  return check.ok ? check.nickname : check.code;
};

describe('nickname', () => {
  it.each([
    'Li',
    'Nguyễn',
    'Scunthorpe',
    'Zoë',
    'محمد',
    '李雷',
    "O'Neill",
    'O’Neill',
    '🦊',
    'Ana-Li',
    'José María',
    'רחל',
    'ज़ैनब',
    'ကျော်',
    'สมชาย',
    'Mr. 7',
  ])('[JOIN-4] %s is shown as it is', (name) => {
    expect(shown(name)).toBe(name.normalize('NFKC'));
  });

  it('[JOIN-4] white space around a name goes, and inside it becomes one space', () => {
    expect(shown('  Brave \t\u00a0\u3000 Otter\r\n')).toBe('Brave Otter');
  });

  it('[JOIN-4] wide and mathematical letters become plain ones', () => {
    expect(shown('Ｌｉ')).toBe('Li');
    expect(shown('𝓩𝓸𝓮')).toBe('Zoe');
  });

  it('[JOIN-4] an acute accent that stands for an apostrophe becomes one', () => {
    expect(shown('O´Neill')).toBe('O’Neill');
  });

  it.each(['', ' ', ' \t\n', '\u00a0', '...', '-', '__', '¿?'])(
    '[JOIN-4] %j holds nothing to read',
    (raw) => {
      expect(shown(raw)).toBe('nickname/empty');
    },
  );

  it('[JOIN-4] 24 graphemes fit, whatever they are made of, and 25 do not', () => {
    expect(shown('a'.repeat(24))).toBe('a'.repeat(24));
    expect(shown('a'.repeat(25))).toBe('nickname/too-long');
    expect(shown('👍🏽'.repeat(12))).toBe('👍🏽'.repeat(12));
    expect(shown('é'.normalize('NFD').repeat(24))).toBe('é'.repeat(24));
  });

  it('[JOIN-4] 96 bytes fit and 97 do not', () => {
    expect(shown('🦊'.repeat(24))).toBe('🦊'.repeat(24));
    const families = '👨‍👩‍👧‍👦'.repeat(3); // 25 bytes each
    expect(shown(`${families}aaaaaaaaaaaaaaaaaaaaa`)).toBe(`${families}aaaaaaaaaaaaaaaaaaaaa`);
    expect(shown(`${families}éaaaaaaaaaaaaaaaaaaaa`)).toBe('nickname/too-long');
  });

  it('[JOIN-4] the length counts after NFKC, where one character can become eighteen', () => {
    expect(shown('ﷺﷺ')).toBe('nickname/too-long');
  });

  it.each([
    ['right-to-left override', 'Li\u202eevil'],
    ['left-to-right embedding', '\u202aLi'],
    ['isolate', 'Li\u2066x\u2069'],
    ['right-to-left mark', 'Li\u200f'],
    ['zero-width space', 'L\u200bi'],
    ['byte order mark', 'L\ufeffi'],
    ['word joiner', 'L\u2060i'],
    ['joiner between Latin letters', 'L\u200di'],
    ['non-joiner between Latin letters', 'L\u200ci'],
    ['soft hyphen', 'L\u00adi'],
    ['null', 'Li\u0000'],
    ['escape', '\u001b[31mLi'],
    ['delete', 'Li\u007f'],
    ['private use', 'Li\ue000'],
    ['unassigned', 'Li\u0378'],
    ['lone surrogate', 'Li\ud83e'],
    ['Hangul filler', '\u3164'],
    ['blank braille cell', '\u2800'],
    ['combining grapheme joiner', 'L\u034fi'],
    ['tag character', 'Li\u{e0041}'],
    ['accent without a letter', '\u0301Li'],
    ['accent on a space', 'Li \u0301'],
    ['nothing but hidden ones', '\u200b\u200b'],
  ])('[JOIN-4] a name with a hidden or loose character is refused: %s', (_, raw) => {
    expect(shown(raw)).toBe('nickname/not-allowed-characters');
  });

  it('[JOIN-4] joiners and selectors inside an emoji stay, since they show as one picture', () => {
    expect(shown('👨‍👩‍👧‍👦')).toBe('👨‍👩‍👧‍👦');
    expect(shown('🏳️‍🌈 Ana')).toBe('🏳️‍🌈 Ana');
    expect(shown('❤️')).toBe('❤️');
    expect(shown('1️⃣')).toBe('1️⃣');
  });

  it('[JOIN-4] joiners that make no emoji hide something and are refused', () => {
    expect(shown('🦊\u200d')).toBe('nickname/not-allowed-characters');
    expect(shown('🦊\u200d\u200d🦊')).toBe('nickname/not-allowed-characters');
  });

  it('[JOIN-4] joiners that a Persian or Sinhala keyboard types are taken out, and the name passes', () => {
    expect(shown('علی\u200cرضا')).toBe('علیرضا');
    expect(shown('ශ්\u200dරී')).toBe('ශ්රී');
  });

  it('[JOIN-4] a selector that an emoji left behind goes with it', () => {
    expect(shown('Team™️')).toBe('TeamTM');
  });

  it('[JOIN-4] two marks on a letter pass and three do not', () => {
    expect(shown('q\u0323\u0302')).toBe('q\u0323\u0302');
    expect(shown('q\u0323\u0302\u0308')).toBe('nickname/too-many-marks');
    expect(shown(`Z${'\u0336'.repeat(40)}`)).toBe('nickname/too-many-marks');
    expect(shown(`ก${'\u0e47'.repeat(9)}`)).toBe('nickname/too-many-marks');
  });

  it('[JOIN-4] marks on both sides of an emoji do not add up', () => {
    expect(shown('q\u0323\u0302🦊\u20dd')).not.toBe('nickname/too-many-marks');
  });

  it('[JOIN-4] a name that passed passes again unchanged, and always has a skeleton', () => {
    const characters = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 24 }),
      fc.string({
        unit: fc.constantFrom(
          'L',
          'i',
          ' ',
          '\u0301',
          '\u200d',
          '\u200c',
          '\ufe0f',
          '\u0654',
          'ا',
          'ی',
          '❤',
          'ク',
          '\u3099',
          'ﬃ',
          '👩',
        ),
        maxLength: 12,
      }),
    );
    fc.assert(
      fc.property(characters, (raw) => {
        const first = normaliseNickname(raw);
        if (!first.ok) return;
        expect(normaliseNickname(first.nickname)).toEqual(first);
        expect(first.skeleton).not.toBe('');
        expect(new TextEncoder().encode(first.nickname).length).toBeLessThanOrEqual(96);
        expect(first.nickname).not.toMatch(/[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\p{Cc}]/u);
      }),
      { numRuns: 3_000 },
    );
  });

  it('[JOIN-4] a very long text is refused and not chewed on', () => {
    expect(shown('a '.repeat(200_000))).toBe('nickname/too-long');
    expect(shown(`a${'\u0301'.repeat(200_000)}`)).toBe('nickname/too-many-marks');
  });
});
