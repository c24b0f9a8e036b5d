import type { Replay, ReplayRound } from '@tutti/client/admin';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/challenge/decide.ts';
import type { ChallengeEvent } from '../../src/domain/challenge/events.ts';
import { evolve } from '../../src/domain/challenge/evolve.ts';
import { standingsOf } from '../../src/domain/challenge/ranking.ts';
import { type ChallengeState, newChallenge, remainingMs } from '../../src/domain/challenge/state.ts';
import { teamsOf } from '../../src/domain/challenge/teams.ts';
import { askedIn, follow, newTimeline } from '../../src/domain/replay/timeline.ts';
import {
  pastStill,
  questionStart,
  type ReplayView,
  roundsAt,
  scoreOf,
  viewAt,
} from '../../web/src/teach/replay/view-at.ts';
import type { TestClass } from '../support/class-builder.ts';
import { aStory, open } from '../support/class-story.ts';

type Story = typeof aStory extends fc.Arbitrary<infer S> ? S : never;

/** What the server would tell of a class, without its texts. */
function replayOf({ plan, happenings }: Story) {
  const cls: TestClass = open({ plan });
  for (const happening of happenings) {
    const command = happening(cls);
    if (decide(cls.state, command, cls.now).ok) cls.do(command);
  }
  cls.now += 1_000;
  if (cls.phase.name !== 'ended') cls.do({ type: 'host', order: { verb: 'end' } });
  const timeline = newTimeline(cls.state.plan);
  for (const event of cls.log) follow(timeline, event, 1_000_000 + event.clock);
  const replay = {
    durationMs: timeline.state.clock,
    marks: timeline.marks,
    questions: askedIn(timeline).map((round) => {
      const question = cls.state.plan.rounds[timeline.state.order[round]!]!;
      return { round, choices: 'choices' in question ? Array(question.choices).fill('') : [] };
    }),
  } as unknown as Replay;
  const rounds = new Map<number, ReplayRound>(
    [...timeline.rounds].map(([round, then]) => [round, JSON.parse(JSON.stringify({ round, ...then }))]),
  );
  return { log: cls.log, plan: cls.state.plan, score: scoreOf(replay), rounds, timeline };
}

/** The class as it was when everything up to a moment had happened. */
function stateAt(plan: ChallengeState['plan'], log: readonly ChallengeEvent[], at: number): ChallengeState {
  const state = newChallenge(plan);
  for (const event of log) if (event.clock <= at) evolve(state, event);
  return state;
}

const moments = ({ log }: { log: readonly ChallengeEvent[] }) => [
  ...new Set(log.flatMap(({ clock }) => [clock, clock + 1])),
];

describe('[REP-3] the view of a moment', () => {
  it('is what the class was then: phase, time left, who is here, answers, spread, those who were right', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const told = replayOf(story);
        const end = told.score.durationMs;
        for (const at of moments(told).filter((moment) => moment <= end)) {
          const view = viewAt(told.score, told.rounds, at);
          const state = stateAt(told.plan, told.log, at);
          const { phase } = state;
          const isSkipped = view.stage.name === 'skipped';
          if (!isSkipped) expect(view.stage.name).toBe(phase.name);
          expect(view.paused).toBe(state.paused?.reason ?? null);
          if ('round' in phase) expect(view.stage.round).toBe(phase.round);
          if (phase.name === 'question' && !isSkipped) expect(view.leftMs).toBe(remainingMs(state, at));
          checkTally(view, state);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('at the end has the standings of the report: those of the class when it ended', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const told = replayOf(story);
        const { state, players } = told.timeline;
        const view = viewAt(told.score, told.rounds, told.score.durationMs);
        if (told.rounds.size === 0) {
          expect(view.standings).toBeNull();
          return;
        }
        expect(view.standings?.rows).toEqual(
          standingsOf(state).map(({ id, score, rank }) => ({ player: players.get(id), score, rank })),
        );
        expect(view.standings?.teams).toEqual(teamsOf(state));
      }),
      { numRuns: 100 },
    );
  });

  it('only grows while a vote is open, and what is seen does not depend on the way there', () => {
    fc.assert(
      fc.property(aStory, fc.array(fc.nat(400_000), { maxLength: 20 }), (story, jumps) => {
        const told = replayOf(story);
        const look = (at: number) => viewAt(told.score, told.rounds, at);
        const played = new Map<number, ReplayView>();
        let before: ReplayView | null = null;
        for (const at of [...moments(told), ...jumps].toSorted((a, b) => a - b)) {
          const view = look(at);
          played.set(at, view);
          expect(view.wall).toBeGreaterThanOrEqual(before?.wall ?? 0);
          if (before && isSameVote(before, view))
            expect(view.tally!.answered).toBeGreaterThanOrEqual(before.tally!.answered);
          before = view;
        }
        for (const at of jumps) expect(look(at)).toEqual(played.get(at));
      }),
      { numRuns: 40 },
    );
  });

  it('needs at most two questions at a time, those that were asked last', () => {
    fc.assert(
      fc.property(aStory, fc.nat(400_000), (story, at) => {
        const { score, rounds } = replayOf(story);
        const needed = roundsAt(score, at);
        expect(needed.length).toBeLessThanOrEqual(2);
        const without = new Map([...rounds].filter(([round]) => needed.includes(round)));
        expect(viewAt(score, without, at)).toEqual(viewAt(score, rounds, at));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves out lobby and pauses, and jumps from question to question', () => {
    const score = scoreOf({
      durationMs: 60_000,
      questions: [],
      marks: [
        mark('joined', 1_000),
        mark('get_ready', 10_000, 0),
        mark('question', 13_000, 0),
        mark('paused', 15_000),
        mark('resumed', 25_000),
        mark('reveal', 30_000, 0),
        mark('question', 40_000, 1),
        mark('ended', 60_000),
      ],
    } as unknown as Replay);
    expect([0, 9_999, 10_000, 15_000, 24_999, 25_000].map((at) => pastStill(score, at))).toEqual([
      10_000, 10_000, 10_000, 25_000, 25_000, 25_000,
    ]);
    expect([0, 13_000, 40_000].map((at) => questionStart(score, at, 'after'))).toEqual([
      13_000, 40_000, 60_000,
    ]);
    expect([14_000, 20_000, 41_000, 42_000].map((at) => questionStart(score, at, 'before'))).toEqual([
      0, 13_000, 13_000, 40_000,
    ]);
  });
});

function checkTally(view: ReplayView, state: ChallengeState): void {
  const { phase } = state;
  if (view.stage.name === 'skipped' || view.stage.round === null || !view.tally) return;
  if (phase.name !== 'question' && phase.name !== 'reveal' && phase.name !== 'discuss') return;
  const round = state.rounds[phase.round]!;
  const tally = phase.name === 'discuss' ? round.first! : round;
  expect({ answered: view.tally.answered, right: view.tally.right, spread: view.tally.spread }).toEqual({
    answered: tally.answered,
    right: tally.right,
    spread: tally.spread,
  });
  expect(view.tally.spots.length).toBe(tally.spots.length);
}

const isSameVote = (before: ReplayView, view: ReplayView) =>
  view.tally !== null &&
  before.tally !== null &&
  before.stage.round === view.stage.round &&
  before.stage.vote === view.stage.vote;

const mark = (kind: string, at: number, round: number | null = null) => ({
  kind,
  at,
  wall: at,
  round,
  player: null,
  reason: kind === 'paused' ? 'host' : null,
  here: 1,
  endsAt: null,
  leftMs: null,
});
