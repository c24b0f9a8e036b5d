import type { HostVerb } from './commands.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact } from './events.ts';
import { afterReveal, announce, ending } from './rounds.ts';
import type { ChallengeState } from './state.ts';

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
    state.phase.name === 'lobby' ? go(state, announce(state, 0)) : refuse('challenge/wrong-phase'),

  next(state, { step }) {
    if (step !== state.step) return refuse('challenge/stale-step');
    const { phase } = state;
    switch (phase.name) {
      case 'lobby':
        return go(state, announce(state, 0));
      case 'get_ready':
        return go(state, { type: 'round.opened', round: phase.round, vote: 1 });
      case 'question':
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
    if (phase.name !== 'get_ready' && phase.name !== 'question') return refuse('challenge/wrong-phase');
    return go(
      state,
      { type: 'round.closed', round: phase.round, reason: 'skipped' },
      announce(state, phase.round + 1),
    );
  },

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

/** Going on also ends a pause: a host who presses "next" does not want to press "resume" first. */
function go(state: ChallengeState, ...facts: Fact[]): Decision {
  return state.paused ? accept({ type: 'session.resumed' }, ...facts) : accept(...facts);
}
