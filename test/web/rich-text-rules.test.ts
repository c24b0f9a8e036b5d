import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRichText } from '../../web/src/shared/rich-text/parse-rich-text.ts';
import { pickVoice } from '../../web/src/shared/rich-text/pick-voice.ts';
import { plainText } from '../../web/src/shared/rich-text/plain-text.ts';

const mathIn = (text: string) =>
  parseRichText(text).flatMap((part) => (part.kind === 'math' ? [part.tex] : []));
const codeIn = (text: string) => parseRichText(text).flatMap((part) => ('code' in part ? [part.code] : []));

describe('what is in a text', () => {
  /** Pieces that mean something somewhere, so that chance meets the rules. */
  const anyText = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '$',
          '$$',
          '`',
          '``',
          '```',
          '\n',
          '\\',
          '\\$',
          '\\`',
          ' ',
          '5',
          'x^2',
          ' and ',
          '{',
          '}',
          '```js\n',
        ),
        fc.string({ maxLength: 6, unit: 'binary' }),
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(''));

  it('is never lost, whatever somebody writes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = parseRichText(text);
        expect(parts.map(({ source }) => source).join('')).toBe(text);
        expect(parts.every(({ source }) => source !== '')).toBe(true);
        expect(typeof plainText(text)).toBe('string');
      }),
      { numRuns: 2_000 },
    );
  });

  it('is the words themselves where there is neither a dollar, a backtick nor a backslash', () => {
    fc.assert(
      fc.property(
        fc.string().map((text) => text.replaceAll(/[$`\\]/g, '')),
        (text) => {
          expect(plainText(text)).toBe(text);
          expect(parseRichText(text).every(({ kind }) => kind === 'text')).toBe(true);
        },
      ),
    );
  });

  it('is found at once, also in what somebody wrote to keep us busy', () => {
    for (const piece of ['$', '`', '$a', '``a', '```\n', '$$x', '\\', '$1{'])
      for (const text of [piece.repeat(4_990 / piece.length), piece.repeat(200_000)]) {
        const before = performance.now();
        parseRichText(text);
        expect(performance.now() - before, piece).toBeLessThan(300);
      }
  });

  it('too long a text stays as it stands', () => {
    expect(parseRichText('$x$'.repeat(2_000))).toHaveLength(1);
    expect(mathIn(`$${'x'.repeat(501)}$`)).toEqual([]);
    expect(mathIn(`$$${'x'.repeat(2_001)}$$`)).toEqual([]);
  });
});

describe('a formula', () => {
  it.each([
    ['What is $x^2$ for $x = 3$?', ['x^2', 'x = 3']],
    ['$5$', ['5']],
    ['$2\\pi r$ and $10 \\text{ cm}$', ['2\\pi r', '10 \\text{ cm}']],
    ['($n$), $n$.', ['n', 'n']],
    ['$$\\frac{1}{2}$$', ['\\frac{1}{2}']],
    ['$$\na\nb\n$$', ['a\nb']],
    ['it costs \\$5, so $x = 5$', ['x = 5']],
    ['$\\$5 \\cdot x$', ['\\$5 \\cdot x']],
  ])('is in %j', (text, formulas) => expect(mathIn(text)).toEqual(formulas));

  it.each([
    '$5 and $10',
    'from $5 to 10$ a day',
    'It costs $5, not $10.',
    'US$5 or US$10',
    'between $5-$10',
    '$5 (about AU$ 8)',
    'a $ b $ c',
    '$ x$',
    '$x $',
    '$',
    '$$',
    '$$$$',
    '$$ $$',
    'over\n$a\nb$',
    '\\$x\\$',
  ])('is not in %j, which is said as it stands', (text) => {
    expect(mathIn(text)).toEqual([]);
    expect(plainText(text)).toBe(text.replaceAll('\\$', '$'));
  });

  it('is said without backslashes', () => {
    expect(plainText('Is $\\frac{1}{2} \\le \\sqrt{x}$?')).toBe('Is 1/2 ≤ √(x)?');
    expect(plainText('$a^2 + b^{2} = 90^\\circ$')).toBe('a² + b² = 90°');
    expect(plainText('$3 \\text{ cm} \\cdot \\unknown$')).toBe('3 cm · unknown');
  });
});

describe('code', () => {
  it.each([
    ['What does `print("$x$")` say?', ['print("$x$")']],
    ['`` a`b ``', ['a`b']],
    ['Look:\n```python\nfor i in x:\n    print(i)\n```\nWhat now?', ['for i in x:\n    print(i)']],
    ['```\n\n```', ['']],
    ['```\n$5 and `x`\n```', ['$5 and `x`']],
  ])('is in %j', (text, pieces) => expect(codeIn(text)).toEqual(pieces));

  it.each(['a ` b', '``', '`a\nb`', '```\nnever closed', '\\`a\\`'])('is not in %j', (text) => {
    expect(codeIn(text)).toEqual([]);
  });

  it('is said as it stands', () => {
    expect(plainText('The `x` is \\`five\\`')).toBe('The x is `five`');
  });
});

describe('the voice that reads', () => {
  const voice = (lang: string, more: { localService?: boolean; default?: boolean } = {}) => ({
    lang,
    localService: false,
    default: false,
    ...more,
  });

  it('speaks the language, or there is none', () => {
    expect(pickVoice([voice('en-US', { default: true }), voice('de-DE')], 'es')).toBeNull();
    expect(pickVoice([], 'en')).toBeNull();
    expect(pickVoice([voice('de-DE'), voice('es_MX')], 'es')?.lang).toBe('es_MX');
  });

  it('lives on the device before anything else, then comes from the same country', () => {
    const here = voice('en-US', { localService: true });
    expect(pickVoice([voice('en-GB', { default: true }), here], 'en-GB')).toBe(here);
    expect(pickVoice([voice('en-US'), voice('en-GB')], 'en-GB')?.lang).toBe('en-GB');
  });
});
