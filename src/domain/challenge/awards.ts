import { standingsOf } from './ranking.ts';
import type { ChallengeState, Player } from './state.ts';

export type AwardKind = 'most_improved' | 'longest_streak' | 'steady_hand' | 'best_teammate';
export interface Award {
  kind: AwardKind;
  participantId: string;
  /** most_improved: percent points · the others: right answers */
  value: number;
}

const podiumPlaces = 3;
const shortestStreak = 3;

/** [RVL-4] Awards that are not about speed. Each goes to one learner, and only if it was earned. */
export function awardsOf(state: ChallengeState): Award[] {
  const players = standingsOf(state);
  const improved = best(players, improvement);
  const streak = best(players, (player) => (player.bestStreak >= shortestStreak ? player.bestStreak : 0));
  const steady = best(
    players.filter((player) => player.rank > podiumPlaces),
    (player) => player.right,
  );
  const teammate =
    state.plan.teams > 0 ? best(players, (player) => (player.team === null ? 0 : player.right)) : null;
  return [
    award('best_teammate', teammate, (player) => player.right),
    award('most_improved', improved, improvement),
    award('longest_streak', streak, (player) => player.bestStreak),
    award('steady_hand', steady, (player) => player.right),
  ].filter((given) => given !== null);
}

function award(kind: AwardKind, player: Player | null, value: (player: Player) => number): Award | null {
  return player && { kind, participantId: player.id, value: value(player) };
}

/**
 * How many percent points more were right in the second half than in the first; 0 with fewer than four rounds.
 * Only rounds count in which the player was there: coming back after a lost connection is no improvement.
 */
function improvement(player: Player): number {
  const asked = player.outcomes.filter((outcome) => outcome !== 'skipped' && outcome !== 'absent');
  if (asked.length < 4) return 0;
  const middle = Math.floor(asked.length / 2);
  const share = (part: typeof asked) => part.filter((outcome) => outcome === 'right').length / part.length;
  return Math.round(100 * (share(asked.slice(middle)) - share(asked.slice(0, middle))));
}

/** The player with the highest value above 0; the earlier one wins a tie. */
function best(players: readonly Player[], value: (player: Player) => number): Player | null {
  let found: Player | null = null;
  for (const player of players) if (value(player) > (found ? value(found) : 0)) found = player;
  return found;
}
