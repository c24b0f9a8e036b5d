import { describe, expect, test } from 'vitest';
import { Rehearsal } from '../../../rooms/class-challenge/rehearsal.ts';
import { aClass, type TestClass } from '../../support/class-builder.ts';
import { everyKind, kinds } from '../../support/kinds.ts';

/** Chance that is the same in every run (an LCG with the figures of Numerical Recipes), 0 ≤ x < 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function rehearsed(cls: TestClass, random = chance(7)) {
  const names = new Map<string, string>();
  const rehearsal = new Rehearsal({
    state: cls.state,
    locale: 'en',
    now: () => cls.now,
    run: (command) => void cls.do(command),
    named: (id, name) => names.set(id, name),
    random,
  });
  /** As in its room: a tick every 100 ms. */
  const live = (ms: number) => {
    for (const end = cls.now + ms; cls.now < end; ) {
      cls.now += 100;
      rehearsal.tick();
      cls.tick();
    }
  };
  return { names, live };
}

const count = (cls: TestClass, type: string) => cls.log.filter((event) => event.type === type).length;
const here = ({ state }: TestClass) => [...state.players.values()].filter((one) => one.connected).length;

describe('[HST-4] a rehearsal', () => {
  test('is a class of thirty, who come one after the other under names of their own', () => {
    const cls = aClass().with(0);
    const { names, live } = rehearsed(cls);
    live(1_000);
    expect(here(cls)).toBeGreaterThan(3);
    expect(here(cls)).toBeLessThan(10);
    live(5_000);
    expect(here(cls)).toBe(30);
    live(60_000);
    expect(cls.state.players.size).toBe(30);
    expect(new Set(names.values()).size).toBe(30);
    expect([...names.keys()].toSorted()).toEqual([...cls.state.players.keys()].toSorted());
  });

  test('has no more of them than the class takes', () => {
    const cls = aClass({ cap: 12 }).with(0);
    const { live } = rehearsed(cls);
    live(10_000);
    expect(cls.state.players.size).toBe(12);
  });

  test('breaks connections in the middle of a question; who was gone comes back and still answers', () => {
    const cls = aClass({ rounds: 12, getReadyMs: 0, standings: 'off' }).with(0);
    const { live } = rehearsed(cls);
    live(7_000);
    for (let round = 0; round < 12; round++) {
      cls.at('question');
      live(21_000);
    }
    const dropped = count(cls, 'player.dropped');
    expect(dropped).toBeGreaterThan(3);
    live(5_000);
    expect(count(cls, 'player.connected')).toBe(dropped);
    expect(here(cls)).toBe(30);
    const [gone] = cls.log.filter((event) => event.type === 'player.dropped');
    const laterOf = (type: string) =>
      cls.log.some(
        (event) =>
          event.type === type &&
          event.seq > gone!.seq &&
          'participantId' in event &&
          event.participantId === gone!.participantId,
      );
    expect(laterOf('player.connected') && laterOf('answer.accepted')).toBe(true);
    // some leave an answer out, most give one, and not all are right
    const answers = cls.log.filter((event) => event.type === 'answer.accepted');
    expect(answers.length).toBeGreaterThan(12 * 30 * 0.8);
    expect(answers.length).toBeLessThan(12 * 30);
    const right = answers.filter(({ outcome }) => outcome === 'right').length / answers.length;
    expect(right).toBeGreaterThan(0.4);
    expect(right).toBeLessThan(0.9);
  });

  test('is played through every kind of question by whatever chance, and stands while the class is paused', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const rounds = kinds.map((kind) => everyKind[kind].question);
      const cls = aClass({
        rounds,
        getReadyMs: 0,
        standings: 'off',
        scoring: 'confidence',
        revoteBelow: 0.7,
      }).with(0);
      const { live } = rehearsed(cls, chance(seed));
      live(6_500);
      cls.host({ verb: 'start' });
      cls.host({ verb: 'pause' });
      const { seq } = cls.state;
      live(20_000);
      expect(cls.state.seq).toBe(seq);
      cls.host({ verb: 'resume' });
      const isIn = (...phases: string[]) => phases.includes(cls.phase.name);
      for (let i = 0; !isIn('podium') && i < 100; i++) {
        live(20_000);
        if (!isIn('question', 'podium')) cls.next();
      }
      expect(cls.phase.name).toBe('podium');
      for (const tally of cls.state.rounds) expect(tally.answered).toBeGreaterThan(20);
    }
  });
});
