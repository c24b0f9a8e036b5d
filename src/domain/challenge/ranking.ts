import type { ChallengeState, Player } from './state.ts';

/** Players who count in standings, best first; equal scores keep the order in which they came. */
export function standingsOf(state: ChallengeState): Player[] {
  return [...state.players.values()].filter((player) => !player.kicked).sort((a, b) => b.score - a.score);
}

/** [PTS-4] Equal scores share a rank: 1, 2, 2, 4. */
export function rankPlayers(state: ChallengeState): void {
  let rank = 0;
  let score = Number.NaN;
  state.scorers = 0;
  for (const [i, player] of standingsOf(state).entries()) {
    if (player.score !== score) rank = i + 1;
    player.rank = rank;
    if (player.score > 0) state.scorers++;
    score = player.score;
  }
}

/** Points that each score lacks to the next better one; 0 for the best. */
export function gapsToNext(state: ChallengeState): Map<number, number> {
  const gaps = new Map<number, number>();
  let better: number | null = null;
  for (const { score } of standingsOf(state)) {
    if (gaps.has(score)) continue;
    gaps.set(score, better === null ? 0 : better - score);
    better = score;
  }
  return gaps;
}
