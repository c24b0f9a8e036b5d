import type { ChallengeEvent, FactType } from './events.ts';
import { timing } from './plan.ts';
import { rankPlayers } from './ranking.ts';
import { type ChallengeState, currentRound, type Phase, type Player, remainingMs } from './state.ts';

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

  'host.connected'(state) {
    state.hosts++;
  },

  'host.dropped'(state, { clock }) {
    state.hosts--;
    if (state.hosts === 0) state.hostGoneAt = clock;
  },

  'round.announced'(state, { round, clock }) {
    moveTo(state, { name: 'get_ready', round, endsAt: clock + state.plan.getReadyMs });
  },

  'round.opened'(state, { round, vote, clock }) {
    for (const player of state.players.values()) player.answer = null;
    const closesAt = clock + state.plan.rounds[round]!.timeLimitMs;
    moveTo(state, { name: 'question', round, vote, openedAt: clock, closesAt });
  },

  'answer.accepted'(state, { participantId, round, vote, answerId, choices, outcome, elapsedMs, points }) {
    const player = state.players.get(participantId)!;
    player.answer = { answerId, choices, outcome, elapsedMs, points };
    player.answerIds.set(answerId, { round, vote });
    const tally = state.rounds[round]!;
    tally.answered++;
    if (outcome === 'right') tally.right++;
    for (const position of choices) tally.spread[position]!++;
  },

  'round.closed'(state, { round, reason, clock }) {
    state.rounds[round]!.closed = reason;
    for (const player of state.players.values()) closeRoundFor(player, round, reason === 'skipped');
    rankPlayers(state);
    if (reason !== 'skipped') {
      moveTo(state, {
        name: 'reveal',
        round,
        endsAt: state.advance === 'auto' ? clock + timing.autoReveal : null,
      });
    }
  },

  'standings.shown'(state, { round, clock }) {
    moveTo(state, {
      name: 'standings',
      round,
      endsAt: state.advance === 'auto' ? clock + timing.autoStandings : null,
    });
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
    if (phase.name !== 'reveal' && phase.name !== 'standings') return;
    const shown = phase.name === 'reveal' ? timing.autoReveal : timing.autoStandings;
    phase.endsAt = advance === 'auto' ? clock + shown : null;
    if (state.paused) state.paused.remainingMs = advance === 'auto' ? shown : null;
  },

  'session.ended'(state, { reason }) {
    state.paused = null;
    moveTo(state, { name: 'ended', reason });
  },
};

function newPlayer(id: string, joinedInRound: number, rank: number): Player {
  return {
    id,
    connected: true,
    droppedAt: 0,
    kicked: false,
    joinedInRound,
    awaited: false,
    answer: null,
    answerIds: new Map(),
    score: 0,
    streak: 0,
    bestStreak: 0,
    missesInRow: 0,
    right: 0,
    answered: 0,
    rank,
    outcomes: [],
  };
}

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

/** Points count only now, so a skipped question leaves no trace in the totals. */
function closeRoundFor(player: Player, round: number, skipped: boolean): void {
  const { answer } = player;
  if (skipped) {
    player.outcomes[round] = 'skipped';
    player.answer = null;
    return;
  }
  if (!answer) {
    player.outcomes[round] = player.connected ? 'none' : 'absent';
    player.streak = 0;
    if (player.connected) player.missesInRow++;
    return;
  }
  player.outcomes[round] = answer.outcome;
  player.answered++;
  player.score += answer.points;
  if (answer.outcome === 'right') {
    player.right++;
    player.streak++;
    player.bestStreak = Math.max(player.bestStreak, player.streak);
  } else {
    player.streak = 0;
  }
  player.missesInRow = answer.outcome === 'wrong' ? player.missesInRow + 1 : 0;
}
