import { describe, expect, it } from 'vitest';
import { rewardOf } from '../../../src/domain/group-mission/state.ts';
import { wrong } from '../../support/class-builder.ts';
import { aGroup, TestGroup } from '../../support/group-builder.ts';

describe('the course of a group mission', () => {
  it('[GRP-1] leads from the lobby through scenes and tasks to the end when all are ready', () => {
    const group = aGroup(['consensus', 'turns', 'split']).with(2).atTask(99);
    expect(group.state.phase).toEqual({ name: 'ended', reason: 'solved' });
    const moves = group.log.filter(({ type }) => /^(scene|task)\./.test(type)).map(({ type }) => type);
    const task = ['task.opened', 'task.closed'];
    expect(moves).toEqual(['scene.shown', ...task, ...task, ...task, 'scene.shown']);
  });

  it('[GRP-1] does not begin with one learner, and takes no ninth', () => {
    const group = aGroup().with(1);
    group.allReady();
    expect(group.phase).toBe('lobby');
    expect(group.asks({ type: 'order', order: { verb: 'start' } })).toBe('group/too-few');
    group.with(8);
    expect(group.asks({ type: 'connect', participantId: 'l9' })).toBe('group/full');
    expect(group.order('start')).toEqual(['scene.shown']);
  });

  it('goes on by itself from a scene after 90 s and from a reveal after 30 s', () => {
    const group = aGroup().with(2);
    group.allReady();
    expect(group.wait(89_999)).toEqual([]);
    expect(group.wait(1)).toEqual(['task.opened']);
    group.solve();
    expect(group.wait(29_999)).toEqual([]);
    expect(group.wait(1)).toEqual(['task.opened']);
  });

  it('a press of "go on" that meant the step before does nothing', () => {
    const group = aGroup().with(2).atTask(0);
    group.solve();
    const stale = { verb: 'ready', step: group.state.step - 1 } as const;
    expect(group.act('l1', stale)).toEqual([]);
    expect(group.learner('l1').ready).toBe(false);
  });

  it('[GRP-1] ends when the time of the mission is over; pauses do not count', () => {
    const group = aGroup().with(2);
    group.allReady();
    group.order('pause');
    group.wait(20 * 60_000);
    group.order('resume');
    for (let i = 0; i < 100 && group.phase !== 'ended'; i++) group.wait(10_000);
    expect(group.state.phase).toMatchObject({ reason: expect.stringMatching(/out_of/) });
    expect(group.now).toBeGreaterThan(20 * 60_000);
  });

  it('[GRP-4] shares the reward: right answers, and in a solved mission what was saved', () => {
    const solved = aGroup(['consensus', 'turns']).with(2).atTask(99);
    expect(rewardOf(solved.state)).toBe(2 * 100 + 5 * 50 + 4 * 10);
    const stopped = aGroup(['consensus', 'turns']).with(2).atTask(1);
    stopped.order('end');
    expect(rewardOf(stopped.state)).toBe(100);
  });
});

