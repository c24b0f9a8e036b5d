import { describe, expect, it } from 'vitest';
import { aClass } from '../../support/class-builder.ts';

const atQuestion = (players = 3) => aClass().with(players).at('question');

describe('closing a round early', () => {
  it('[RND-4] the last answer of everyone connected closes the round at once', () => {
    const cls = atQuestion();
    cls.answer('p1');
    cls.answer('p2');
    expect(cls.answer('p3')).toEqual(['answer.accepted', 'round.closed']);
    expect(cls.state.rounds[0]!.closed).toBe('all_answered');
  });

  it('[RND-4] one silent player holds it up, but not beyond the deadline', () => {
    const cls = atQuestion();
    cls.answer('p1');
    cls.answer('p2');
    expect(cls.live(20_250)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed']);
    expect(cls.state.rounds[0]!.closed).toBe('deadline');
  });

  it('[RND-4] nobody connected closes nothing early', () => {
    const cls = atQuestion(2).drop('p1', 'p2');
    expect(cls.live(20_000)).toEqual([]);
    expect(cls.phase.name).toBe('question');
  });

  it('[RND-4] who dropped is waited for until 10 s have passed', () => {
    const cls = atQuestion().drop('p3');
    cls.answer('p1');
    expect(cls.answer('p2')).toEqual(['answer.accepted']);
    expect(cls.wait(9_999)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed']);
    expect(cls.state.rounds[0]!.closed).toBe('all_answered');
    expect(cls.player('p3').outcomes).toEqual(['absent']);
  });

  it('[RND-4] who dropped longer ago is not waited for', () => {
    const cls = atQuestion().drop('p3');
    cls.now += 10_000;
    cls.answer('p1');
    expect(cls.answer('p2')).toEqual(['answer.accepted', 'round.closed']);
  });

  it('[RND-4] who dropped after answering holds up nobody', () => {
    const cls = atQuestion();
    cls.answer('p3');
    cls.drop('p3');
    cls.answer('p1');
    expect(cls.answer('p2')).toEqual(['answer.accepted', 'round.closed']);
  });

  it('[RND-4] who comes back is waited for again', () => {
    const cls = atQuestion().drop('p3');
    cls.now += 10_000;
    cls.answer('p1');
    cls.connect('p3');
    expect(cls.answer('p2')).toEqual(['answer.accepted']);
    expect(cls.answer('p3')).toEqual(['answer.accepted', 'round.closed']);
  });

  it('[RND-4] who comes late is waited for too', () => {
    const cls = atQuestion(2);
    cls.answer('p1');
    cls.connect('late');
    expect(cls.answer('p2')).toEqual(['answer.accepted']);
    expect(cls.answer('late')).toEqual(['answer.accepted', 'round.closed']);
  });

  it('[RND-4] the one who is missing was kicked: the next tick closes the round', () => {
    const cls = atQuestion();
    cls.answer('p1');
    cls.answer('p2');
    cls.host({ verb: 'kick', participantId: 'p3' });
    expect(cls.tick()).toEqual(['round.closed']);
  });

  it('[RND-4] the answer of somebody who was kicked stands in for nobody', () => {
    const cls = atQuestion();
    cls.answer('p1');
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(cls.answer('p2')).toEqual(['answer.accepted']);
    expect(cls.tick()).toEqual([]);
    expect(cls.answer('p3')).toEqual(['answer.accepted', 'round.closed']);
  });

  it('[RND-4] the host closes it whenever the host wants', () => {
    const cls = atQuestion();
    cls.next();
    expect(cls.state.rounds[0]!.closed).toBe('host');
  });

  it('[RND-4] while the clock stands, nothing closes by itself', () => {
    const cls = atQuestion(1);
    cls.host({ verb: 'pause' });
    expect(cls.live(60_000)).toEqual([]);
  });
});
