import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysAfter } from '../../../src/domain/reward/calendar.ts';
import { type Currency, type Reason, type Reward, reasons } from '../../../src/domain/reward/ledger.ts';
import {
  coinsInstead,
  givenFor,
  nextStart,
  type SeasonReward,
  seasonLevelOf,
  seasonXpOf,
} from '../../../src/domain/reward/season.ts';

const first = { id: 'first', startsOn: '2026-03-02', endsOn: '2026-05-24' };
const second = { id: 'second', startsOn: '2026-05-25', endsOn: '2026-08-16' };
const reward = (more: Partial<Reward>): Reward => ({
  key: 'question:a:2026-03-02',
  currency: 'xp',
  amount: 10,
  reason: 'answer',
  source: null,
  day: '2026-03-02',
  ...more,
});

describe('season XP', () => {
  test('[SEA-2] come under the same key for what was earned on days of a season, the first and the last one included', () => {
    const told = ['2026-03-01', '2026-03-02', '2026-05-24', '2026-05-25', '2026-08-17'].map((day) =>
      reward({ key: day, day }),
    );
    expect(seasonXpOf(told, [second, first])).toEqual([
      { ...told[1], currency: 'season_xp', seasonId: 'first' },
      { ...told[2], currency: 'season_xp', seasonId: 'first' },
      { ...told[3], currency: 'season_xp', seasonId: 'second' },
    ]);
  });

  test('[SEA-2] come from answers, classes, lessons and missions, never from coins, badges and what was given', () => {
    const counting = Object.keys(reasons).filter(
      (reason) => seasonXpOf([reward({ reason: reason as Reason })], [first]).length === 1,
    );
    expect(counting).toEqual(['answer', 'session', 'lesson', 'mission']);
    for (const currency of ['coin', 'key', 'season_xp', 'freeze'] satisfies Currency[])
      expect(seasonXpOf([reward({ currency })], [first])).toEqual([]);
  });

  test('[SEA-2] add up to the same in whatever order and however often things are told', () => {
    const told = fc.array(
      fc
        .record({
          n: fc.nat(30),
          amount: fc.constantFrom(5, 10, 50),
          reason: fc.constantFrom<Reason>('answer', 'session', 'badge', 'challenge'),
        })
        .map(({ n, ...more }) => {
          const day = daysAfter('2026-05-10', n);
          return reward({ key: `${day} ${more.reason} ${more.amount}`, day, ...more });
        }),
    );
    const sums = (rewards: readonly Reward[]) => {
      const once = new Map(
        seasonXpOf(rewards, [first, second]).map((one) => [`${one.seasonId} ${one.key}`, one.amount]),
      );
      const xp = { first: 0, second: 0 };
      for (const [key, amount] of once) xp[key.split(' ')[0] as keyof typeof xp] += amount;
      return xp;
    };
    fc.assert(
      fc.property(
        told.chain((once) =>
          fc.tuple(
            fc.constant(once),
            fc.shuffledSubarray([...once, ...once], { minLength: once.length * 2 }),
          ),
        ),
        ([once, often]) => {
          expect(sums(often)).toEqual(sums(once));
        },
      ),
    );
  });
});

describe('season levels', () => {
  test('[SEA-3] begin at 1, are all equally long and end with the last', () => {
    const at = (xp: number) => seasonLevelOf(xp, 130, 30);
    expect(at(0)).toEqual({ level: 1, within: 0, toNext: 130 });
    expect(at(129)).toEqual({ level: 1, within: 129, toNext: 1 });
    expect(at(130)).toEqual({ level: 2, within: 0, toNext: 130 });
    expect(at(29 * 130 - 1).level).toBe(29);
    expect(at(29 * 130)).toEqual({ level: 30, within: 0, toNext: null });
    expect(at(100_000)).toMatchObject({ level: 30, toNext: null });
  });

  test('[SEA-3] go up with XP and never down, and say truly what is missing', () => {
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.nat(5_000),
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 1, max: 30 }),
        (xp, more, perLevel, levels) => {
          const { level, toNext } = seasonLevelOf(xp, perLevel, levels);
          expect(seasonLevelOf(xp + more, perLevel, levels).level).toBeGreaterThanOrEqual(level);
          if (toNext === null) expect(level).toBe(levels);
          else {
            expect(seasonLevelOf(xp + toNext, perLevel, levels).level).toBe(level + 1);
            expect(seasonLevelOf(xp + toNext - 1, perLevel, levels).level).toBe(level);
          }
        },
      ),
    );
  });
});

test('[SEA-4] what is there already, or does not fit any more, is given as coins', () => {
  const avatar: SeasonReward = { kind: 'avatar', avatar: 'tamtam' };
  const none = new Set<string>();
  expect(givenFor(avatar, { freezes: 0, avatars: none })).toEqual(avatar);
  expect(givenFor(avatar, { freezes: 0, avatars: new Set(['tamtam']) })).toEqual({
    kind: 'coins',
    amount: coinsInstead.avatar,
  });
  expect(givenFor({ kind: 'freeze' }, { freezes: 4, avatars: none })).toEqual({ kind: 'freeze' });
  expect(givenFor({ kind: 'freeze' }, { freezes: 5, avatars: none })).toEqual({
    kind: 'coins',
    amount: coinsInstead.freeze,
  });
  expect(givenFor({ kind: 'keys', amount: 2 }, { freezes: 5, avatars: none })).toEqual({
    kind: 'keys',
    amount: 2,
  });
});

test('[SEA-1] a season follows the day after the last one, and goes back a few days at most where nothing ran meanwhile', () => {
  expect(nextStart(null, '2026-03-02')).toBe('2026-03-02');
  expect(nextStart('2026-03-01', '2026-03-02')).toBe('2026-03-02');
  expect(nextStart('2026-03-01', '2026-03-07')).toBe('2026-03-02');
  expect(nextStart('2026-03-01', '2026-09-01')).toBe('2026-08-26');
});
