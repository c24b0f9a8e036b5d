import type { ChallengeEvent, FactType } from './events.ts';
import { closeRoundFor, giveAnswer, markAnswer } from './evolve-answers.ts';
import { timing } from './plan.ts';
import { rankPlayers } from './ranking.ts';
import {
  type ChallengeState,
  currentRound,
  newPlayer,
  newRound,
  type Phase,
  type Player,
  questionOf,
  remainingMs,
} from './state.ts';
import { newTally } from './tally.ts';

type Effects = { [T in FactType]: (state: ChallengeState, event: ChallengeEvent<T>) => void };

/** Brings one event into the state. The same log always gives the same state. */
export function evolve(state: ChallengeState, event: ChallengeEvent): void {
  const effect = effects[event.type] as (state: ChallengeState, event: ChallengeEvent) => void;
  effect(state, event);
  state.seq = event.seq;
  state.clock = event.clock;
}

const effects: Effects = {
  'player.joined'(state, { participantId }) {
    state.players.set(participantId, newPlayer(participantId, currentRound(state), state.scorers + 1));
    state.connected++;
    state.present++;
  },

  'player.connected'(state, { participantId }) {
    const player = state.players.get(participantId)!;
    player.connected = true;
    state.connected++;
    stopAwaiting(state, player);
  },

  'player.dropped'(state, { participantId, clock }) {
    const player = state.players.get(participantId)!;
    disconnect(state, player, clock);
  },

  'player.kicked'(state, { participantId, clock }) {
    const player = state.players.get(participantId)!;
    if (player.connected) disconnect(state, player, clock);
    stopAwaiting(state, player);
    player.kicked = true;
    state.present--;
    rankPlayers(state);
  },

  'player.allowed_back'(state, { participantId }) {
    state.players.get(participantId)!.kicked = false;
    state.present++;
    rankPlayers(state);
  },

  'player.teamed'(state, { participantId, team }) {
    state.players.get(participantId)!.team = team;
  },

  'player.accommodated'(state, { participantId, factor }) {
    state.players.get(participantId)!.timeFactor = factor;
  },

  'host.connected'(state) {
    state.hosts++;
    state.hostWasLost = false;
  },

  'host.dropped'(state, { clock }) {
    state.hosts--;
    if (state.hosts === 0) state.hostGoneAt = clock;
  },

  'round.announced'(state, { round, clock }) {
    moveTo(state, { name: 'get_ready', round, endsAt: clock + state.plan.getReadyMs });
  },

  'round.opened'(state, { round, vote, clock }) {
    for (const player of state.players.values()) {
      player.answer = null;
      if (vote === 1) player.first = null;
    }
    const closesAt = clock + questionOf(state, round).timeLimitMs;
    moveTo(state, { name: 'question', round, vote, openedAt: clock, closesAt });
  },

  'answer.accepted': giveAnswer,
  'answer.changed': giveAnswer,
  'answer.marked': markAnswer,

  'vote.closed'(state, { round, clock }) {
    const { answered, right, spread, texts, spots, closed } = state.rounds[round]!;
    const first = { answered, right, spread, texts, spots };
    state.rounds[round] = { ...newTally(questionOf(state, round)), first, closed };
    for (const player of state.players.values()) player.first = player.answer;
    const endsAt = state.advance === 'auto' ? clock + timing.autoDiscuss : null;
    moveTo(state, { name: 'discuss', round, endsAt });
  },

  'round.closed'(state, { round, reason, clock }) {
    const tally = state.rounds[round]!;
    // without a second vote the first one is what counts
    if (state.phase.name === 'discuss' && tally.first) Object.assign(tally, tally.first, { first: null });
    tally.closed = reason;
    for (const player of state.players.values()) closeRoundFor(state, player, round);
    rankPlayers(state);
    if (reason !== 'skipped') {
      const endsAt = state.advance === 'auto' ? clock + timing.autoReveal : null;
      moveTo(state, { name: 'reveal', round, endsAt });
    }
  },

  'standings.shown'(state, { round, clock }) {
    const endsAt = state.advance === 'auto' ? clock + timing.autoStandings : null;
    moveTo(state, { name: 'standings', round, endsAt });
  },

  'podium.shown'(state) {
    moveTo(state, { name: 'podium' });
  },

  'session.paused'(state, { reason, clock }) {
    state.paused = { reason, remainingMs: remainingMs(state, clock), until: null };
  },

  'session.resumed'(state, { clock }) {
    const left = state.paused!.remainingMs;
    state.paused = null;
    forgetAwaited(state);
    if (left !== null) shiftDeadline(state, clock + left);
  },

  'session.recovered'(state, { clock }) {
    const left = remainingMs(state, clock);
    for (const player of state.players.values()) {
      if (!player.connected) continue;
      disconnect(state, player, clock);
      player.awaited = true;
      state.awaited++;
    }
    state.hostWasLost ||= state.hosts > 0;
    state.hosts = 0;
    state.hostGoneAt = clock;
    const holdsClock =
      left !== null && (!state.paused || ['recovering', 'saving'].includes(state.paused.reason));
    if (holdsClock)
      state.paused = { reason: 'recovering', remainingMs: left, until: clock + timing.recovery };
  },

  'deadline.moved'(state, { byMs }) {
    if (state.phase.name !== 'question') return;
    if (state.paused) state.paused.remainingMs = (state.paused.remainingMs ?? 0) + byMs;
    state.phase.closesAt += byMs;
  },

  'session.locked'(state, { locked }) {
    state.locked = locked;
  },

  'advance.set'(state, { advance, clock }) {
    state.advance = advance;
    const { phase } = state;
    if (phase.name !== 'reveal' && phase.name !== 'standings' && phase.name !== 'discuss') return;
    const shown = {
      reveal: timing.autoReveal,
      standings: timing.autoStandings,
      discuss: timing.autoDiscuss,
    }[phase.name];
    phase.endsAt = advance === 'auto' ? clock + shown : null;
    if (state.paused) state.paused.remainingMs = advance === 'auto' ? shown : null;
  },

  'standings.set'(state, { standings }) {
    state.standings = standings;
  },

  'rounds.arranged'(state, { order }) {
    const same = order.findIndex((question, round) => question !== state.order[round]);
    const kept = same < 0 ? Math.min(order.length, state.order.length) : same;
    state.order = order;
    state.rounds = order.map((question, round) =>
      round < kept ? state.rounds[round]! : newRound(state.plan.rounds[question]!),
    );
  },

  'session.ended'(state, { reason }) {
    state.paused = null;
    moveTo(state, { name: 'ended', reason });
  },
};

function moveTo(state: ChallengeState, phase: Phase): void {
  state.phase = phase;
  state.step++;
}

function disconnect(state: ChallengeState, player: Player, at: number): void {
  player.connected = false;
  player.droppedAt = at;
  state.connected--;
}

function stopAwaiting(state: ChallengeState, player: Player): void {
  if (!player.awaited) return;
  player.awaited = false;
  state.awaited--;
}

function forgetAwaited(state: ChallengeState): void {
  if (state.awaited === 0) return;
  for (const player of state.players.values()) player.awaited = false;
  state.awaited = 0;
}

/** The time that was already used stays used: opening and closing move together. */
function shiftDeadline(state: ChallengeState, deadline: number): void {
  const { phase } = state;
  if (phase.name === 'question') {
    phase.openedAt += deadline - phase.closesAt;
    phase.closesAt = deadline;
  } else if ('endsAt' in phase && phase.endsAt !== null) {
    phase.endsAt = deadline;
  }
}
