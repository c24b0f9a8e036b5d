import { expect, it } from 'vitest';
import { compare, winnerOf } from '../../web/src/player/game/race/compare.ts';

const legs = (...all: [points: number, ms: number][]) => all.map(([points, ms]) => ({ points, ms }));

it('[REP-3] compares after the questions that are closed: points, time, and questions that fit into the same time', () => {
  expect(compare({ you: [], ghost: [] })).toBeNull();
  expect(compare({ you: legs([500, 2_000], [900, 4_000]), ghost: legs([600, 5_000], [700, 9_000]) })).toEqual(
    { points: 200, questionsAhead: 1, seconds: 5 },
  );
  expect(compare({ you: legs([0, 9_000]), ghost: legs([600, 5_000]) })).toEqual({
    points: -600,
    questionsAhead: 0,
    seconds: -4,
  });
});

it('[REP-3] is won by points, and where these are equal by time', () => {
  const said = (points: number, seconds: number) => winnerOf({ points, seconds, questionsAhead: 0 });
  expect([said(1, -9), said(-1, 9), said(0, 2), said(0, -2), said(0, 0)]).toEqual([
    'you',
    'ghost',
    'you',
    'ghost',
    'nobody',
  ]);
});
