import type { PhaseView } from '@tutti/client';

/** Which question the class is at; `next`: it is announced, but not open. Null in the lobby and after the last one. */
export function presentRound(phase: PhaseView): { round: number; next: boolean } | null {
  switch (phase.name) {
    case 'lobby':
      return { round: 0, next: true };
    case 'get_ready':
      return { round: phase.round, next: true };
    case 'question':
    case 'discuss':
      return { round: phase.question.round, next: false };
    case 'reveal':
      return { round: phase.reveal.round, next: false };
    case 'standings':
      return { round: phase.standings.round, next: false };
    default:
      return null;
  }
}
