import { describe, expect, it } from 'vitest';
import { gapsToNext, standingsOf } from '../../../src/domain/challenge/ranking.ts';
import { aClass, right, wrong } from '../../support/class-builder.ts';

/** Six players after one question: p3 first, p1 and p2 after the same time, p4 later, p5 wrong, p6 silent. */
function aRankedClass() {
  const cls = aClass().with(6).at('question');
  cls.answer('p3', right);
  cls.now += 10_000;
  cls.answer('p1', right);
  cls.answer('p2', right);
  cls.now += 5_000;
  cls.answer('p4', right);
  cls.answer('p5', wrong);
  cls.next();
  return cls;
}

describe('standings', () => {
  it('[PTS-4] equal scores share a rank, and the next rank is left out', () => {
    const standings = standingsOf(aRankedClass().state).map(({ id, score, rank }) => [id, score, rank]);
    expect(standings).toEqual([
      ['p3', 1_000, 1],
      ['p1', 750, 2],
      ['p2', 750, 2],
      ['p4', 625, 4],
      ['p5', 0, 5],
      ['p6', 0, 5],
    ]);
  });

  it('[RVL-1] the distance is to the next better score, and the first has none', () => {
    expect([...gapsToNext(aRankedClass().state)]).toEqual([
      [1_000, 0],
      [750, 250],
      [625, 125],
      [0, 625],
    ]);
  });

  it('[PTS-4] who was kicked stands nowhere, and the others move up', () => {
    const cls = aRankedClass();
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(standingsOf(cls.state).map(({ id, rank }) => [id, rank])).toEqual([
      ['p3', 1],
      ['p2', 2],
      ['p4', 3],
      ['p5', 4],
      ['p6', 4],
    ]);
  });

  it('[PTS-4] who left keeps the points and the rank', () => {
    const cls = aRankedClass().drop('p3');
    expect(standingsOf(cls.state)[0]).toMatchObject({ id: 'p3', rank: 1 });
  });

  it('[RVL-2] in a class without players nobody stands anywhere', () => {
    expect(standingsOf(aClass().state)).toEqual([]);
    expect([...gapsToNext(aClass().state)]).toEqual([]);
  });
});
