import type { Command } from './commands.ts';
import { decideAct } from './decide-act.ts';
import { decideOrder } from './decide-order.ts';
import { decideConnect, decideDrop, decideMoveAway, decideRecover, decideRemove } from './decide-presence.ts';
import { decideTick } from './decide-tick.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { Fact, GroupEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { GroupState } from './state.ts';

type Rules = {
  [T in Command['type']]: (
    state: GroupState,
    command: Extract<Command, { type: T }>,
    now: number,
  ) => Decision;
};

const rules: Rules = {
  connect: decideConnect,
  drop: decideDrop,
  act: decideAct,
  order: (state, { order }) => decideOrder(state, order),
  moveAway: decideMoveAway,
  remove: decideRemove,
  tick: (state, _, now) => decideTick(state, now),
  recover: decideRecover,
};

/** What follows from a command at `now` (ms on the session's clock). Changes nothing. */
export function decide(state: GroupState, command: Command, now: number): Decision {
  if (state.phase.name === 'ended') return command.type === 'tick' ? accept() : refuse('session/ended');
  const rule = rules[command.type] as (state: GroupState, command: Command, now: number) => Decision;
  return rule(state, command, now);
}

/** Writes the facts into the state, each with its place in the log, and gives them as events. */
export function record(state: GroupState, facts: readonly Fact[], now: number): GroupEvent[] {
  return facts.map((fact) => {
    const event: GroupEvent = { ...fact, seq: state.seq + 1, clock: Math.max(now, state.clock) };
    evolve(state, event);
    return event;
  });
}
