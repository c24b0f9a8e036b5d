import { rankPlayers } from '../challenge/ranking.ts';
import { type ChallengeState, newChallenge } from '../challenge/state.ts';
import { addTally } from '../challenge/tally.ts';
import type { SelfPacedState } from './state.ts';

/**
 * All runs laid upon each other, as if the class had played together: what the report of a class is made from. A round counts as
 * closed as soon as one learner has come through it.
 */
export function asClass(state: SelfPacedState): ChallengeState {
  const whole = newChallenge(state.plan);
  whole.seq = state.seq;
  whole.clock = state.clock;
  for (const run of state.runs.values()) {
    for (const [id, player] of run.players) {
      whole.players.set(id, player);
      whole.present++;
    }
    for (const [i, round] of run.rounds.entries()) {
      addTally(whole.rounds[i]!, round);
      whole.rounds[i]!.closed ??= round.closed;
    }
  }
  rankPlayers(whole);
  if (state.ended) whole.phase = { name: 'ended', reason: state.ended };
  return whole;
}

/** Who did not come to the end, and the question at which each of them stopped. */
export function unfinished(state: SelfPacedState): Map<string, number> {
  const left = new Map<string, number>();
  for (const [id, run] of state.runs) {
    const done = roundsDone(run);
    if (done < state.plan.rounds.length) left.set(id, done);
  }
  return left;
}

/** What the end of all closed was not done. */
const roundsDone = ({ rounds }: ChallengeState): number =>
  rounds.filter(({ closed }) => closed !== null && closed !== 'host').length;
