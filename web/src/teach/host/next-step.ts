import type { PhaseView } from '../../../../src/wire/messages.ts';

export type NextStep =
  | 'start'
  | 'openNow'
  | 'showAnswer'
  | 'showStandings'
  | 'revote'
  | 'nextQuestion'
  | 'showPodium'
  | 'finish'
  | 'resume';

interface Situation {
  phase: PhaseView;
  paused: boolean;
  /** When standings are shown: after each question, only at the end (the podium), or never. */
  standings: 'each' | 'end' | 'off';
}

/** What the one big button does next; null when nothing is left to do. */
export function nextStep({ phase, paused, standings }: Situation): NextStep | null {
  if (phase.name === 'ended') return null;
  if (paused && phase.name !== 'lobby') return 'resume';
  switch (phase.name) {
    case 'lobby':
      return 'start';
    case 'get_ready':
      return 'openNow';
    case 'question':
      return 'showAnswer';
    case 'discuss':
      return 'revote';
    case 'reveal':
      if (phase.reveal.round + 1 >= phase.reveal.of)
        return standings === 'end' ? 'showStandings' : 'showPodium';
      return standings === 'each' ? 'showStandings' : 'nextQuestion';
    case 'standings':
      return phase.standings.round + 1 >= phase.standings.of ? 'showPodium' : 'nextQuestion';
    case 'podium':
      return 'finish';
  }
}
