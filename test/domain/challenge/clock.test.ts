import { describe, expect, it } from 'vitest';
import { timing } from '../../../src/domain/challenge/plan.ts';
import { aClass } from '../../support/class-builder.ts';

const atQuestion = () => aClass().with(3).at('question');

describe('the clock of a round', () => {
  it('[RND-3] get ready ends by itself and opens the question', () => {
    const cls = aClass().with(1).at('get_ready');
    expect(cls.wait(2_999)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.opened']);
    expect(cls.remaining).toBe(20_000);
  });

  it('[RND-3] a question closes when the wire’s allowance is over, and not before', () => {
    const cls = atQuestion();
    expect(cls.wait(20_000)).toEqual([]);
    expect(cls.wait(timing.wireAllowance)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed']);
    expect(cls.state.rounds[0]!.closed).toBe('deadline');
  });

  it('[RND-3] the time of events never runs backwards, whatever the clock says', () => {
    const cls = atQuestion();
    cls.now = 5_000;
    cls.answer('p1');
    cls.now = 1_000;
    cls.answer('p2');
    expect(cls.log.map(({ clock }) => clock)).toEqual(
      cls.log.map(({ clock }) => clock).toSorted((a, b) => a - b),
    );
    expect(cls.player('p2').answer?.elapsedMs).toBe(1_000);
  });

  it('[RND-3] an answer before the opening, on a clock that was set back, counts as given at once', () => {
    const cls = aClass();
    cls.now = 1_000;
    cls.with(1).at('question');
    cls.now = 0;
    cls.answer('p1');
    expect(cls.player('p1').answer?.elapsedMs).toBe(0);
  });
});

describe('a pause', () => {
  it('[RND-5] keeps the remaining time, however long it lasts', () => {
    const cls = atQuestion();
    cls.now += 8_000;
    cls.host({ verb: 'pause' });
    expect(cls.wait(600_000)).toEqual([]);
    expect(cls.remaining).toBe(12_000);
    cls.host({ verb: 'resume' });
    expect(cls.remaining).toBe(12_000);
  });

  it('[RND-3] costs no points: what was used before stays used, what passed in it does not count', () => {
    const cls = atQuestion();
    cls.now += 5_000;
    cls.host({ verb: 'pause' });
    cls.now += 60_000;
    cls.host({ verb: 'resume' });
    cls.now += 5_000;
    cls.answer('p1');
    expect(cls.player('p1').answer).toMatchObject({ elapsedMs: 10_000, points: 750 });
  });

  it('[RND-3] many pauses in one question add nothing', () => {
    const cls = atQuestion();
    for (let i = 0; i < 10; i++) {
      cls.now += 1_000;
      cls.host({ verb: 'pause' });
      cls.now += 77_777;
      cls.host({ verb: 'resume' });
    }
    expect(cls.remaining).toBe(10_000);
    cls.answer('p1');
    expect(cls.player('p1').answer?.elapsedMs).toBe(10_000);
  });

  it('[RND-5] holds get ready as it holds a question', () => {
    const cls = aClass().with(1).at('get_ready');
    cls.now += 1_000;
    cls.host({ verb: 'pause' });
    expect(cls.wait(60_000)).toEqual([]);
    cls.host({ verb: 'resume' });
    expect(cls.wait(1_999)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.opened']);
  });

  it('[RND-5] in a phase that waits for the host has no time to keep', () => {
    const cls = aClass().with(1).at('reveal');
    cls.host({ verb: 'pause' });
    expect(cls.remaining).toBeNull();
    cls.host({ verb: 'resume' });
    expect(cls.phase).toEqual({ name: 'reveal', round: 0, endsAt: null });
  });

  it('[RND-5] ends when the host goes on', () => {
    const cls = atQuestion();
    cls.host({ verb: 'pause' });
    expect(cls.next()).toEqual(['session.resumed', 'round.closed']);
    expect(cls.state.paused).toBeNull();
  });
});

describe('added time', () => {
  it('[RND-5] moves the deadline, and the points still count from the opening', () => {
    const cls = atQuestion();
    cls.now += 15_000;
    cls.host({ verb: 'addTime', seconds: 30 });
    expect(cls.remaining).toBe(35_000);
    cls.now += 5_000;
    cls.answer('p1');
    cls.now += 25_000;
    cls.answer('p2');
    expect(cls.player('p1').answer).toMatchObject({ elapsedMs: 20_000, points: 500 });
    expect(cls.player('p2').answer).toMatchObject({ elapsedMs: 45_000, points: 500 });
  });

  it('[RND-5] can be given on hold too', () => {
    const cls = atQuestion();
    cls.now += 15_000;
    cls.host({ verb: 'pause' });
    cls.host({ verb: 'addTime', seconds: 10 });
    expect(cls.remaining).toBe(15_000);
    cls.now += 5_000;
    cls.host({ verb: 'resume' });
    expect(cls.remaining).toBe(15_000);
    cls.answer('p1');
    expect(cls.player('p1').answer?.elapsedMs).toBe(15_000);
  });
});

describe('going on by itself', () => {
  const automatic = () => aClass({ rounds: 2, advance: 'auto' }).with(1);

  it('[RND-5] a class on automatic plays from start to podium with one press', () => {
    const cls = automatic();
    cls.host({ verb: 'start' });
    cls.live(2 * 23_500 + timing.autoReveal + timing.autoStandings + timing.autoReveal + 500);
    expect(cls.phase.name).toBe('podium');
  });

  it('[RND-5] by hand, reveal and standings wait for the host', () => {
    const cls = aClass().with(1).at('reveal');
    expect(cls.wait(3_600_000)).toEqual([]);
    cls.at('standings');
    expect(cls.wait(3_600_000)).toEqual([]);
  });

  it('[RND-5] switching to automatic in a reveal starts its time now, switching back stops it', () => {
    const cls = aClass().with(1).at('reveal');
    cls.now += 60_000;
    cls.host({ verb: 'setAdvance', advance: 'auto' });
    expect(cls.remaining).toBe(timing.autoReveal);
    cls.host({ verb: 'setAdvance', advance: 'manual' });
    expect(cls.wait(60_000)).toEqual([]);
    expect(cls.phase.name).toBe('reveal');
  });

  it('[RND-5] a pause holds it', () => {
    const cls = automatic();
    cls.at('reveal');
    cls.now += 3_000;
    cls.host({ verb: 'pause' });
    expect(cls.wait(60_000)).toEqual([]);
    cls.host({ verb: 'resume' });
    expect(cls.wait(timing.autoReveal - 3_001)).toEqual([]);
    expect(cls.wait(1)).toEqual(['standings.shown']);
  });

  it('[RND-5] switching on hold takes effect when the class goes on', () => {
    const cls = aClass().with(1).at('reveal');
    cls.host({ verb: 'pause' });
    cls.host({ verb: 'setAdvance', advance: 'auto' });
    expect(cls.wait(60_000)).toEqual([]);
    cls.host({ verb: 'resume' });
    expect(cls.wait(timing.autoReveal)).toEqual(['standings.shown']);
  });
});
