import { describe, expect, it } from 'vitest';
import { isAskedAgain, isWaitedFor, stageTime } from '../../../src/domain/group-mission/state.ts';
import { aGroup } from '../../support/group-builder.ts';

const waitedFor = (group: ReturnType<typeof aGroup>) =>
  [...group.state.learners.values()].filter((one) => isWaitedFor(group.state, one)).map(({ id }) => id);

describe('what a teacher sees of a group', () => {
  it('[GRP-3] how long the phase has lasted, without the pauses, and how long it may last', () => {
    const group = aGroup().with(2);
    expect(stageTime(group.state, 5_000)).toBeNull();
    group.atTask(0);
    const opened = group.now;
    expect(stageTime(group.state, opened + 20_000)).toEqual({ spentMs: 20_000, limitMs: 60_000 });
    group.wait(20_000);
    group.order('pause');
    expect(stageTime(group.state, opened + 50_000)).toEqual({ spentMs: 20_000, limitMs: 60_000 });
    group.now = opened + 50_000;
    group.order('resume');
    expect(stageTime(group.state, group.now + 1_000)).toEqual({ spentMs: 21_000, limitMs: 60_000 });
  });

  it('[GRP-3] for whom the group waits, in each way of answering', () => {
    const group = aGroup(['consensus', 'turns', 'split']).with(3);
    expect(waitedFor(group)).toEqual(['l1', 'l2', 'l3']);
    group.act('l1', { verb: 'ready', step: group.state.step });
    expect(waitedFor(group)).toEqual(['l2', 'l3']);

    group.atTask(0);
    group.answer('l2');
    expect(waitedFor(group)).toEqual(['l1', 'l3']);
    group.drop('l3');
    expect(waitedFor(group)).toEqual(['l1']);
    group.connect('l3');

    group.atTask(1);
    expect(waitedFor(group)).toEqual([group.state.turn]);

    group.atTask(2);
    for (const piece of group.state.pieces.keys())
      if (group.state.pieces[piece]!.holder === 'l1') group.act('l1', { verb: 'share', task: 2, piece });
    expect(waitedFor(group)).toEqual(['l2', 'l3']);
  });

  it('[GRP-3] that a task ran out of time once', () => {
    const group = aGroup().with(2).atTask(0);
    expect(isAskedAgain(group.state)).toBe(false);
    group.wait(60_300);
    expect(group.phase).toBe('task');
    expect(isAskedAgain(group.state)).toBe(true);
  });
});
