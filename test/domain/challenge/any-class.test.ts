import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/domain/challenge/decide.ts';
import type { ChallengeEvent, FactType } from '../../../src/domain/challenge/events.ts';
import { standingsOf } from '../../../src/domain/challenge/ranking.ts';
import { type ChallengeState, questionOf, remainingMs } from '../../../src/domain/challenge/state.ts';
import { replay, type TestClass } from '../../support/class-builder.ts';
import { aStory, type Happening, open } from '../../support/class-story.ts';

/** Whatever happens; refusals are fine. */
function live(cls: TestClass, happenings: readonly Happening[], after: (cls: TestClass) => void = () => {}) {
  for (const happening of happenings) {
    const command = happening(cls);
    if (decide(cls.state, command, cls.now).ok) cls.do(command);
    after(cls);
  }
}

const throughJson = (log: readonly ChallengeEvent[]): ChallengeEvent[] => JSON.parse(JSON.stringify(log));
const hasVotedTwice = (log: readonly ChallengeEvent[], round: number) =>
  only(log, 'round.opened').some((event) => event.round === round && event.vote === 2);
const only = <T extends FactType>(log: readonly ChallengeEvent[], type: T) =>
  log.filter((event): event is ChallengeEvent<T> => event.type === type);
const accepted = (log: readonly ChallengeEvent[]) => only(log, 'answer.accepted');

/** Told from the log alone, without any of the rules' own sums. */
function totalsOf(log: readonly ChallengeEvent[]): Map<string, number> {
  const counted = new Set<number>();
  for (const event of log)
    if (event.type === 'round.closed' && event.reason !== 'skipped') counted.add(event.round);
  const totals = new Map<string, number>();
  for (const { participantId, round, vote, points } of lastAnswers(log)) {
    const isOverruled =
      vote === 1 && lastAnswers(log).some((other) => isSecondVoteOf(other, { participantId, round }));
    if (counted.has(round) && !isOverruled)
      totals.set(participantId, (totals.get(participantId) ?? 0) + points);
  }
  return totals;
}

const isSecondVoteOf = (
  other: { participantId: string; round: number; vote: number },
  { participantId, round }: { participantId: string; round: number },
) => other.vote === 2 && other.participantId === participantId && other.round === round;

/** By player, round and vote the answer that stands, as the host marked it. */
function lastAnswers(log: readonly ChallengeEvent[]) {
  const answers = new Map<string, ChallengeEvent<'answer.accepted'>>();
  for (const event of log) {
    if (event.type === 'answer.accepted' || event.type === 'answer.changed')
      answers.set(`${event.participantId} ${event.round} ${event.vote}`, {
        ...event,
        type: 'answer.accepted',
      });
    if (event.type !== 'answer.marked') continue;
    const of = (vote: number) => answers.get(`${event.participantId} ${event.round} ${vote}`);
    Object.assign((of(2) ?? of(1))!, { outcome: event.outcome, points: event.points });
  }
  return [...answers.values()];
}

function checkCounts(state: ChallengeState) {
  const players = [...state.players.values()];
  const count = (is: (player: (typeof players)[number]) => boolean) => players.filter(is).length;
  expect(state.connected).toBe(count(({ connected }) => connected));
  expect(state.present).toBe(count(({ kicked }) => !kicked));
  expect(state.awaited).toBe(count(({ awaited }) => awaited));
  expect(count(({ kicked, connected, awaited }) => kicked && (connected || awaited))).toBe(0);
  expect(state.hosts).toBeGreaterThanOrEqual(0);
  expect(state.paused?.remainingMs ?? 0).toBeGreaterThanOrEqual(0);
}