describe('who is there', () => {
  it('[GRP-2] one alone waits two minutes with the clock standing, and the group goes on when a second comes', () => {
    const group = aGroup().with(2).atTask(0);
    group.now += 5_000;
    group.drop('l2');
    expect(group.state.paused).toMatchObject({ reason: 'waiting', until: 125_000 });
    expect(group.wait(119_999)).toEqual([]);
    expect(group.connect('l2')).toEqual(['player.connected', 'session.resumed']);
    expect(group.state.phase).toMatchObject({ name: 'task', closesAt: 60_000 + 119_999 });
  });

  it('[GRP-2] after two minutes alone the mission is saved and closed', () => {
    const group = aGroup().with(3).atTask(1);
    group.drop('l2');
    group.drop('l3');
    group.wait(120_000);
    expect(group.state.phase).toEqual({ name: 'ended', reason: 'too_few' });
    expect(rewardOf(group.state)).toBe(100);
  });

  it('[GRP-2] with three the group goes on while one is away, and the one comes back into it', () => {
    const group = aGroup().with(3).atTask(0);
    group.answer('l3', wrong);
    group.drop('l3');
    expect(group.state.paused).toBeNull();
    group.wait(11_000);
    group.answer('l1');
    group.answer('l2');
    expect(group.phase).toBe('reveal');
    group.connect('l3');
    expect(group.learner('l3')).toMatchObject({ connected: true, contribution: { proposals: 1 } });
  });

  it('[GRP-3] a learner who is moved leaves turn, pieces and place free for others', () => {
    const group = aGroup(['turns', 'consensus']).with(8).atTask(0);
    expect(group.do({ type: 'moveAway', participantId: 'l1' })).toEqual(['player.moved']);
    expect(group.wait(0)).toEqual(['turn.passed']);
    expect(group.connect('l9')).toEqual(['player.joined']);
    expect(group.asks({ type: 'connect', participantId: 'l1' })).toBe('group/full');
  });

  it('[HST-1] a learner who is removed leaves turn, pieces and place free at once, and comes back no more, not even from a log', () => {
    const group = aGroup(['turns', 'split', 'consensus']).with(8).atTask(0);
    expect(group.do({ type: 'remove', participantId: 'l1' })).toEqual(['player.removed']);
    expect(group.do({ type: 'remove', participantId: 'l1' })).toEqual([]);
    expect(group.wait(0)).toEqual(['turn.passed']);
    expect(group.connect('l9')).toEqual(['player.joined']);
    group.atTask(1);
    const { holder } = group.state.pieces[0]!;
    group.do({ type: 'remove', participantId: holder });
    expect(group.wait(0)).toEqual(['pieces.dealt']);
    expect(group.state.pieces.map((piece) => piece.holder)).not.toContain(holder);
    group.atTask(2);
    const [last, ...others] = group.here();
    for (const id of others) group.answer(id);
    expect(group.phase).toBe('task');
    group.do({ type: 'remove', participantId: last! });
    expect(group.wait(0)).toEqual(['task.closed']);

    // a seat that was given and not taken is worth nothing, either
    group.do({ type: 'remove', participantId: 'never came' });
    group.restart();
    for (const participantId of ['l1', holder, 'never came'])
      expect(group.asks({ type: 'connect', participantId })).toBe('join/kicked');
  });

  it('[HST-1] [GRP-2] of two, one is removed: the other waits for a second', () => {
    const group = aGroup().with(2).atTask(0);
    expect(group.do({ type: 'remove', participantId: 'l2' })).toEqual(['player.removed', 'session.paused']);
    expect(group.state.paused?.reason).toBe('waiting');
  });

  it('[GRP-3] a teacher pauses, resumes and ends; resuming with one learner waits for a second', () => {
    const group = aGroup().with(2).atTask(0);
    group.order('pause');
    expect(group.drop('l2')).toEqual(['player.dropped']);
    expect(group.wait(10 * 60_000)).toEqual([]);
    expect(group.order('resume')).toEqual(['session.resumed', 'session.paused']);
    expect(group.state.paused?.reason).toBe('waiting');
    expect(group.order('pause')).toEqual(['session.resumed', 'session.paused']);
    expect(group.asks({ type: 'order', order: { verb: 'pause' } })).toBe('challenge/already-paused');
    group.order('end');
    expect(group.asks({ type: 'connect', participantId: 'l2' })).toBe('session/ended');
  });

  it('a lobby or a pause in which nobody is for half an hour is given up', () => {
    const group = aGroup().with(1);
    group.drop('l1');
    group.wait(30 * 60_000 - 1);
    expect(group.phase).toBe('lobby');
    group.wait(1);
    expect(group.state.phase).toEqual({ name: 'ended', reason: 'abandoned' });
  });
});

describe('after the process died', () => {
  it('[DUR-2] the group is where it was, waits for two of its learners, and goes on with the time that was left', () => {
    const group = aGroup().with(3).atTask(2);
    group.now += 12_000;
    group.act(group.state.pieces[1]!.holder, { verb: 'share', task: 2, piece: 1 });
    const { closesAt } = group.state.phase as { closesAt: number };
    const left = closesAt - group.now;
    const pieces = structuredClone(group.state.pieces);
    group.restart();
    expect(group.state).toMatchObject({ paused: { reason: 'waiting' }, pieces });
    group.now += 4_000;
    group.connect('l1');
    expect(group.connect('l3')).toContain('session.resumed');
    expect((group.state.phase as { closesAt: number }).closesAt - group.now).toBe(left);
  });

  it('[DUR-2] a lobby stays a lobby', () => {
    const group = aGroup().with(2).restart();
    expect(group.state).toMatchObject({ phase: { name: 'lobby' }, paused: null });
    expect(new TestGroup(group.state.rules).state.phase.name).toBe('lobby');
  });
});
