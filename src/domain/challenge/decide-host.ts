import type { HostVerb } from './commands.ts';
import { earnedFor, isInPlay } from './decide-answer.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact } from './events.ts';
import { afterReveal, announce, closing, ending } from './rounds.ts';
import { type ChallengeState, currentRound, questionOf } from './state.ts';
import { spreadTheRest } from './teams.ts';

type Orders = {
  [V in HostVerb['verb']]: (
    state: ChallengeState,
    order: Extract<HostVerb, { verb: V }>,
    now: number,
  ) => Decision;
};

/** [HST-1], [RND-5] */
const orders: Orders = {
  start: (state) =>
    state.phase.name === 'lobby'
      ? go(state, ...spreadTheRest(state), announce(state, 0))
      : refuse('challenge/wrong-phase'),

  next(state, { step }) {
    if (step !== state.step) return refuse('challenge/stale-step');
    const { phase } = state;
    switch (phase.name) {
      case 'lobby':
        return go(state, ...spreadTheRest(state), announce(state, 0));
      case 'get_ready':
        return go(state, { type: 'round.opened', round: phase.round, vote: 1 });
      case 'question':
        return go(state, closing(state, 'host'));
      case 'discuss':
        return go(state, { type: 'round.closed', round: phase.round, reason: 'host' });
      case 'reveal':
        return go(state, afterReveal(state, phase.round));
      case 'standings':
        return go(state, announce(state, phase.round + 1));
      case 'podium':
        return accept({ type: 'session.ended', reason: 'finished' });
      default:
        return refuse('challenge/wrong-phase');
    }
  },

  pause(state) {
    if (state.paused) return refuse('challenge/already-paused');
    if (state.phase.name === 'podium') return refuse('challenge/wrong-phase');
    return accept({ type: 'session.paused', reason: 'host' });
  },

  // a pause for saving ends by itself, and cannot end before
  resume: (state) =>
    state.paused && state.paused.reason !== 'saving'
      ? accept({ type: 'session.resumed' })
      : refuse('challenge/not-paused'),

  addTime: (state, { seconds }) =>
    state.phase.name === 'question'
      ? accept({ type: 'deadline.moved', byMs: seconds * 1_000 })
      : refuse('challenge/wrong-phase'),

  skip(state) {
    const { phase } = state;
    if (phase.name !== 'get_ready' && phase.name !== 'question' && phase.name !== 'discuss')
      return refuse('challenge/wrong-phase');
    return go(
      state,
      { type: 'round.closed', round: phase.round, reason: 'skipped' },
      announce(state, phase.round + 1),
    );
  },

  revote: (state) =>
    state.phase.name === 'discuss'
      ? go(state, { type: 'round.opened', round: state.phase.round, vote: 2 })
      : refuse('challenge/wrong-phase'),

  arrange(state, { rounds }) {
    const first = firstToCome(state);
    const areToCome = rounds.every(
      (round, i) => round >= first && round < state.order.length && rounds.indexOf(round) === i,
    );
    if (!areToCome) return refuse('challenge/other-rounds');
    const order = [...state.order.slice(0, first), ...rounds.map((round) => state.order[round]!)];
    return accept({ type: 'rounds.arranged', order });
  },

  setStandings: (state, { standings }) =>
    standings === state.standings ? accept() : accept({ type: 'standings.set', standings }),

  park(state) {
    if (state.phase.name === 'podium') return refuse('challenge/wrong-phase');
    if (state.paused?.reason === 'parked') return accept();
    const parked: Fact = { type: 'session.paused', reason: 'parked' };
    return state.paused ? accept({ type: 'session.resumed' }, parked) : accept(parked);
  },

  accommodate(state, { participantId, factor }) {
    const player = state.players.get(participantId);
    if (!player) return refuse('challenge/no-such-player');
    return player.timeFactor === factor
      ? accept()
      : accept({ type: 'player.accommodated', participantId, factor });
  },

  moveToTeam(state, { participantId, team }) {
    const player = state.players.get(participantId);
    if (!player) return refuse('challenge/no-such-player');
    if (team >= state.plan.teams) return refuse('challenge/no-such-team');
    return player.team === team ? accept() : accept({ type: 'player.teamed', participantId, team });
  },

  mark,

  lock: (state, { locked }) =>
    locked === state.locked ? accept() : accept({ type: 'session.locked', locked }),

  setAdvance: (state, { advance }) =>
    advance === state.advance ? accept() : accept({ type: 'advance.set', advance }),

  kick(state, { participantId }) {
    const player = state.players.get(participantId);
    if (!player) return refuse('challenge/no-such-player');
    return player.kicked ? accept() : accept({ type: 'player.kicked', participantId });
  },

  allowBack(state, { participantId }) {
    const player = state.players.get(participantId);
    if (!player) return refuse('challenge/no-such-player');
    return player.kicked ? accept({ type: 'player.allowed_back', participantId }) : accept();
  },

  end: (state) => accept(...ending(state, 'host')),
};

export function decideHostOrder(state: ChallengeState, order: HostVerb, now: number): Decision {
  const rule = orders[order.verb] as (state: ChallengeState, order: HostVerb, now: number) => Decision;
  return rule(state, order, now);
}

/** Place of the first round that nobody has seen yet. */
function firstToCome(state: ChallengeState): number {
  const { name } = state.phase;
  const isShown = name === 'get_ready' || name === 'question' || name === 'discuss';
  return currentRound(state) + (isShown ? 1 : 0);
}

/** Until the next question comes, so that what was marked stands in the standings. */
function mark(
  state: ChallengeState,
  { participantId, share }: Extract<HostVerb, { verb: 'mark' }>,
): Decision {
  const { phase } = state;
  if (phase.name !== 'question' && phase.name !== 'reveal' && phase.name !== 'standings')
    return refuse('challenge/wrong-phase');
  const player = state.players.get(participantId);
  if (!player) return refuse('challenge/no-such-player');
  const { round } = phase;
  const given = player.answer ?? player.first;
  if (!given || questionOf(state, round).kind !== 'open_text') return refuse('challenge/nothing-to-mark');
  const outcome = share === 1 ? 'right' : share === 0 ? 'wrong' : 'partly';
  const without = {
    ...player,
    score: phase.name === 'question' ? player.score : player.score - given.points,
  };
  const points = isInPlay(state, player)
    ? earnedFor(state, without, {
        round,
        share,
        elapsedMs: given.elapsedMs,
        ...(given.stake && { stake: given.stake }),
      })
    : 0;
  return accept({ type: 'answer.marked', participantId, round, outcome, points });
}

/** Going on also ends a pause: a host who presses "next" does not want to press "resume" first. */
function go(state: ChallengeState, ...facts: Fact[]): Decision {
  return state.paused ? accept({ type: 'session.resumed' }, ...facts) : accept(...facts);
}
