import { describe, expect, it } from 'vitest';
import { aClass, type PhaseName } from '../../support/class-builder.ts';

const minutes = 60_000;

describe('what a host can do', () => {
  it('[HST-1] a kicked player is out: not connected, not counted, not ranked, refused at the door', () => {
    const cls = aClass().with(3).at('question');
    cls.answer('p1');
    cls.answer('p2');
    cls.next();
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(cls.state).toMatchObject({ connected: 2, present: 2 });
    expect(cls.player('p2').rank).toBe(1);
    expect(cls.asks({ type: 'connect', participantId: 'p1' })).toBe('join/kicked');
  });

  it('[HST-1] kicking twice is kicking once, and who dropped can be kicked as well', () => {
    const cls = aClass().with(2).drop('p1');
    expect(cls.host({ verb: 'kick', participantId: 'p1' })).toEqual(['player.kicked']);
    expect(cls.host({ verb: 'kick', participantId: 'p1' })).toEqual([]);
    expect(cls.state).toMatchObject({ connected: 1, present: 1 });
  });

  it('[HST-1] a pupil who is let back in has the points from before', () => {
    const cls = aClass().with(2).at('question');
    cls.answer('p1');
    cls.next();
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(cls.host({ verb: 'allowBack', participantId: 'p1' })).toEqual(['player.allowed_back']);
    expect(cls.connect('p1')).toEqual(['player.connected']);
    expect(cls.player('p1')).toMatchObject({ score: 1_000, rank: 1, kicked: false });
    expect(cls.state).toMatchObject({ connected: 2, present: 2 });
  });

  it('[HST-1] a pupil can be let back into a class that is full by now', () => {
    const cls = aClass({ cap: 1 }).with(1);
    cls.host({ verb: 'kick', participantId: 'p1' });
    cls.connect('p2');
    cls.host({ verb: 'allowBack', participantId: 'p1' });
    expect(cls.connect('p1')).toEqual(['player.connected']);
  });

  it.each(['kick', 'allowBack'] as const)('[HST-1] %s needs a player of this class', (verb) => {
    const cls = aClass().with(1);
    for (const participantId of ['nobody', '__proto__', '']) {
      const order = { verb, participantId };
      expect(cls.asks({ type: 'host', order })).toBe('challenge/no-such-player');
    }
  });

  it('[HST-1] setting what is set already does nothing', () => {
    const cls = aClass().with(1);
    expect(cls.host({ verb: 'lock', locked: false })).toEqual([]);
    expect(cls.host({ verb: 'setAdvance', advance: 'manual' })).toEqual([]);
  });

  it('[HST-1] a skipped question leaves no trace in points, streaks and standings', () => {
    const cls = aClass().with(2).at('question');
    cls.answer('p1');
    cls.next();
    cls.at('standings').at('question');
    const before = structuredClone(cls.player('p1'));
    cls.answer('p1', [1]);
    cls.host({ verb: 'skip' });
    expect(cls.player('p1')).toMatchObject({
      score: before.score,
      streak: before.streak,
      missesInRow: 0,
      answered: 1,
      answer: null,
      outcomes: ['right', 'skipped'],
    });
  });

  it('[HST-3] wrong and missing answers in a row show who struggles; a right one or being away does not', () => {
    const cls = aClass({ rounds: 5 }).with(2);
    const misses: number[] = [];
    const play = (act: () => unknown) => {
      do cls.next();
      while (cls.phase.name !== 'question');
      act();
      cls.next();
      misses.push(cls.player('p1').missesInRow);
    };
    play(() => cls.answer('p1', [1]));
    play(() => {}); // silent
    play(() => cls.drop('p1'));
    cls.connect('p1');
    play(() => cls.answer('p1', [2]));
    play(() => cls.answer('p1', [0]));
    expect(misses).toEqual([1, 2, 2, 3, 0]);
  });

  it('[HST-1] ending ends at once, from a pause too, counts what was answered, and nothing can be done after it', () => {
    const cls = aClass().with(1).at('question');
    cls.host({ verb: 'pause' });
    expect(cls.host({ verb: 'end' })).toEqual(['round.closed', 'session.ended']);
    expect(cls.phase).toEqual({ name: 'ended', reason: 'host' });
    expect(cls.state.paused).toBeNull();
    expect(cls.asks({ type: 'connect', participantId: 'p1' })).toBe('session/ended');
  });
});

describe('a host who vanishes', () => {
  it.each<PhaseName>(['get_ready', 'question', 'reveal', 'standings'])(
    '[HST-2] in %s, the session pauses within 5 s',
    (phase) => {
      const cls = aClass().with(2).at(phase);
      cls.do({ type: 'hostDrop' });
      for (let ms = 0; ms < 5_000 && !cls.state.paused; ms += 100) {
        cls.wait(100);
      }
      expect(cls.state.paused?.reason).toBe('host_away');
    },
  );

  it('[HST-2] a reload is quicker and pauses nothing', () => {
    const cls = aClass().with(2).at('question');
    cls.do({ type: 'hostDrop' });
    expect(cls.live(3_900)).toEqual([]);
    cls.do({ type: 'hostConnect' });
    expect(cls.live(5_000)).toEqual([]);
  });

  it('[HST-2] a co-host who stays keeps the class going', () => {
    const cls = aClass().with(2);
    cls.do({ type: 'hostConnect' });
    cls.at('question').do({ type: 'hostDrop' });
    expect(cls.live(15_000)).toEqual([]);
    expect(cls.state.paused).toBeNull();
  });

  it.each<PhaseName>(['lobby', 'podium'])('[HST-2] in %s there is nothing to pause', (phase) => {
    const cls = aClass().with(2).at(phase);
    cls.do({ type: 'hostDrop' });
    expect(cls.live(10_000)).toEqual([]);
  });

  it('[HST-2] the class waits 30 min, and then it is closed', () => {
    const cls = aClass().with(2).at('question');
    cls.do({ type: 'hostDrop' });
    cls.wait(4_000);
    expect(cls.wait(30 * minutes - 4_001)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed', 'session.ended']);
    expect(cls.phase).toEqual({ name: 'ended', reason: 'abandoned' });
  });

  it('[HST-2] the host comes back in time, resumes, and the round has the time it had', () => {
    const cls = aClass().with(2).at('question');
    cls.now += 10_000;
    cls.do({ type: 'hostDrop' });
    cls.wait(4_000);
    cls.wait(29 * minutes);
    cls.do({ type: 'hostConnect' });
    expect(cls.live(10 * minutes)).toEqual([]);
    cls.host({ verb: 'resume' });
    expect(cls.remaining).toBe(6_000);
  });

  it('[HST-2] each absence has its own 30 min', () => {
    const cls = aClass().with(2).at('reveal');
    for (let i = 0; i < 3; i++) {
      cls.do({ type: 'hostDrop' });
      cls.wait(20 * minutes);
      cls.do({ type: 'hostConnect' });
    }
    expect(cls.phase.name).toBe('reveal');
  });

  it('[HST-2] a session to which no host ever came is closed after 30 min', () => {
    const cls = aClass();
    expect(cls.wait(30 * minutes - 1)).toEqual([]);
    expect(cls.wait(1)).toEqual(['session.ended']);
  });

  it('[HST-2] a host who left twice is still only gone', () => {
    const cls = aClass().with(1);
    cls.do({ type: 'hostDrop' });
    expect(cls.do({ type: 'hostDrop' })).toEqual([]);
    expect(cls.state.hosts).toBe(0);
  });
});
