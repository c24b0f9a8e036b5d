import { describe, expect, it } from 'vitest';
import { aClass, type PhaseName, right } from '../../support/class-builder.ts';

describe('joining', () => {
  it.each<[PhaseName, number]>([
    ['lobby', 0],
    ['get_ready', 0],
    ['question', 0],
    ['reveal', 1],
    ['standings', 1],
    ['podium', 3],
  ])('[JOIN-5] who comes in %s starts at round %i with 0 points', (phase, round) => {
    const cls = aClass().with(2).at(phase);
    expect(cls.connect('late')).toEqual(['player.joined']);
    expect(cls.player('late')).toMatchObject({ joinedInRound: round, score: 0, connected: true });
  });

  it('[JOIN-5] who comes in the middle of a question may answer it, with the time that is left', () => {
    const cls = aClass().with(1).at('question');
    cls.now += 12_000;
    cls.connect('late');
    cls.answer('late');
    expect(cls.player('late').answer).toMatchObject({ outcome: 'right', elapsedMs: 12_000, points: 700 });
  });

  it('[JOIN-5] a round that was over before somebody came does not stand in their record', () => {
    const cls = aClass().with(1).at('standings');
    cls.connect('late');
    cls.at('question');
    cls.next();
    expect(cls.player('late').outcomes[0]).toBeUndefined();
    expect(cls.player('late').outcomes[1]).toBe('none');
  });

  it('[JOIN-5] a newcomer shares the last rank with everyone who has no points', () => {
    const cls = aClass().with(4).at('question');
    cls.answer('p1');
    cls.answer('p2');
    cls.next();
    cls.connect('late');
    expect(cls.player('late').rank).toBe(3);
    expect(cls.player('p3').rank).toBe(3);
  });

  it('[JOIN-5] the lock stands in the log, and who was in the class before still comes back', () => {
    const cls = aClass().with(2).drop('p1');
    expect(cls.host({ verb: 'lock', locked: true })).toEqual(['session.locked']);
    expect(cls.state.locked).toBe(true);
    expect(cls.connect('p1')).toEqual(['player.connected']);
    expect(cls.host({ verb: 'lock', locked: true })).toEqual([]);
  });

  it('[JOIN-3] a full class lets nobody new in, but everyone back in', () => {
    const cls = aClass({ cap: 2 }).with(2).drop('p1');
    expect(cls.asks({ type: 'connect', participantId: 'p3' })).toBe('join/full');
    expect(cls.connect('p1')).toEqual(['player.connected']);
  });

  it('[JOIN-3] a kicked player leaves a place', () => {
    const cls = aClass({ cap: 2 }).with(2);
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(cls.connect('p3')).toEqual(['player.joined']);
  });

  it('[DUR-7] a second device of the same player is nothing new to the class', () => {
    const cls = aClass().with(1);
    expect(cls.connect('p1')).toEqual([]);
    expect(cls.state.connected).toBe(1);
  });

  it('[DUR-7] who comes back has the same points, rank and answer, and cannot answer again', () => {
    const cls = aClass().with(2).at('question');
    cls.answer('p1', right);
    cls.next();
    cls.at('question');
    cls.answer('p1', right);
    const before = structuredClone(cls.player('p1'));
    cls.drop('p1');
    cls.connect('p1');
    expect(cls.player('p1')).toMatchObject({ score: before.score, rank: before.rank, answer: before.answer });
    expect(cls.asks(cls.answerOf('p1', right))).toBe('answer/already-answered');
  });
});
