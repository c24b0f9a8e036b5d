import type { PhaseView } from '../../../src/wire/messages.ts';

/** When the phase runs out by itself, on the session's clock; null where nothing does. */
export function deadlineOf(phase: PhaseView): number | null {
  if (phase.name === 'question') return phase.question.closesAt;
  return phase.name === 'get_ready' || phase.name === 'discuss' ? phase.endsAt : null;
}
