import type { CloseReason, EndReason, Fact } from './events.ts';
import { timing } from './plan.ts';
import { type ChallengeState, extraTime, type Player, questionOf } from './state.ts';
import { rightShare } from './tally.ts';

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

/** [PTS-3] Whether someone with more time than the others may still answer. */
export function someoneHasTime(state: ChallengeState, now: number): boolean {
  const { phase } = state;
  if (phase.name !== 'question') return false;
  for (const player of state.players.values()) {
    if (player.timeFactor === 1 || player.answer || !holdsRoundOpen(player, now)) continue;
    if (now <= phase.closesAt + extraTime(state, player, phase.round) + timing.wireAllowance) return true;
  }
  return false;
}

function holdsRoundOpen(player: Player, now: number): boolean {
  if (player.kicked) return false;
  return player.connected || now - player.droppedAt < timing.dropGrace;
}

/** [RVL-3] What closes the open question: a first vote that too few got right is followed by a discussion. */
export function closing(state: ChallengeState, reason: CloseReason, justNow?: { right: boolean }): Fact {
  if (state.phase.name !== 'question') throw new Error('only an open question can be closed');
  const { round, vote } = state.phase;
  const { revoteBelow } = state.plan;
  const question = questionOf(state, round);
  // what the host has yet to mark says nothing about how many were right
  const isJudged = question.kind !== 'open_text' || question.keywords !== null;
  if (vote === 1 && revoteBelow !== null && isJudged) {
    const { answered, right } = state.rounds[round]!;
    const share = rightShare(question, {
      answered: answered + (justNow ? 1 : 0),
      right: right + (justNow?.right ? 1 : 0),
    });
    if (share !== null && share < revoteBelow) return { type: 'vote.closed', round, vote, reason };
  }
  return { type: 'round.closed', round, reason };
}

/** The fact that brings round `round` onto the screens, or the podium after the last one. */
export function announce(state: ChallengeState, round: number): Fact {
  if (round >= state.order.length || everybodyIsOut(state)) return { type: 'podium.shown' };
  if (state.plan.getReadyMs === 0) return { type: 'round.opened', round, vote: 1 };
  return { type: 'round.announced', round };
}

/** What follows the reveal of `round`. */
export function afterReveal(state: ChallengeState, round: number): Fact {
  const last = round + 1 >= state.order.length || everybodyIsOut(state);
  // after each question but the last, whose standings are the podium; or once, before the podium
  const shown = { each: !last, end: last, off: false }[state.standings];
  if (shown) return { type: 'standings.shown', round };
  return announce(state, round + 1);
}

/** Survival ends when no heart is left. */
function everybodyIsOut(state: ChallengeState): boolean {
  if (state.plan.format !== 'survival' || state.present === 0) return false;
  for (const { hearts, kicked } of state.players.values()) if (!kicked && hearts > 0) return false;
  return true;
}

/** The end; an open question is closed first, so that what was answered counts. */
export function ending(state: ChallengeState, reason: EndReason): Fact[] {
  const ended: Fact = { type: 'session.ended', reason };
  const { phase } = state;
  return phase.name === 'question' || phase.name === 'discuss'
    ? [{ type: 'round.closed', round: phase.round, reason: 'host' }, ended]
    : [ended];
}
