import { describe, expect, it } from 'vitest';
import { timing } from '../../../src/domain/challenge/plan.ts';
import { aClass, wrong } from '../../support/class-builder.ts';

/** A question of which 6 of 20 s are gone, and from then on nothing can be stored. */
function held() {
  const cls = aClass().with(3).at('question');
  cls.now += 6_000;
  cls.do({ type: 'hold' });
  return cls;
}

describe('while nothing can be stored', () => {
  it('[DUR-4] the clock stands, however long, and then goes on with what was left', () => {
    const cls = held();
    expect(cls.state.paused).toEqual({ reason: 'saving', remainingMs: 14_000, until: null });
    for (let i = 0; i < 300; i++) {
      cls.now += 100;
      expect(cls.do({ type: 'hold' })).toEqual([]);
    }
    expect(cls.remaining).toBe(14_000);
    expect(cls.do({ type: 'release' })).toEqual(['session.resumed']);
    expect(cls.remaining).toBe(14_000);
    expect(cls.wait(14_000 + timing.wireAllowance)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed']);
  });

  it('[DUR-4] an answer is taken, and is as fast as the clock that stands', () => {
    const cls = held();
    cls.now += 25_000;
    expect(cls.answer('p1')).toEqual(['answer.accepted']);
    expect(cls.player('p1').answer).toMatchObject({ elapsedMs: 6_000, points: 850 });
    cls.answer('p2', wrong);
    expect(cls.answer('p3')).toEqual(['answer.accepted']);
    cls.do({ type: 'release' });
    expect(cls.tick()).toEqual(['round.closed']);
  });

  it('[DUR-4] only the end of it ends it, and a host who moves on meanwhile starts no clock', () => {
    const cls = held();
    expect(cls.asks({ type: 'host', order: { verb: 'resume' } })).toBe('challenge/not-paused');
    expect(cls.asks({ type: 'host', order: { verb: 'pause' } })).toBe('challenge/already-paused');
    cls.next();
    expect(cls.do({ type: 'hold' })).toEqual([]); // a reveal waits for the host anyway
    cls.at('get_ready');
    expect(cls.do({ type: 'hold' })).toEqual(['session.paused']);
    expect(cls.remaining).toBe(3_000);
  });

  it('[DUR-4] a pause that somebody made stays theirs', () => {
    const cls = aClass().with(3).at('question');
    cls.host({ verb: 'pause' });
    expect(cls.do({ type: 'hold' })).toEqual([]);
    expect(cls.do({ type: 'release' })).toEqual([]);
    expect(cls.state.paused?.reason).toBe('host');
  });

  it('[DUR-4] [DUR-2] a process that dies in it leaves the time that was left', () => {
    const cls = held();
    cls.recover();
    expect(cls.state.paused).toMatchObject({ reason: 'recovering', remainingMs: 14_000 });
    cls.do({ type: 'hostConnect' });
    expect(cls.live(timing.recovery)).toContain('session.resumed');
    expect(cls.remaining).toBe(14_000);
  });
});