describe('any class, whatever happens in it', () => {
  it('[RND-1] deciding changes nothing, and refusing changes nothing', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings.slice(0, 60), () => {
          const before = structuredClone(cls.state);
          for (const happening of story.happenings.slice(-6)) decide(cls.state, happening(cls), cls.now);
          expect(cls.state).toEqual(before);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('[RND-1] the log has no gaps, its clock and the steps never go back, and the counts are true', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        let { step, clock } = cls.state;
        live(cls, story.happenings, ({ state }) => {
          expect(state.step).toBeGreaterThanOrEqual(step);
          expect(state.clock).toBeGreaterThanOrEqual(clock);
          ({ step, clock } = state);
          checkCounts(state);
        });
        expect(cls.log.map(({ seq }) => seq)).toEqual(cls.log.map((_, i) => i + 1));
      }),
      { numRuns: 200 },
    );
  });

  it('[RND-1] a round is opened once and closed once, in order, and nothing follows the end', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings);
        const opened = only(cls.log, 'round.opened');
        for (const moves of [
          opened.filter(({ vote }) => vote === 1),
          opened.filter(({ vote }) => vote === 2),
          only(cls.log, 'round.closed'),
        ]) {
          const rounds = moves.map(({ round }) => round);
          expect(rounds).toEqual([...new Set(rounds)].toSorted((a, b) => a - b));
        }
        const end = cls.log.findIndex(({ type }) => type === 'session.ended');
        if (end >= 0) expect(end).toBe(cls.log.length - 1);
      }),
      { numRuns: 200 },
    );
  });

  it('[ANS-3] a player has at most one answer a round, and no id counts twice', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings);
        const answers = accepted(cls.log);
        const rounds = answers.map(({ participantId, round, vote }) => `${participantId} ${round} ${vote}`);
        const ids = answers.map(({ participantId, answerId }) => `${participantId} ${answerId}`);
        expect(new Set(rounds).size).toBe(answers.length);
        expect(new Set(ids).size).toBe(answers.length);
      }),
      { numRuns: 200 },
    );
  });

  it('[PTS-4] every total is whole and the sum of the points of the answers in closed rounds', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings);
        const totals = totalsOf(cls.log);
        for (const { id, score } of cls.state.players.values()) {
          expect(score).toBe(totals.get(id) ?? 0);
          expect(Number.isInteger(score)).toBe(true);
          expect(score).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[PTS-4] every rank is one more than the number of players with more points', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings, ({ state }) => {
          const standings = standingsOf(state);
          for (const { rank, score } of standings) {
            expect(rank).toBe(1 + standings.filter((other) => other.score > score).length);
          }
        });
      }),
      { numRuns: 100 },
    );
  });

  it('[RVL-1] the spread and the counts of a round are those of its answers', () => {
    fc.assert(
      fc.property(aStory, (story) => {
        const cls = open(story);
        live(cls, story.happenings);
        for (const [i, tally] of cls.state.rounds.entries()) {
          const votes = lastAnswers(cls.log).filter(({ round }) => round === i);
          const last = tally.first || hasVotedTwice(cls.log, i) ? 2 : 1;
          const answers = votes.filter(({ vote }) => vote === last);
          const picks = answers.flatMap(({ answer }) => answer as number[]);
          expect(tally.answered).toBe(answers.length);
          expect(tally.right).toBe(answers.filter(({ outcome }) => outcome === 'right').length);
          if (questionOf(cls.state, i).kind === 'multiple_choice')
            expect(tally.spread).toEqual(
              tally.spread.map((_, choice) => picks.filter((pick) => pick === choice).length),
            );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('[DUR-2] a log that is cut anywhere and read again gives the state that was there', () => {
    fc.assert(
      fc.property(aStory, fc.nat(120), (story, cut) => {
        const cls = open(story);
        live(cls, story.happenings.slice(0, cut));
        const stored = throughJson(cls.log);
        const there = structuredClone(cls.state);
        live(cls, story.happenings.slice(cut));
        expect(replay(cls.state.plan, stored)).toEqual(there);
        expect(throughJson(cls.log).slice(0, stored.length)).toEqual(stored);
        expect(replay(cls.state.plan, throughJson(cls.log))).toEqual(cls.state);
      }),
      { numRuns: 200 },
    );
  });

  it('[DUR-2] a process that dies anywhere leaves phase, answers, points and remaining time, and the class goes on', () => {
    fc.assert(
      fc.property(aStory, fc.nat(120), (story, cut) => {
        const cls = open(story);
        live(cls, story.happenings.slice(0, cut));
        if (cls.phase.name === 'ended') return;
        const { phase, players, rounds, clock } = structuredClone(cls.state);
        const remaining = remainingMs(cls.state, clock);
        cls.recover();
        expect(cls.phase).toEqual(phase);
        expect(cls.state.rounds).toEqual(rounds);
        expect(cls.remaining).toBe(remaining);
        for (const { id, answer, score, rank, outcomes } of players.values()) {
          expect(cls.player(id)).toMatchObject({ answer, score, rank, outcomes });
        }
        live(cls, story.happenings.slice(cut), ({ state }) => checkCounts(state));
        const totals = totalsOf(cls.log);
        for (const { id, score } of cls.state.players.values()) expect(score).toBe(totals.get(id) ?? 0);
      }),
      { numRuns: 200 },
    );
  });

  it('[RND-3] on hold the remaining time stands still', () => {
    fc.assert(
      fc.property(aStory, fc.nat(3_600_000), (story, ms) => {
        const cls = open(story);
        live(cls, story.happenings);
        if (!cls.state.paused) return;
        const before = cls.remaining;
        cls.now += ms;
        expect(cls.remaining).toBe(before);
        // a pause for saving ends by itself
        if (cls.state.paused.reason === 'saving') cls.do({ type: 'release' });
        else cls.host({ verb: 'resume' });
        expect(cls.remaining).toBe(before);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the stories that these tests are told', () => {
  it('reach every phase, every fact and every refusal of answers', () => {
    const seen = new Set<string>();
    for (const story of fc.sample(aStory, { numRuns: 300, seed: 1 })) {
      const cls = open(story);
      for (const happening of story.happenings) {
        const command = happening(cls);
        const asked = cls.asks(command);
        if (typeof asked === 'string') seen.add(asked);
        else cls.do(command);
        seen.add(cls.phase.name);
      }
      for (const { type } of cls.log) seen.add(type);
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['lobby', 'get_ready', 'question', 'reveal', 'standings', 'podium', 'ended'],
        ...['player.joined', 'player.connected', 'player.dropped', 'player.kicked', 'player.allowed_back'],
        ...['host.connected', 'host.dropped', 'session.recovered', 'session.paused', 'session.resumed'],
        ...['deadline.moved', 'session.locked', 'advance.set', 'answer.accepted', 'round.closed'],
        ...['answer/malformed', 'answer/too-early', 'answer/too-late', 'answer/round-closed'],
        ...['answer/other-question', 'answer/already-answered', 'answer/paused', 'answer/not-a-player'],
        ...['join/full', 'join/kicked', 'challenge/stale-step', 'session/ended'],
      ]),
    );
  });
});
