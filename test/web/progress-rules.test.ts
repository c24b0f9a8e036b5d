import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { rowOfDays } from '../../web/src/desk/progress/row-of-days.ts';
import { progress as en } from '../../web/src/shared/i18n/en/progress.ts';
import { progress as es } from '../../web/src/shared/i18n/es/progress.ts';
import { isRisen } from '../../web/src/shared/told-level.ts';

const i18n = createInstance();
await i18n.init({ resources: { en: { progress: en }, es: { progress: es } }, defaultNS: 'progress' });

const freezes = { left: 0, atMost: 5, coins: 50 };
function said(language: 'en' | 'es', whose: 'mine' | 'child', days: number, longest: number, today = false) {
  const { state, count } = rowOfDays({ days, longest, today, freezes });
  return i18n.getFixedT(language, 'progress')(`${state}.${whose}`, { count });
}

describe('[PRG-3] what is said of days in a row', () => {
  it('a broken row begins anew and keeps the longest one, without a word of blame', () => {
    expect(said('en', 'mine', 0, 12)).toBe(
      'A new row of days begins with your next answer. Your longest one, 12 days, stays yours.',
    );
    expect(said('en', 'child', 0, 12)).toBe(
      'A new row of days begins with the next answer. The longest one had 12 days.',
    );
    expect(said('es', 'mine', 0, 12)).toBe(
      'Con tu próxima respuesta empieza otra serie de días. La más larga, de 12 días, sigue siendo tuya.',
    );
    expect(said('es', 'child', 0, 12)).toBe(
      'Con la próxima respuesta empieza otra serie de días. La más larga tuvo 12 días.',
    );
  });

  it('of one day, or of none yet, no longest row is told', () => {
    for (const language of ['en', 'es'] as const)
      for (const whose of ['mine', 'child'] as const)
        for (const longest of [0, 1]) expect(said(language, whose, 0, longest)).not.toMatch(/\d/);
  });

  it('a row that lives says whether today counts already', () => {
    expect(said('en', 'mine', 3, 3, true)).toBe('3 days of learning in a row, today included.');
    expect(said('en', 'mine', 3, 3)).toBe('3 days of learning in a row. One answer today goes on with it.');
  });
});

it('a level is news when a lower one was told before; who is met for the first time is told of none', () => {
  expect(isRisen(2, 3)).toBe(true);
  expect(isRisen(3, 3)).toBe(false);
  expect(isRisen(3, 2)).toBe(false);
  expect(isRisen(null, 9)).toBe(false);
});
