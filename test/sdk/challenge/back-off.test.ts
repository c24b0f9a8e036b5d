import { describe, expect, it } from 'vitest';
import { backOffMs, isFinal } from '../../../client-sdk/src/challenge/back-off.ts';
import { TuttiError, type TuttiErrorCode } from '../../../client-sdk/src/errors.ts';
import { errorCodes } from '../../../src/wire/error-codes.ts';

describe('the wait before another try', () => {
  it('doubles from 0.3 s to 4 s and stays there', () => {
    const longest = Array.from({ length: 8 }, (_, attempt) => backOffMs(attempt, 1, null));
    expect(longest).toEqual([300, 600, 1_200, 2_400, 4_000, 4_000, 4_000, 4_000]);
    expect(backOffMs(100_000, 1, null)).toBe(4_000);
  });

  it('is spread over its upper half, so that a class does not come back in one instant', () => {
    expect(backOffMs(3, 0, null)).toBe(1_200);
    expect(backOffMs(3, 0.5, null)).toBe(1_800);
  });

  it('is never shorter than what the server asked for', () => {
    expect(backOffMs(0, 0, 7)).toBe(7_150);
    expect(backOffMs(5, 1, 7)).toBe(11_000);
  });
});

describe('whether to come back', () => {
  const refused = (code: keyof typeof errorCodes) => new TuttiError(code, code, { status: errorCodes[code] });

  it.each<TuttiErrorCode>([
    'join/kicked',
    'join/token-invalid',
    'join/full',
    'session/ended',
    'session/not-found',
    'auth/session-ended',
  ])('%s is the end', (code) => {
    expect(isFinal(refused(code as keyof typeof errorCodes))).toBe(true);
  });

  it.each<TuttiErrorCode>([
    'server/busy',
    'server/not-ready',
    'server/internal',
    'challenge/moved',
    'request/too-many',
    'join/seat-expired',
    'join/too-many-tries',
  ])('%s passes', (code) => {
    expect(isFinal(refused(code as keyof typeof errorCodes))).toBe(false);
  });

  it('nothing that is not the server speaking ends a class', () => {
    expect(isFinal(new TuttiError('network/unreachable'))).toBe(false);
    expect(isFinal(new TuttiError('network/unexpected-reply', 'a sign-in page', { status: 403 }))).toBe(
      false,
    );
  });

  it('closings by the room itself are told apart without a status', () => {
    expect(isFinal(new TuttiError('challenge/replaced'))).toBe(true);
    expect(isFinal(new TuttiError('join/kicked'))).toBe(true);
  });
});
