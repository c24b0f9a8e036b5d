import type { Outcome } from '../answer/answer.ts';
import type { ChallengeEvent, PauseReason } from '../challenge/events.ts';
import { evolve } from '../challenge/evolve.ts';
import type { ChallengePlan } from '../challenge/plan.ts';
import type { Stake } from '../challenge/points.ts';
import { standingsOf } from '../challenge/ranking.ts';
import { type ChallengeState, deadlineOf, newChallenge, questionOf } from '../challenge/state.ts';
import { positionsIn, textsIn } from '../challenge/tally.ts';
import { type TeamStanding, teamsOf } from '../challenge/teams.ts';
import type { Point } from '../question/question.ts';
import { isOfPeople, kindOf, type MarkKind } from './marks.ts';

/** Players are named by their place in `players`; all times are ms, `at` on the session's clock, `wall` since 1970. */
export interface Mark {
  at: number;
  wall: number;
  kind: MarkKind;
  round: number | null;
  player: number | null;
  /** Why it was paused, or why a round or the session was closed. */
  reason: string | null;
  /** Players who are connected from here on. */
  here: number;
  /** When the phase ends by itself; null: not before somebody says so, or its clock stands. */
  endsAt: number | null;
  /** What the phase has left while its clock stands. */
  leftMs: number | null;
}

export interface GivenThen {
  /** `marked`: the host judged the last one of this player. */
  kind: 'given' | 'changed' | 'marked';
  at: number;
  player: number;
  vote: number;
  /** After the opening of the question. */
  ms: number;
  outcome: Outcome;
  points: number;
  stake: Stake | null;
  /** What it adds to the spread, the texts and the places of its vote. */
  picks: readonly number[];
  texts: readonly string[];
  spot: Point | null;
}

export interface StandingsThen {
  at: number;
  /** Best first; who was removed is not among them. */
  rows: { player: number; score: number; rank: number }[];
  teams: TeamStanding[];
}

export interface RoundThen {
  answers: GivenThen[];
  /** After it was closed; and, where somebody came, went or was marked since, before the next move. */
  standings: StandingsThen[];
}

export interface Timeline {
  state: ChallengeState;
  /** Ids in the order in which they came. */
  players: Map<string, number>;
  marks: Mark[];
  /** Marks that there was no room for. */
  leftOut: number;
  rounds: Map<number, RoundThen>;
}

interface Recording extends Timeline {
  room: { people: number; others: number };
  /** Of each player what was answered in this vote of the round that is asked. */
  inRound: Map<number, { entries: number; last: GivenThen }>;
  isStale: boolean;
}

/** More comings and goings, or orders of the host, are counted and not told one by one. */
const mostMarks = { people: 6_000, others: 4_000 };
/** Of a player who changes an answer again and again, the first ones and the last one are told. */
const mostOfAPlayer = 6;

export function newTimeline(plan: ChallengePlan): Recording {
  return {
    state: newChallenge(plan),
    players: new Map(),
    marks: [],
    leftOut: 0,
    rounds: new Map(),
    room: { ...mostMarks },
    inRound: new Map(),
    isStale: false,
  };
}

/** [REP-3] Brings the next event of a class's log into its timeline; `wall` is when it was stored. */
export function follow(timeline: Recording, event: ChallengeEvent, wall: number): void {
  const { state } = timeline;
  if (movesOn(event) && timeline.isStale) keepStandings(timeline, event.clock);
  const paused = state.paused?.reason ?? null;
  evolve(state, event);
  if (event.type === 'player.joined') timeline.players.set(event.participantId, timeline.players.size);
  note(timeline, event, wall, paused);
  switch (event.type) {
    case 'round.announced':
    case 'round.opened':
      begin(timeline, event.round);
      return;
    case 'answer.accepted':
    case 'answer.changed':
    case 'answer.marked':
      keepAnswer(timeline, event);
      return;
    case 'round.closed':
      keepStandings(timeline, event.clock);
      return;
    case 'player.joined':
    case 'player.kicked':
    case 'player.allowed_back':
    case 'player.teamed':
      timeline.isStale = true;
  }
}

