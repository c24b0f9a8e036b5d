import type { Fact } from './events.ts';
import type { ChallengeState } from './state.ts';

export interface TeamStanding {
  /** 0-based. */
  team: number;
  players: number;
  /** The mean of its members' points, rounded: being many is no advantage. [PTS-5] */
  score: number;
  rank: number;
}

/** Teams, best first; teams without members come last, with 0 points. */
export function teamsOf(state: ChallengeState): TeamStanding[] {
  const sums = Array.from({ length: state.plan.teams }, (_, team) => ({ team, players: 0, sum: 0 }));
  for (const { team, score, kicked } of state.players.values()) {
    if (team === null || kicked) continue;
    sums[team]!.players++;
    sums[team]!.sum += score;
  }
  const standings = sums
    .map(({ team, players, sum }) => ({
      team,
      players,
      score: players === 0 ? 0 : Math.round(sum / players),
      rank: 0,
    }))
    .sort((a, b) => b.score - a.score || a.team - b.team);
  for (const [i, standing] of standings.entries()) {
    const above = standings[i - 1];
    standing.rank = above && above.score === standing.score ? above.rank : i + 1;
  }
  return standings;
}

/** Puts players who have none into a team, each into the smallest. */
export function spreadIntoTeams(state: ChallengeState, participantIds: Iterable<string>): Fact[] {
  if (state.plan.teams === 0) return [];
  const sizes = new Array<number>(state.plan.teams).fill(0);
  for (const { team, kicked } of state.players.values()) if (team !== null && !kicked) sizes[team]!++;
  return [...participantIds].map((participantId) => {
    const team = sizes.indexOf(Math.min(...sizes));
    sizes[team]!++;
    return { type: 'player.teamed', participantId, team };
  });
}

/** Everyone who has not chosen a team when the class begins. */
export function spreadTheRest(state: ChallengeState): Fact[] {
  const without = [...state.players.values()].filter(({ team, kicked }) => team === null && !kicked);
  return spreadIntoTeams(
    state,
    without.map(({ id }) => id),
  );
}
