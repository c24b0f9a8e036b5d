import { describe, expect, test } from 'vitest';
import { Reactions } from '../../../rooms/class-challenge/reactions.ts';
import { reactions } from '../../../src/wire/messages.ts';
import { react } from '../../../src/wire/room-input.ts';

describe('signs of players', () => {
  test('are taken at most once a second from one player, whichever sign it is', () => {
    const signs = new Reactions();
    for (let now = 10_000; now < 13_000; now += 50) signs.take('ann', now % 100 ? 'clap' : 'heart', now);
    const { clap = 0, heart = 0 } = signs.gathered(13_000)!;
    expect(clap + heart).toBe(3);
    signs.take('ann', 'clap', 12_999);
    expect(signs.gathered(14_000)).toBeNull();
    signs.take('ann', 'clap', 13_000);
    expect(signs.gathered(15_000)).toEqual({ clap: 1 });
  });

  test('of a whole class are told together, twice a second at most, each once', () => {
    const signs = new Reactions();
    const told: [number, object][] = [];
    // a class of 30 of whom somebody shows something every 20 ms, in a room that ticks every 100 ms
    for (let now = 1_000; now < 4_000; now += 20) {
      signs.take(`p${(now / 20) % 30}`, reactions[(now / 20) % reactions.length]!, now);
      if (now % 100 > 0) continue;
      const counts = signs.gathered(now);
      if (counts) told.push([now, counts]);
    }
    expect(told.map(([now]) => now)).toEqual([1_000, 1_500, 2_000, 2_500, 3_000, 3_500]);
    const shown = told.flatMap(([, counts]) => Object.values(counts)).reduce((sum, n) => sum + n, 0);
    const left = Object.values(signs.gathered(4_000)!).reduce((sum, n) => sum + n, 0);
    // every 600 ms each of them again, of which the second one comes too early: every second sign of each counts
    expect(shown + left).toBe(30 * 3);
    expect(signs.gathered(9_000)).toBeNull();
  });

  test('of who is muted, and of all when all are, are gone for good', () => {
    const signs = new Reactions();
    signs.muted.add('ann');
    signs.take('ann', 'wow', 1_000);
    signs.take('ben', 'wow', 1_000);
    expect(signs.gathered(2_000)).toEqual({ wow: 1 });
    signs.allMuted = true;
    signs.take('ben', 'wow', 5_000);
    signs.allMuted = false;
    signs.muted.clear();
    expect(signs.gathered(6_000)).toBeNull();
    signs.take('ann', 'think', 6_000);
    expect(signs.gathered(6_500)).toEqual({ think: 1 });
  });

  test('[ANS-4] that nobody knows are none', () => {
    for (const reaction of reactions) expect(react.safeParse({ reaction }).success).toBe(true);
    for (const raw of [
      ...['', 'Clap', 'clap ', 'poop', 'constructor', 'toString', '__proto__', null, 0, ['clap']].map(
        (reaction) => ({
          reaction,
        }),
      ),
      ...[{}, null, 'clap', { reaction: 'clap', times: 100 }],
    ])
      expect(react.safeParse(raw).success, JSON.stringify(raw)).toBe(false);
  });
});