/** Places of the session that were asked, in order. */
export const askedIn = ({ rounds }: Pick<Timeline, 'rounds'>): number[] =>
  [...rounds.keys()].sort((a, b) => a - b);

const movesOn = ({ type }: ChallengeEvent): boolean =>
  type === 'round.announced' ||
  type === 'round.opened' ||
  type === 'standings.shown' ||
  type === 'podium.shown' ||
  type === 'session.ended';

function begin(timeline: Recording, round: number): void {
  if (timeline.rounds.has(round)) return;
  timeline.inRound.clear();
  timeline.rounds.set(round, { answers: [], standings: [] });
}

function note(timeline: Recording, event: ChallengeEvent, wall: number, before: PauseReason | null): void {
  const { state } = timeline;
  const after = state.paused?.reason ?? null;
  const kind = kindOf(event, { before, after });
  if (kind === null) return;
  const room = isOfPeople(kind) ? 'people' : 'others';
  if (timeline.room[room]-- <= 0) {
    timeline.leftOut++;
    return;
  }
  timeline.marks.push({
    at: event.clock,
    wall,
    kind,
    round: 'round' in event ? event.round : null,
    player: 'participantId' in event ? (timeline.players.get(event.participantId) ?? null) : null,
    reason: kind === 'paused' ? after : 'reason' in event ? event.reason : null,
    here: state.connected,
    endsAt: after ? null : deadlineOf(state.phase),
    leftMs: state.paused?.remainingMs ?? null,
  });
}

type AnswerEvent = ChallengeEvent<'answer.accepted' | 'answer.changed' | 'answer.marked'>;
const kinds = {
  'answer.accepted': 'given',
  'answer.changed': 'changed',
  'answer.marked': 'marked',
} as const;

function keepAnswer(timeline: Recording, event: AnswerEvent): void {
  const player = timeline.players.get(event.participantId)!;
  const round = timeline.rounds.get(event.round)!;
  const before = timeline.inRound.get(player);
  const kept = entryOf(timeline.state, event, player, before?.last);
  const isSameVote = before?.last.vote === kept.vote;
  const entries = isSameVote ? before.entries + 1 : 1;
  if (isSameVote && entries > mostOfAPlayer) round.answers.splice(round.answers.lastIndexOf(before.last), 1);
  round.answers.push(kept);
  timeline.inRound.set(player, { entries, last: kept });
  if (event.type === 'answer.marked' && timeline.state.rounds[event.round]!.closed) timeline.isStale = true;
}

function entryOf(
  state: ChallengeState,
  event: AnswerEvent,
  player: number,
  before: GivenThen | undefined,
): GivenThen {
  const { clock: at, outcome, points } = event;
  if (event.type === 'answer.marked') return { ...before!, kind: 'marked', at, outcome, points };
  const question = questionOf(state, event.round);
  return {
    kind: kinds[event.type],
    at,
    player,
    vote: event.vote,
    ms: event.elapsedMs,
    outcome,
    points,
    stake: event.stake ?? null,
    picks: positionsIn(question, event.answer),
    texts: question.kind === 'open_text' ? (event.answer as string[]) : textsIn(question, event.answer),
    spot: question.kind === 'hotspot' ? (event.answer as Point) : null,
  };
}

/** They belong to the round that was closed last. */
function keepStandings(timeline: Recording, at: number): void {
  const round = [...timeline.rounds.values()].at(-1);
  if (!round) return;
  timeline.isStale = false;
  const rows = standingsOf(timeline.state).map(({ id, score, rank }) => ({
    player: timeline.players.get(id)!,
    score,
    rank,
  }));
  round.standings.push({ at, rows, teams: teamsOf(timeline.state) });
}
