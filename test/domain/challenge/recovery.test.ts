import { describe, expect, it } from 'vitest';
import { timing } from '../../../src/domain/challenge/plan.ts';
import { aClass, type PhaseName, replay, wrong } from '../../support/class-builder.ts';

/** Three players in a question of which 6 s are gone; p1 has answered. */
function midQuestion() {
  const cls = aClass().with(3).at('question');
  cls.now += 6_000;
  cls.answer('p1');
  return cls;
}

describe('a process that died', () => {
  it('[DUR-2] the log alone gives the state, also after its way through JSON', () => {
    const cls = midQuestion();
    cls.drop('p2');
    cls.host({ verb: 'pause' });
    cls.host({ verb: 'addTime', seconds: 5 });
    cls.host({ verb: 'kick', participantId: 'p3' });
    expect(replay(cls.state.plan, JSON.parse(JSON.stringify(cls.log)))).toEqual(cls.state);
  });

  it.each<PhaseName>(['lobby', 'get_ready', 'question', 'reveal', 'standings', 'podium'])(
    '[DUR-2] in %s the session is where it was, and nobody is connected yet',
    (phase) => {
      const cls = aClass().with(3).at(phase);
      const before = structuredClone(cls.phase);
      cls.recover();
      expect(cls.phase).toEqual(before);
      expect(cls.state).toMatchObject({ connected: 0, present: 3, hosts: 0, awaited: 3 });
    },
  );

  it('[DUR-2] answers, points and the remaining time are those of the last event', () => {
    const cls = midQuestion();
    cls.now += 5_000; // nothing is stored of these
    cls.recover();
    expect(cls.player('p1').answer).toMatchObject({ outcome: 'right', elapsedMs: 6_000, points: 850 });
    expect(cls.remaining).toBe(14_000);
    expect(cls.state.paused).toMatchObject({ reason: 'recovering', remainingMs: 14_000 });
  });

  it('[DUR-2] the clock goes on when host and players are all back, whoever comes last', () => {
    const cls = midQuestion();
    cls.recover();
    cls.now += 800;
    cls.do({ type: 'hostConnect' });
    cls.connect('p1');
    cls.connect('p2');
    expect(cls.state.paused?.reason).toBe('recovering');
    expect(cls.connect('p3')).toEqual(['player.connected', 'session.resumed']);
    expect(cls.remaining).toBe(14_000);

    cls.recover();
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    expect(cls.do({ type: 'hostConnect' })).toEqual(['host.connected', 'session.resumed']);
    expect(cls.remaining).toBe(14_000);
  });

  it('[DUR-2] it does not wait for those who were gone before', () => {
    const cls = midQuestion().drop('p3');
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.connect('p1');
    expect(cls.connect('p2')).toEqual(['player.connected', 'session.resumed']);
  });

  it('[DUR-2] it waits no longer than 5 s', () => {
    const cls = midQuestion();
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.connect('p1');
    expect(cls.wait(timing.recovery - 1)).toEqual([]);
    expect(cls.wait(1)).toEqual(['session.resumed']);
    expect(cls.remaining).toBe(14_000);
    expect(cls.state.awaited).toBe(0);
  });

  it('[DUR-2] who is back already can answer while others are still on their way, at the time that stands', () => {
    const cls = midQuestion();
    cls.recover();
    cls.connect('p2');
    cls.now += 3_000;
    expect(cls.answer('p2', wrong)).toEqual(['answer.accepted']);
    expect(cls.player('p2').answer?.elapsedMs).toBe(6_000);
    expect(cls.phase.name).toBe('question');
  });

  it('[DUR-2] a newcomer is nobody who was waited for', () => {
    const cls = midQuestion();
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.connect('p1');
    cls.connect('p2');
    expect(cls.connect('late')).toEqual(['player.joined']);
    expect(cls.state.paused?.reason).toBe('recovering');
  });

  it('[DUR-2] the last missing answer closes the round when the clock goes on, not while it stands', () => {
    const cls = aClass().with(2).at('question');
    cls.answer('p1');
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.connect('p2');
    expect(cls.answer('p2')).toEqual(['answer.accepted']);
    cls.connect('p1');
    expect(cls.tick()).toEqual(['round.closed']);
  });

  it('[DUR-2] a player who answered before cannot answer again after it', () => {
    const cls = midQuestion();
    cls.recover();
    cls.connect('p1');
    expect(cls.asks(cls.answerOf('p1', wrong, { answerId: 'another' }))).toBe('answer/already-answered');
  });

  it('[DUR-2] dying again while recovering changes nothing', () => {
    const cls = midQuestion();
    for (let i = 0; i < 5; i++) {
      cls.recover();
      cls.now += 500;
      cls.connect('p1');
    }
    expect(cls.remaining).toBe(14_000);
    cls.do({ type: 'hostConnect' });
    cls.live(timing.recovery);
    expect(cls.state.paused).toBeNull();
    expect(cls.phase.name).toBe('question');
  });

  it('[DUR-2] dying again while recovering gives the players their 5 s anew', () => {
    const cls = midQuestion();
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.now += 4_000;
    cls.connect('p1');
    cls.recover();
    cls.do({ type: 'hostConnect' });
    expect(cls.wait(timing.recovery - 1)).toEqual([]);
    expect(cls.wait(1)).toEqual(['session.resumed']);
  });

  it('[DUR-2] a pause that the host made is still the host’s to end', () => {
    const cls = midQuestion();
    cls.host({ verb: 'pause' });
    cls.recover();
    cls.do({ type: 'hostConnect' });
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    cls.live(10_000);
    expect(cls.state.paused?.reason).toBe('host');
    cls.host({ verb: 'resume' });
    expect(cls.remaining).toBe(14_000);
  });

  it('[RND-3] players are as fast as they were: the time away costs no points', () => {
    const cls = midQuestion();
    cls.recover();
    cls.do({ type: 'hostConnect' });
    cls.now += 4_000;
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    cls.now += 4_000;
    cls.answer('p2');
    expect(cls.player('p2').answer).toMatchObject({ elapsedMs: 10_000, points: 750 });
  });

  it('[HST-2] a host who does not come back after it is gone: the session pauses', () => {
    const cls = midQuestion();
    cls.recover();
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    cls.live(timing.recovery + 500);
    expect(cls.state.paused?.reason).toBe('host_away');
  });

  it('[DUR-2] a host whose process died finds the class going on, however late, and however often it died', () => {
    const cls = midQuestion();
    cls.recover();
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    cls.live(timing.recovery + 500);
    expect(cls.state.paused?.reason).toBe('host_away');
    cls.recover();
    expect(cls.do({ type: 'hostConnect' })).toEqual(['host.connected', 'session.resumed']);
    expect(cls.state.paused).toBeNull();
  });

  it('[HST-2] a host who had left before comes back to a pause', () => {
    const cls = midQuestion();
    cls.do({ type: 'hostDrop' });
    cls.live(timing.hostGrace + 500);
    cls.recover();
    expect(cls.do({ type: 'hostConnect' })).toEqual(['host.connected']);
    expect(cls.state.paused?.reason).toBe('host_away');
  });

  it('[DUR-2] the class plays on to its end, with every answer counted once', () => {
    const cls = midQuestion();
    cls.recover();
    cls.do({ type: 'hostConnect' });
    for (const id of ['p1', 'p2', 'p3']) cls.connect(id);
    cls.answer('p2');
    expect(cls.answer('p3')).toEqual(['answer.accepted', 'round.closed']);
    cls.at('ended');
    expect([cls.player('p1').score, cls.player('p2').score, cls.player('p3').score]).toEqual([850, 850, 850]);
  });
});
