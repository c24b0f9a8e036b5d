import { describe, expect, it } from 'vitest';
import { generatedName, isGeneratedName } from '../../../src/domain/nickname/generated-name.ts';
import { nameWords } from '../../../src/domain/nickname/name-words.ts';
import { normaliseNickname } from '../../../src/domain/nickname/nickname.ts';

const draws =
  (...numbers: number[]) =>
  () =>
    numbers.shift()!;
const locales = Object.keys(nameWords);

function everyName(locale: string): string[] {
  const { adjectives, animals } = nameWords[locale]!;
  const middle = (i: number, of: number) => (i + 0.5) / of;
  return adjectives.flatMap((_, i) =>
    animals.map((_, j) =>
      generatedName(draws(middle(i, adjectives.length), middle(j, animals.length)), locale),
    ),
  );
}

describe('generated names', () => {
  it('[JOIN-4] read as people say them: adjective first in English, animal first in Spanish', () => {
    expect(generatedName(draws(0, 0), 'en')).toBe('Brave Albatross');
    expect(generatedName(draws(0, 0), 'es')).toBe('Abeja Admirable');
  });

  it('[JOIN-4] stay inside the lists at both ends of the dice', () => {
    expect(generatedName(draws(1 - Number.EPSILON, 1 - Number.EPSILON), 'en')).toBe('Zesty Zebra');
    expect(generatedName(draws(1 - Number.EPSILON, 1 - Number.EPSILON), 'es')).toBe('Zorro Vivaz');
  });

  it('[JOIN-4] are English where there are no words in the language', () => {
    expect(generatedName(draws(0, 0), 'fi')).toBe('Brave Albatross');
  });

  it.each(locales)('[JOIN-4] are all valid and all different in %s, at least 1,600 of them', (locale) => {
    const { adjectives, animals } = nameWords[locale]!;
    expect(Math.min(adjectives.length, animals.length)).toBeGreaterThanOrEqual(40);
    const names = everyName(locale);
    const checks = names.map((name) => normaliseNickname(name));
    expect(names.filter((name, i) => !checks[i]!.ok || !isGeneratedName(name))).toEqual([]);
    expect(new Set(checks.map((check) => check.ok && check.skeleton)).size).toBe(names.length);
  });

  it('[JOIN-4] Spanish adjectives have one form, so that they agree with every animal', () => {
    expect(nameWords.es!.adjectives.filter((adjective) => /[oa]s?$/.test(adjective))).toEqual([]);
  });

  it.each([
    '',
    'Brave',
    'Otter Brave',
    'Brave Otter Li',
    'brave otter',
    'Brave Zorro',
    'Zorro Zorro',
    'Li Otter',
  ])('[JOIN-4] %j is not one of them', (name) => {
    expect(isGeneratedName(name)).toBe(false);
  });
});
