import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PinGuard } from '../../../src/modules/live/pin-guard.ts';

const minute = 60_000;

function guardAt(start = 0) {
  let now = start;
  const guard = new PinGuard(() => now);
  return { guard, pass: (ms: number) => (now += ms) };
}

describe('failed PIN tries', () => {
  test('[JOIN-3] twenty in a minute are free, from the twentieth on an address has to wait', () => {
    const { guard, pass } = guardAt(5_000);
    for (let i = 0; i < 20; i++) {
      expect(guard.waitSeconds('a')).toBe(0);
      guard.failed('a');
    }
    expect(guard.waitSeconds('a')).toBe(60);
    pass(minute - 1);
    expect(guard.waitSeconds('a')).toBe(1);
    pass(1);
    expect(guard.waitSeconds('a')).toBe(0);
  });

  test('[JOIN-3] of one address never slow another one down', () => {
    const { guard } = guardAt();
    for (let i = 0; i < 100; i++) guard.failed('a');
    expect(guard.waitSeconds('b')).toBe(0);
  });

  test('[JOIN-3] in no window of a minute that begins with a failure an address fails more than 20 times unhindered', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const { guard, pass } = guardAt();
        let now = 0;
        let since = Number.NEGATIVE_INFINITY;
        let failures = 0;
        for (const pause of pauses) {
          pass(pause);
          now += pause;
          if (now - since >= minute) {
            since = now;
            failures = 0;
          }
          const free = guard.waitSeconds('a') === 0;
          expect(free).toBe(failures < 20);
          if (!free) continue;
          guard.failed('a');
          failures++;
        }
      }),
    );
  });
});

describe('a session that somebody at an address is in', () => {
  test('[JOIN-3] is known there, and only there, until it ends', () => {
    const { guard, pass } = guardAt();
    guard.entered('a', 'class');
    guard.entered('b', 'class');
    pass(60 * minute);
    expect(guard.isKnown('a', 'class')).toBe(true);
    expect(guard.isKnown('b', 'class')).toBe(true);
    expect(guard.isKnown('c', 'class')).toBe(false);
    expect(guard.isKnown('a', 'another')).toBe(false);
    guard.forget('class');
    expect(guard.isKnown('a', 'class')).toBe(false);
  });
});

test('[JOIN-3] many addresses are remembered, and what they cost stays bounded', () => {
  const { guard } = guardAt();
  for (let i = 0; i < 20; i++) guard.failed('early');
  for (let i = 0; i < 49_999; i++) guard.failed(`address ${i}`);
  expect(guard.waitSeconds('early')).toBe(60);
  guard.failed('one more');
  expect(guard.waitSeconds('early')).toBe(0);
});
