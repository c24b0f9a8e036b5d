import type { EndReason } from '../challenge/events.ts';
import { evolve } from '../challenge/evolve.ts';
import type { ChallengePlan } from '../challenge/plan.ts';
import { type ChallengeState, newChallenge } from '../challenge/state.ts';
import { isOwn, type SelfPacedEvent, type SelfPacedFact } from './events.ts';

/** [REP-4] A mission that everyone plays at their own pace: for each learner a challenge with one player, who moves it on. */
export interface SelfPacedState {
  readonly plan: ChallengePlan;
  seq: number;
  clock: number;
  /** By participant. */
  runs: Map<string, ChallengeState>;
  ended: EndReason | null;
}

export function newSelfPaced(plan: ChallengePlan): SelfPacedState {
  return { plan, seq: 0, clock: 0, runs: new Map(), ended: null };
}

/** Brings one event into the state. The same log always gives the same state. */
export function evolveSelfPaced(state: SelfPacedState, event: SelfPacedEvent): void {
  if (isOwn(event)) {
    evolve(runOf(state, event.participantId), event);
  } else {
    for (const run of state.runs.values()) evolve(run, event);
    state.ended = event.reason;
  }
  state.seq = event.seq;
  state.clock = event.clock;
}

/** Writes the facts into the state, each with its place in the log, and gives them as events. */
export function recordSelfPaced(
  state: SelfPacedState,
  facts: readonly SelfPacedFact[],
  now: number,
): SelfPacedEvent[] {
  return facts.map((fact) => {
    const event: SelfPacedEvent = { ...fact, seq: state.seq + 1, clock: Math.max(now, state.clock) };
    evolveSelfPaced(state, event);
    return event;
  });
}

function runOf(state: SelfPacedState, participantId: string): ChallengeState {
  let run = state.runs.get(participantId);
  if (!run) {
    run = newChallenge(state.plan);
    state.runs.set(participantId, run);
  }
  return run;
}
