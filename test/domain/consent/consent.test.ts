import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, consentAge } from '../../../src/domain/consent/age.ts';
import { allowedScopes, type ConsentWord } from '../../../src/domain/consent/allowed-scopes.ts';
import { narrowed, strictest, unlimited } from '../../../src/domain/consent/controls.ts';
import { mayGrant } from '../../../src/domain/consent/method.ts';
import { type ConsentScope, consentScopes } from '../../../src/domain/consent/scope.ts';

describe('age from a month of birth', () => {
  test('[CON-1] counts as a year older only when the month of birth is over', () => {
    const birth = { year: 2013, month: 5 };
    expect(ageOf(birth, { year: 2026, month: 4 })).toBe(12);
    expect(ageOf(birth, { year: 2026, month: 5 })).toBe(12);
    expect(ageOf(birth, { year: 2026, month: 6 })).toBe(13);
    expect(ageOf({ year: 2013, month: 12 }, { year: 2026, month: 12 })).toBe(12);
    expect(ageOf({ year: 2013, month: 12 }, { year: 2027, month: 1 })).toBe(13);
    expect(ageOf({ year: 2030, month: 1 }, { year: 2026, month: 1 })).toBeLessThan(0);
  });

  test('[CON-1] is never above the age by any day of that month', () => {
    const month = fc.record({
      year: fc.integer({ min: 1950, max: 2026 }),
      month: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(
        month,
        month,
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 1, max: 28 }),
        (birth, today, bornOn, on) => {
          const older = today.month > birth.month || (today.month === birth.month && on >= bornOn);
          expect(ageOf(birth, today)).toBeLessThanOrEqual(today.year - birth.year - (older ? 0 : 1));
        },
      ),
    );
  });
});

describe('the age of consent', () => {
  const table = { US: 13, ES: 14, FR: 15, DE: 16, XX: 16 };
  const of = (
    childCountry: string | null,
    organizationCountry: string | null,
    override: number | null = null,
  ) => consentAge({ override, childCountry, organizationCountry, table });
  test('[CON-1] is the country’s, of two the stricter, unknown 16, and what the organization set before all', () => {
    expect([of(null, 'US'), of(null, 'ES'), of(null, null), of(null, 'JP')]).toEqual([13, 14, 16, 16]);
    expect([of('FR', 'US'), of('US', 'DE'), of('US', null)]).toEqual([15, 16, 13]);
    expect(of('DE', 'DE', 14)).toBe(14);
    expect(consentAge({ override: null, childCountry: null, organizationCountry: null, table: {} })).toBe(16);
  });
});

describe('what consents allow', () => {
  let seq = 0;
  const word = (scope: ConsentScope, status: ConsentWord['status'], by: string): ConsentWord => ({
    seq: ++seq,
    scope,
    status,
    decider: by === 'school' ? 'school' : 'guardian',
    guardianId: by === 'school' ? null : by,
    agreementId: by === 'school' ? 'a' : null,
  });
  const ground = {
    guardians: new Set(['pat', 'kim']),
    agreements: new Map([['a', new Set<ConsentScope>(['account', 'live_rooms'])]]),
  };
  const none = { ...ground, agreements: new Map() };
  test('[CON-4] nothing without the account, and each scope by itself', () => {
    expect(allowedScopes([word('live_rooms', 'granted', 'pat')], ground)).toEqual([]);
    const words = [word('account', 'granted', 'pat'), word('messaging', 'refused', 'pat')];
    expect(allowedScopes(words, ground)).toEqual(['account']);
  });
  test('[CON-2] the newest word counts', () => {
    const words = [word('account', 'granted', 'pat'), word('account', 'revoked', 'pat')];
    expect(allowedScopes(words, ground)).toEqual([]);
    expect(allowedScopes([...words, word('account', 'granted', 'pat')].reverse(), ground)).toEqual([
      'account',
    ]);
  });
  test('[CON-4] of two guardians the stricter counts; whoever has not said anything does not count', () => {
    const words = [word('account', 'granted', 'pat'), word('live_rooms', 'granted', 'pat')];
    expect(allowedScopes(words, ground)).toEqual(['account', 'live_rooms']);
    expect(allowedScopes([...words, word('live_rooms', 'refused', 'kim')], ground)).toEqual(['account']);
    expect(allowedScopes([...words, word('live_rooms', 'refused', 'former')], ground)).toEqual([
      'account',
      'live_rooms',
    ]);
  });
  test('[CON-3] a school has a word only while its agreement is valid, and a parent’s no is stronger', () => {
    const school = [word('account', 'granted', 'school'), word('live_rooms', 'granted', 'school')];
    expect(allowedScopes(school, ground)).toEqual(['account', 'live_rooms']);
    expect(allowedScopes(school, none)).toEqual([]);
    expect(allowedScopes([...school, word('account', 'revoked', 'pat')], ground)).toEqual([]);
    const parents = [...school, word('account', 'granted', 'pat')];
    expect(allowedScopes(parents, none)).toEqual(['account']);
    expect(allowedScopes([...parents, word('account', 'revoked', 'school')], ground)).toEqual([
      'account',
      'live_rooms',
    ]);
  });
});

test('[CON-4] switches only narrow, of several the stricter counts', () => {
  const all = [...consentScopes];
  expect(narrowed(all, unlimited)).toEqual(all);
  const both = strictest([
    { chat: true, ai: false, live: true, dailyMinutes: 60 },
    { chat: true, ai: true, live: false, dailyMinutes: null },
  ]);
  expect(both).toEqual({ chat: true, ai: false, live: false, dailyMinutes: 60 });
  expect(narrowed(all, both)).toEqual(['account', 'messaging', 'third_party_disclosure', 'analytics']);
  const control = fc.record({
    chat: fc.boolean(),
    ai: fc.boolean(),
    live: fc.boolean(),
    dailyMinutes: fc.option(fc.integer({ min: 5, max: 1_440 })),
  });
  fc.assert(
    fc.property(fc.array(control), fc.subarray(all), (controls, scopes) => {
      const left = narrowed(scopes, strictest(controls));
      expect(scopes).toEqual(expect.arrayContaining(left));
      for (const one of controls) expect(narrowed(left, one)).toEqual(left);
    }),
  );
});

test('[CON-3] a mail is not enough for what discloses; a school decides only about learning', () => {
  const grantable = (method: Parameters<typeof mayGrant>[0], before: Parameters<typeof mayGrant>[2] = []) =>
    consentScopes.filter((scope) => mayGrant(method, scope, before));
  const undisclosed = ['account', 'live_rooms', 'ai_processing', 'analytics'];
  expect(grantable('email_plus')).toEqual(undisclosed);
  expect(grantable('text_plus')).toEqual(undisclosed);
  expect(grantable('signed_form')).toEqual([...consentScopes]);
  expect(grantable('school')).toEqual(['account', 'live_rooms']);
  expect(grantable('guardian_page', ['email_plus'])).toEqual(undisclosed);
  expect(grantable('guardian_page', ['email_plus', 'signed_form'])).toEqual([...consentScopes]);
  expect(grantable('guardian_page', ['guardian_page'])).toEqual(undisclosed);
});
