import type { Command } from './commands.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact } from './events.ts';
import { figures } from './figures.ts';
import { type GroupState, members, present } from './state.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

export function decideConnect(state: GroupState, { participantId }: Of<'connect'>): Decision {
  const learner = state.learners.get(participantId);
  if (learner?.left === 'removed') return refuse('join/kicked');
  if (learner?.connected) return accept();
  const isBack = learner?.left === null;
  if (!isBack && members(state).length >= figures.most) return refuse('group/full');
  const came: Fact = { type: learner ? 'player.connected' : 'player.joined', participantId };
  const isEnough = present(state).length + 1 >= figures.fewest;
  return isEnough && state.paused?.reason === 'waiting'
    ? accept(came, { type: 'session.resumed' })
    : accept(came);
}

/** [GRP-2] The group goes on with who is there; one alone waits for a second. */
export function decideDrop(state: GroupState, { participantId }: Of<'drop'>): Decision {
  if (!state.learners.get(participantId)?.connected) return accept();
  return accept({ type: 'player.dropped', participantId }, ...waiting(state, 1));
}

/** [GRP-3] */
export function decideMoveAway(state: GroupState, { participantId }: Of<'moveAway'>): Decision {
  const learner = state.learners.get(participantId);
  if (!learner) return refuse('challenge/no-such-player');
  if (learner.left !== null) return accept();
  return accept({ type: 'player.moved', participantId }, ...waiting(state, learner.connected ? 1 : 0));
}

/** [HST-1] Also of someone who has a seat and never took it: it is worth nothing any more. */
export function decideRemove(state: GroupState, { participantId }: Of<'remove'>): Decision {
  const learner = state.learners.get(participantId);
  if (learner?.left === 'removed') return accept();
  return accept({ type: 'player.removed', participantId }, ...waiting(state, learner?.connected ? 1 : 0));
}

/** Nobody is connected to a process that has just started: a running mission waits for two of its learners. */
export function decideRecover(state: GroupState): Decision {
  return accept({ type: 'session.recovered' }, ...waiting(state, present(state).length));
}

/** The pause of a group in which, after `leaving` have gone, one learner or nobody is left. */
export function waiting(state: GroupState, leaving: number): Fact[] {
  const isRunning = state.phase.name !== 'lobby' && state.phase.name !== 'ended';
  const isTooFew = present(state).length - leaving < figures.fewest;
  return isRunning && isTooFew && !state.paused ? [{ type: 'session.paused', reason: 'waiting' }] : [];
}
