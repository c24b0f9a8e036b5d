import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/group-mission/commands.ts';
import { wrong } from '../../support/class-builder.ts';
import { aGroup } from '../../support/group-builder.ts';

const closed = (log: ReturnType<typeof aGroup>['log']) =>
  log.filter(({ type }) => type === 'task.closed').at(-1);

describe('a task that is answered by consensus', () => {
  it('[GRP-1] is closed as soon as all agree, and not before', () => {
    const group = aGroup().with(3).atTask(0);
    group.answer('l1');
    group.answer('l2', wrong);
    group.answer('l3');
    expect(group.phase).toBe('task');
    group.answer('l2');
    expect(closed(group.log)).toMatchObject({ how: 'agreed', outcome: 'right' });
    expect(group.state).toMatchObject({ phase: { name: 'reveal' }, coins: 3, hearts: 5 });
  });

  it('[GRP-1] takes the majority at the deadline', () => {
    const group = aGroup().with(3).atTask(0);
    group.answer('l1', wrong);
    group.answer('l2', wrong);
    group.answer('l3');
    expect(group.wait(60_250)).toEqual([]);
    group.wait(1);
    expect(closed(group.log)).toMatchObject({ how: 'majority', outcome: 'wrong', answer: wrong });
    expect(group.state.hearts).toBe(4);
  });

  it('[GRP-1] costs a heart without a majority, and is asked again until no heart is left', () => {
    const group = aGroup().with(3).atTask(0);
    for (let hearts = 4; hearts > 0; hearts--) {
      group.answer('l1');
      group.wait(60_300);
      expect(group.state).toMatchObject({ hearts, phase: { name: 'task', task: 0 } });
      expect(group.learner('l1').proposal).toBeNull();
    }
    group.wait(60_300);
    expect(group.phase).toBe('reveal');
    group.allReady();
    expect(group.state.phase).toEqual({ name: 'ended', reason: 'out_of_hearts' });
  });

  it('[GRP-1] needs two even when one alone proposes anything', () => {
    const group = aGroup().with(2).atTask(0);
    group.answer('l1');
    group.wait(60_300);
    expect(group.state.hearts).toBe(4);
  });

  it('[GRP-2] waits ten seconds for someone who dropped, and then goes on with those who agree', () => {
    const group = aGroup().with(3).atTask(0);
    group.drop('l3');
    group.answer('l1');
    group.answer('l2');
    expect(group.phase).toBe('task');
    group.wait(10_000);
    expect(group.phase).toBe('reveal');
  });

  it('refuses what comes early, late, malformed, in a pause or from a stranger, and changes nothing', () => {
    const group = aGroup().with(2).atTask(0);
    const ask = (participantId: string, task: number, answer: number[] = [0]) =>
      group.asks({ type: 'act', participantId, act: { verb: 'answer', task, answer } });
    expect(ask('l1', 1)).toBe('answer/too-early');
    expect(ask('l1', 0, [9])).toBe('answer/malformed');
    expect(ask('stranger', 0)).toBe('answer/not-a-player');
    group.now += 60_251;
    expect(ask('l1', 0)).toBe('answer/too-late');
    group.now -= 60_251;
    group.order('pause');
    expect(ask('l1', 0)).toBe('answer/paused');
    group.order('resume');
    group.solve();
    expect(ask('l1', 0)).toBe('answer/round-closed');
  });
});

describe('a task by turns', () => {
  it('[GRP-1] takes the answer of one learner after another, and of nobody else', () => {
    const group = aGroup(['turns', 'turns', 'turns', 'turns']).with(3);
    const turns = [0, 1, 2, 3].map((task) => {
      const { turn } = group.atTask(task).state;
      const other = group.here().find((id) => id !== turn)!;
      const act = { verb: 'answer' as const, task, answer: [0] };
      expect(group.asks({ type: 'act', participantId: other, act })).toBe('group/not-your-turn');
      group.answer(turn!);
      return turn;
    });
    expect(turns).toEqual(['l1', 'l2', 'l3', 'l1']);
    expect(group.learner('l1').contribution).toMatchObject({ turns: 2, rightTurns: 2, proposals: 0 });
  });

  it('[GRP-2] gives the turn of someone who is gone to the next after ten seconds', () => {
    const group = aGroup(['turns']).with(3).atTask(0);
    group.drop('l1');
    expect(group.wait(9_999)).toEqual([]);
    expect(group.wait(1)).toEqual(['turn.passed']);
    expect(group.state.turn).toBe('l2');
  });

  it('[GRP-1] gives it to the next as well when it was not used in time, for a heart', () => {
    const group = aGroup(['turns']).with(2).atTask(0);
    group.wait(60_300);
    expect(group.state).toMatchObject({ turn: 'l2', hearts: 4, phase: { name: 'task', task: 0 } });
  });
});

