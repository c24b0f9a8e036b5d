import type { Command } from './commands.ts';
import { decideAnswer } from './decide-answer.ts';
import { decideHostOrder } from './decide-host.ts';
import {
  decideConnect,
  decideDrop,
  decideHostConnect,
  decideHostDrop,
  decideRecover,
  decideTeam,
} from './decide-presence.ts';
import { decideHold, decideRelease, decideTick } from './decide-tick.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { ChallengeEvent, Fact } from './events.ts';
import { evolve } from './evolve.ts';
import type { ChallengeState } from './state.ts';

type Rules = {
  [T in Command['type']]: (
    state: ChallengeState,
    command: Extract<Command, { type: T }>,
    now: number,
  ) => Decision;
};

const rules: Rules = {
  connect: decideConnect,
  drop: decideDrop,
  hostConnect: decideHostConnect,
  hostDrop: decideHostDrop,
  answer: decideAnswer,
  chooseTeam: decideTeam,
  host: (state, { order }, now) => decideHostOrder(state, order, now),
  tick: (state, _, now) => decideTick(state, now),
  hold: (state, _, now) => decideHold(state, now),
  release: decideRelease,
  recover: decideRecover,
};

/** Nobody asked for these, so nobody is refused. */
const timeCommands: ReadonlySet<Command['type']> = new Set(['tick', 'hold', 'release']);

/** What follows from a command at `now` (ms on the session's clock). Changes nothing. */
export function decide(state: ChallengeState, command: Command, now: number): Decision {
  if (state.phase.name === 'ended')
    return timeCommands.has(command.type) ? accept() : refuse('session/ended');
  const rule = rules[command.type] as (state: ChallengeState, command: Command, now: number) => Decision;
  return rule(state, command, now);
}

/** Writes the facts into the state, each with its place in the log, and gives them as events. */
export function record(state: ChallengeState, facts: readonly Fact[], now: number): ChallengeEvent[] {
  const events: ChallengeEvent[] = [];
  for (const fact of facts) {
    const event: ChallengeEvent = { ...fact, seq: state.seq + 1, clock: Math.max(now, state.clock) };
    evolve(state, event);
    events.push(event);
  }
  return events;
}
