import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSignInThrottle } from '../../../src/modules/identity/sign-in.throttle.ts';
import { AppError } from '../../../src/platform/http/app-error.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const refusalOf = async (trying: Promise<void>): Promise<string> => {
  try {
    await trying;
    return 'free';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code} ${error.retryAfterSeconds}`;
  }
};

describe('[AUT-2] guesses', () => {
  it('at one account from ever new addresses wait longer and longer, and the account rests after an hour', async () => {
    const throttle = createSignInThrottle(createLimits());
    let next = 0;
    const guess = () =>
      refusalOf(
        throttle.take({ login: 'anna@school.example', address: `203.0.113.${next++}`, device: null }),
      );
    for (let i = 0; i < 11; i++) expect(await guess()).toBe('free');
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      const seconds = Number((await guess()).split(' ')[1]);
      waits.push(seconds);
      vi.advanceTimersByTime(seconds * 1_000);
      expect(await guess()).toBe('free');
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
    vi.advanceTimersByTime(3_600_000);
    expect(await guess()).toBe('free');
    expect(await guess()).toBe('free');
  });

  it('from one address at ever new accounts are slowed down after three hundred, a little; a right password counts for nothing', async () => {
    const throttle = createSignInThrottle(createLimits());
    const one = (i: number) => ({ login: `pupil${i}`, address: '198.51.100.7', device: null });
    for (let i = 0; i < 400; i++) {
      await throttle.take(one(i));
      await throttle.forget(one(i));
    }
    let next = 1_000;
    const guess = () => refusalOf(throttle.take(one(next++)));
    for (let i = 0; i < 301; i++) expect(await guess()).toBe('free');
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const seconds = Number((await guess()).split(' ')[1]);
      waits.push(seconds);
      vi.advanceTimersByTime(seconds * 1_000);
      expect(await guess()).toBe('free');
    }
    expect(waits).toEqual([1, 2, 4, 5, 5]);
    expect(await refusalOf(throttle.take({ ...one(1), address: '198.51.100.8' }))).toBe('free');
  });

  it('of strangers do not slow down a known device', async () => {
    const throttle = createSignInThrottle(createLimits());
    const login = 'maya';
    for (let i = 0; i < 40; i++)
      await refusalOf(throttle.take({ login, address: `203.0.113.${i}`, device: null }));
    expect(await refusalOf(throttle.take({ login, address: '203.0.113.99', device: null }))).toMatch(
      /^request\/too-many/,
    );
    expect(await refusalOf(throttle.take({ login, address: '203.0.113.99', device: 'a tablet' }))).toBe(
      'free',
    );
  });

  it('lock account and address for a quarter of an hour', async () => {
    const throttle = createSignInThrottle(createLimits());
    const guess = () => refusalOf(throttle.take({ login: 'maya', address: '203.0.113.1', device: null }));
    for (let i = 0; i < 5; i++) expect(await guess()).toBe('free');
    expect(await guess()).toBe('auth/locked 900');
    vi.advanceTimersByTime(899_000);
    expect(await guess()).toBe('auth/locked 1');
    vi.advanceTimersByTime(1_000);
    expect(await guess()).toBe('free');
  });
});