describe('a task whose information is split', () => {
  it('[GRP-1] deals every piece, gives everybody one and nobody all', () => {
    for (let learners = 2; learners <= 4; learners++) {
      const { state } = aGroup(['split']).with(learners).atTask(0);
      const holders = new Set(state.pieces.map(({ holder }) => holder));
      expect(holders.size).toBe(learners);
    }
  });

  it('[GRP-1] takes an answer only when all pieces lie open', () => {
    const group = aGroup(['split']).with(2).atTask(0);
    const answer: Command = {
      type: 'act',
      participantId: 'l1',
      act: { verb: 'answer', task: 0, answer: [0] },
    };
    for (const [piece, { holder }] of group.state.pieces.entries()) {
      expect(group.asks(answer)).toBe('group/pieces-missing');
      const other = holder === 'l1' ? 'l2' : 'l1';
      const act = { verb: 'share', task: 0, piece } as const;
      expect(group.asks({ type: 'act', participantId: other, act })).toBe('group/not-your-piece');
      group.act(holder, act);
      expect(group.asks({ type: 'act', participantId: holder, act })).toEqual([]);
    }
    group.answer('l1');
    group.answer('l2');
    expect(closed(group.log)).toMatchObject({ how: 'agreed', outcome: 'right' });
    expect(group.learner('l1').contribution).toMatchObject({ piecesShared: 2, proposals: 1 });
  });

  it('[GRP-2] deals the pieces of someone who is gone anew, so that the others can go on', () => {
    const group = aGroup(['split']).with(3).atTask(0);
    group.drop('l1');
    expect(group.wait(10_000)).toEqual(['pieces.dealt']);
    expect(group.state.pieces.map(({ holder }) => holder)).not.toContain('l1');
    group.solve();
    expect(group.phase).toBe('reveal');
  });

  it('[GRP-1] keeps what lies open when it has to be asked again', () => {
    const group = aGroup(['split']).with(2).atTask(0);
    group.act(group.state.pieces[0]!.holder, { verb: 'share', task: 0, piece: 0 });
    const before = structuredClone(group.state.pieces);
    group.wait(60_300);
    expect(group.state.pieces).toEqual(before);
    expect(group.state.hearts).toBe(4);
  });
});

describe('a hint', () => {
  it('[GRP-1] is bought with the coins of the group when more than half want it', () => {
    const group = aGroup().with(3).atTask(0);
    expect(group.hint('l1')).toEqual(['hint.wanted']);
    expect(group.hint('l1')).toEqual([]);
    group.hint('l1', false);
    group.hint('l2');
    expect(group.hint('l3')).toEqual(['hint.wanted', 'hint.bought']);
    expect(group.state).toMatchObject({ hint: true, coins: 0 });
    expect(group.hint('l1')).toEqual([]);
    expect(group.learner('l1').contribution.hintVotes).toBe(1);
  });

  it('[GRP-1] is not given on credit, nor where there is none', () => {
    const group = aGroup(['consensus', 'consensus']).with(2).atTask(0);
    const want = (task: number) =>
      group.asks({ type: 'act', participantId: 'l1', act: { verb: 'wantHint', task, wanted: true } });
    group.hint('l1');
    group.hint('l2');
    group.atTask(1);
    expect(group.state.hint).toBe(false);
    expect(want(1)).toBe('group/too-few-coins');
    const other = aGroup(['consensus']).with(2).atTask(0);
    (other.state.rules.tasks[0] as { hasHint: boolean }).hasHint = false;
    const act = { verb: 'wantHint', task: 0, wanted: true } as const;
    expect(other.asks({ type: 'act', participantId: 'l1', act })).toBe('group/no-hint');
  });
});
