import type { Command } from './commands.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact } from './events.ts';
import type { ChallengeState } from './state.ts';
import { spreadIntoTeams } from './teams.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

export function decideConnect(
  state: ChallengeState,
  { participantId, timeFactor = 1 }: Of<'connect'>,
): Decision {
  const player = state.players.get(participantId);
  if (player?.kicked) return refuse('join/kicked');
  if (player?.connected) return accept();
  if (!player && state.present >= state.plan.cap) return refuse('join/full');
  const facts: Fact[] = [{ type: player ? 'player.connected' : 'player.joined', participantId }];
  const mayChoose = state.plan.chooseTeams && state.phase.name === 'lobby';
  if (!player && !mayChoose) facts.push(...spreadIntoTeams(state, [participantId]));
  if (!player && timeFactor !== 1)
    facts.push({ type: 'player.accommodated', participantId, factor: timeFactor });
  const lastAwaited = player?.awaited === true && state.awaited === 1;
  if (lastAwaited && state.paused?.reason === 'recovering' && state.hosts > 0)
    facts.push({ type: 'session.resumed' });
  return accept(...facts);
}

export function decideTeam(state: ChallengeState, { participantId, team }: Of<'chooseTeam'>): Decision {
  const player = state.players.get(participantId);
  if (!player || player.kicked) return refuse('answer/not-a-player');
  if (!state.plan.chooseTeams || state.phase.name !== 'lobby') return refuse('challenge/wrong-phase');
  if (team >= state.plan.teams) return refuse('challenge/no-such-team');
  return player.team === team ? accept() : accept({ type: 'player.teamed', participantId, team });
}

export function decideDrop(state: ChallengeState, { participantId }: Of<'drop'>): Decision {
  return state.players.get(participantId)?.connected
    ? accept({ type: 'player.dropped', participantId })
    : accept();
}

/** [DUR-2] [HST-2] Who left comes back to a pause; who was lost with the process finds the class going on, however late. */
export function decideHostConnect({ paused, awaited, hostWasLost }: ChallengeState): Decision {
  const everyoneBack = paused?.reason === 'recovering' && awaited === 0;
  const waitedForHost = paused?.reason === 'host_away' && hostWasLost;
  return everyoneBack || waitedForHost
    ? accept({ type: 'host.connected' }, { type: 'session.resumed' })
    : accept({ type: 'host.connected' });
}

export function decideHostDrop(state: ChallengeState): Decision {
  return state.hosts > 0 ? accept({ type: 'host.dropped' }) : accept();
}

/** [DUR-2] Nobody is connected to a process that has just started; a running round waits for its players. */
export function decideRecover(): Decision {
  return accept({ type: 'session.recovered' });
}
