import { accept, type Decision } from './decision.ts';
import { timing } from './plan.ts';
import { afterReveal, announce, closing, ending, everyoneAnswered, someoneHasTime } from './rounds.ts';
import { type ChallengeState, remainingMs } from './state.ts';

/** Everything that happens because time passes. */
export function decideTick(state: ChallengeState, now: number): Decision {
  if (state.hosts === 0 && state.paused?.reason !== 'parked') {
    const gone = now - state.hostGoneAt;
    if (gone >= timing.hostAbsence) return accept(...ending(state, 'abandoned'));
    if (gone >= timing.hostGrace && !state.paused && isRunning(state)) {
      return accept({ type: 'session.paused', reason: 'host_away' });
    }
  }
  if (state.paused) {
    const { until } = state.paused;
    return until !== null && now >= until ? accept({ type: 'session.resumed' }) : accept();
  }

  const { phase } = state;
  switch (phase.name) {
    case 'get_ready':
      return now >= phase.endsAt ? accept({ type: 'round.opened', round: phase.round, vote: 1 }) : accept();
    case 'question':
      if (now > phase.closesAt + timing.wireAllowance && !someoneHasTime(state, now)) {
        return accept(closing(state, 'deadline'));
      }
      return everyoneAnswered(state, now) && !state.plan.changeAnswers
        ? accept(closing(state, 'all_answered'))
        : accept();
    case 'discuss':
      return hasEnded(phase.endsAt, now)
        ? accept({ type: 'round.opened', round: phase.round, vote: 2 })
        : accept();
    case 'reveal':
      return hasEnded(phase.endsAt, now) ? accept(afterReveal(state, phase.round)) : accept();
    case 'standings':
      return hasEnded(phase.endsAt, now) ? accept(announce(state, phase.round + 1)) : accept();
    default:
      return accept();
  }
}

/** [DUR-4] While nothing can be stored, nobody can be told anything: the clock of a phase that has an end stands still. */
export function decideHold(state: ChallengeState, now: number): Decision {
  const stands = state.paused !== null || remainingMs(state, now) === null;
  return stands ? accept() : accept({ type: 'session.paused', reason: 'saving' });
}

export function decideRelease(state: ChallengeState): Decision {
  return state.paused?.reason === 'saving' ? accept({ type: 'session.resumed' }) : accept();
}

const hasEnded = (endsAt: number | null, now: number) => endsAt !== null && now >= endsAt;

function isRunning(state: ChallengeState): boolean {
  return state.phase.name !== 'lobby' && state.phase.name !== 'podium';
}
