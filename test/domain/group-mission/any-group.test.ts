import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/domain/group-mission/commands.ts';
import { decide } from '../../../src/domain/group-mission/decide.ts';
import { figures } from '../../../src/domain/group-mission/figures.ts';
import { type Way, ways } from '../../../src/domain/group-mission/plan.ts';
import { present } from '../../../src/domain/group-mission/state.ts';
import { replay, someRules, TestGroup } from '../../support/group-builder.ts';

type Happening = (group: TestGroup) => Command;

const who = fc.integer({ min: 1, max: 9 }).map((n) => `l${n}`);
const act = (make: (group: TestGroup, participantId: string, n: number) => object) =>
  fc.tuple(who, fc.nat(3)).map(
    ([participantId, n]): Happening =>
      (group) =>
        ({ type: 'act', participantId, act: make(group, participantId, n) }) as Command,
  );
const answers = act((group, _, n) => ({ verb: 'answer', task: group.task, answer: [n] }));
const readies = act(({ state }) => ({ verb: 'ready', step: state.step }));
const shares = act((group, id) => ({
  verb: 'share',
  task: group.task,
  piece: Math.max(
    0,
    group.state.pieces.findIndex(({ holder, shared }) => holder === id && !shared),
  ),
}));
const hints = act((group, _, n) => ({ verb: 'wantHint', task: group.task, wanted: n > 0 }));
const presence = fc.tuple(who, fc.constantFrom('connect', 'connect', 'connect', 'drop', 'moveAway')).map(
  ([participantId, type]): Happening =>
    () =>
      ({ type, participantId }) as Command,
);
const orders = fc.constantFrom('start', 'start', 'pause', 'resume').map(
  (verb): Happening =>
    () =>
      ({ type: 'order', order: { verb } }) as Command,
);
const time = fc.constantFrom(100, 2_000, 11_000, 61_000).map(
  (ms): Happening =>
    (group) => {
      group.now += ms;
      return { type: 'tick' };
    },
);
const recovery = fc.constant<Happening>(() => ({ type: 'recover' }));

const happening = fc.oneof(
  { arbitrary: answers, weight: 6 },
  { arbitrary: readies, weight: 8 },
  { arbitrary: shares, weight: 5 },
  { arbitrary: hints, weight: 2 },
  { arbitrary: presence, weight: 4 },
  { arbitrary: orders, weight: 1 },
  { arbitrary: time, weight: 4 },
  { arbitrary: recovery, weight: 1 },
);
const story = fc.record({
  started: fc.boolean(),
  ways: fc.array(fc.constantFrom(...ways), { minLength: 1, maxLength: 5 }),
  happenings: fc.array(happening, { minLength: 20, maxLength: 160 }),
});

function live(
  { ways, happenings, started }: { ways: readonly Way[]; happenings: readonly Happening[]; started: boolean },
  after: (group: TestGroup) => void = () => {},
): TestGroup {
  const group = new TestGroup(someRules(ways)).with(4);
  if (started) group.atTask(0);
  for (const happens of happenings) {
    const command = happens(group);
    if (decide(group.state, command, group.now).ok) group.do(command);
    after(group);
  }
  return group;
}

describe('any group, whatever happens in it', () => {
  it('[GRP-1] keeps hearts, coins and places in their bounds, and its clock never goes back', () => {
    let ended = 0;
    fc.assert(
      fc.property(story, (told) => {
        let { clock, step } = { clock: 0, step: 0 };
        const { state, log } = live(told, ({ state }) => {
          expect(state.hearts).toBeGreaterThanOrEqual(0);
          expect(state.coins).toBeGreaterThanOrEqual(0);
          expect(present(state).length).toBeLessThanOrEqual(figures.most);
          expect(state.clock).toBeGreaterThanOrEqual(clock);
          expect(state.step).toBeGreaterThanOrEqual(step);
          ({ clock, step } = state);
        });
        expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
        const end = log.findIndex(({ type }) => type === 'session.ended');
        if (end >= 0) expect(end).toBe(log.length - 1);
        if (state.phase.name === 'ended') ended++;
      }),
      { numRuns: 200 },
    );
    expect(ended).toBeGreaterThan(0);
  });

  it('[GRP-1] nobody ever holds all pieces, and no running task of one learner alone goes on', () => {
    let dealt = 0;
    fc.assert(
      fc.property(story, (told) => {
        live(told, ({ state }) => {
          if (state.pieces.length > 0) {
            dealt++;
            expect(new Set(state.pieces.map(({ holder }) => holder)).size).toBeGreaterThan(1);
          }
          const stands = state.paused !== null || ['lobby', 'ended'].includes(state.phase.name);
          if (!stands) expect(present(state).length).toBeGreaterThanOrEqual(figures.fewest);
        });
      }),
      { numRuns: 200 },
    );
    expect(dealt).toBeGreaterThan(100);
  });

  it('[DUR-1] the same log always gives the same state, also through JSON', () => {
    fc.assert(
      fc.property(story, (told) => {
        const { state, log } = live(told);
        expect(replay(state.rules, JSON.parse(JSON.stringify(log)))).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });

  it('[RND-1] deciding changes nothing', () => {
    fc.assert(
      fc.property(story, (told) => {
        live({ ...told, happenings: told.happenings.slice(0, 40) }, (group) => {
          const before = structuredClone(group.state);
          const { now } = group;
          for (const happens of told.happenings.slice(-4)) decide(group.state, happens(group), group.now);
          group.now = now;
          expect(group.state).toEqual(before);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('[GRP-1] one learner who does everything, among others who only sit there, never solves a mission with a task for several', () => {
    const mixed = fc
      .array(fc.constantFrom(...ways), { minLength: 1, maxLength: 6 })
      .filter((all) => all.some((way) => way !== 'turns'));
    fc.assert(
      fc.property(mixed, fc.integer({ min: 2, max: 8 }), (all, learners) => {
        const group = new TestGroup(someRules(all)).with(learners);
        group.order('start');
        for (let i = 0; i < 400 && group.phase !== 'ended'; i++) {
          const tries = [
            { verb: 'ready', step: group.state.step },
            { verb: 'answer', task: group.task, answer: [0] },
            ...group.state.pieces.map((_, piece) => ({ verb: 'share', task: group.task, piece })),
          ] as const;
          for (const act of tries) {
            const command = { type: 'act', participantId: 'l1', act } as Command;
            if (decide(group.state, command, group.now).ok) group.do(command);
          }
          group.wait(5_000);
        }
        expect(group.state.phase).toMatchObject({ name: 'ended', reason: expect.stringMatching(/^out_of_/) });
      }),
      { numRuns: 60 },
    );
  });
});
