import type { EndReason, Fact } from './events.ts';
import { timing } from './plan.ts';
import type { ChallengeState, Player } from './state.ts';

/** [RND-4] Whether nobody is left to wait for; `justNow` answered in this very moment. */
export function everyoneAnswered(state: ChallengeState, now: number, justNow?: string): boolean {
  if (state.phase.name !== 'question' || state.connected === 0) return false;
  const answered = state.rounds[state.phase.round]!.answered + (justNow === undefined ? 0 : 1);
  // far fewer answers than players is the usual case, and is cheaper to see than to search
  if (answered < state.connected) return false;
  for (const player of state.players.values()) {
    if (!player.answer && player.id !== justNow && holdsRoundOpen(player, now)) return false;
  }
  return true;
}

function holdsRoundOpen(player: Player, now: number): boolean {
  if (player.kicked) return false;
  return player.connected || now - player.droppedAt < timing.dropGrace;
}

/** The fact that brings round `round` onto the screens, or the podium after the last one. */
export function announce(state: ChallengeState, round: number): Fact {
  if (round >= state.plan.rounds.length) return { type: 'podium.shown' };
  if (state.plan.getReadyMs === 0) return { type: 'round.opened', round, vote: 1 };
  return { type: 'round.announced', round };
}

/** What follows the reveal of `round`. */
export function afterReveal(state: ChallengeState, round: number): Fact {
  const last = round + 1 >= state.plan.rounds.length;
  // after each question but the last, whose standings are the podium; or once, before the podium
  const shown = { each: !last, end: last, off: false }[state.plan.standings];
  if (shown) return { type: 'standings.shown', round };
  return announce(state, round + 1);
}

/** The end; an open question is closed first, so that what was answered counts. */
export function ending(state: ChallengeState, reason: EndReason): Fact[] {
  const ended: Fact = { type: 'session.ended', reason };
  const { phase } = state;
  return phase.name === 'question'
    ? [{ type: 'round.closed', round: phase.round, reason: 'host' }, ended]
    : [ended];
}
