import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideSelfPaced, type SelfPacedCommand } from '../../../src/domain/self-paced/decide.ts';
import { type Ghost, goalOf, OwnLegs, raceSoFar } from '../../../src/domain/self-paced/race.ts';
import { newSelfPaced, recordSelfPaced } from '../../../src/domain/self-paced/state.ts';
import { aClass, aQuestion } from '../../support/class-builder.ts';

const legs = (points: number[]) => points.map((one, i) => ({ points: one, ms: 1_000 * (i + 1) }));
const ghost: Ghost = {
  against: 'class',
  legs: legs([100, 200, 300]),
  field: [Array(10).fill(1), Array(10).fill(2), Array(10).fill(3)],
  goal: 3_000,
};

describe('a ghost race', () => {
  it('[REP-3] [RND-2] tells the ghost exactly as far as the learner is', () => {
    fc.assert(
      fc.property(fc.nat(3), (done) => {
        const told = raceSoFar(ghost, legs([0, 0, 0]).slice(0, done));
        expect(told.ghost).toEqual(ghost.legs.slice(0, done));
        expect(told.field).toEqual(done === 0 ? null : ghost.field![done - 1]);
        expect(told.of).toBe(3);
      }),
    );
  });

  it('[REP-3] counts points and time of each question, and the whole time of one without an answer', () => {
    const rounds = [aQuestion(), aQuestion({ timeLimitMs: 5_000 }), aQuestion()];
    const state = newSelfPaced({ ...aClass({ rounds }).state.plan, getReadyMs: 0, standings: 'off' });
    const own = new OwnLegs();
    let now = 0;
    const act = (command: SelfPacedCommand) => {
      const decision = decideSelfPaced(state, command, now);
      if (!decision.ok) throw new Error(decision.code);
      for (const event of recordSelfPaced(state, decision.facts, now))
        if ('participantId' in event) own.follow(event, state.runs.get('p')!);
    };
    const next = () => act({ type: 'next', participantId: 'p', step: state.runs.get('p')!.step });
    const answer = (round: number, picks: number[]) =>
      act({ type: 'answer', participantId: 'p', round, vote: 1, answerId: `a${round}`, answer: picks });
    act({ type: 'connect', participantId: 'p' });
    next();
    now += 4_000;
    answer(0, [0]);
    next();
    now += 6_000;
    act({ type: 'tick' });
    next();
    now += 2_000;
    answer(2, [1]);
    expect(own.legs).toEqual([
      { points: 900, ms: 4_000 },
      { points: 900, ms: 9_000 },
      { points: 900, ms: 11_000 },
    ]);
  });

  it('[REP-3] has a goal that nobody can pass', () => {
    const rounds = [aQuestion(), aQuestion({ points: 2 }), aQuestion({ kind: 'poll', most: 1 })];
    expect(goalOf(rounds, { scoring: 'speed', streakBonus: false })).toBe(3_000);
    expect(goalOf(rounds, { scoring: 'confidence', streakBonus: true })).toBe(4_600);
    expect(goalOf([], { scoring: 'speed', streakBonus: false })).toBe(1);
  });
});
