import type { ChallengeEvent } from './events.ts';
import { rankPlayers } from './ranking.ts';
import { type ChallengeState, type GivenAnswer, type Player, questionOf } from './state.ts';
import { tallyAnswer } from './tally.ts';

/** An accepted or changed answer; a changed one takes the place of the one before. */
export function giveAnswer(
  state: ChallengeState,
  event: ChallengeEvent<'answer.accepted' | 'answer.changed'>,
): void {
  const { participantId, round, vote, answerId, answer, outcome, elapsedMs, points } = event;
  const player = state.players.get(participantId)!;
  const tally = state.rounds[round]!;
  const question = questionOf(state, round);
  if (player.answer) tallyAnswer(tally, question, player.answer, -1);
  player.answer = {
    answerId,
    answer,
    outcome,
    elapsedMs,
    points,
    bonus: event.bonus ?? 0,
    stake: event.stake ?? null,
  };
  player.answerIds.set(answerId, { round, vote });
  tallyAnswer(tally, question, player.answer, 1);
}

/** What the host thinks of an open answer: before the round is closed or after it. */
export function markAnswer(
  state: ChallengeState,
  { participantId, round, outcome, points }: ChallengeEvent<'answer.marked'>,
): void {
  const player = state.players.get(participantId)!;
  const given = (player.answer ?? player.first)!;
  const tally = state.rounds[round]!;
  const isOfFirstVote = player.answer === null && tally.first !== null;
  const moreRight = Number(outcome === 'right') - Number(given.outcome === 'right');
  (isOfFirstVote ? tally.first! : tally).right += moreRight;
  if (tally.closed) {
    player.score += points - given.points;
    player.right += moreRight;
    player.outcomes[round] = outcome;
  }
  Object.assign(given, { outcome, points } satisfies Partial<GivenAnswer>);
  if (tally.closed) rankPlayers(state);
}

/** Points count only now, so a skipped question leaves no trace in the totals. */
export function closeRoundFor(state: ChallengeState, player: Player, round: number): void {
  if (state.rounds[round]!.closed === 'skipped') {
    player.outcomes[round] = 'skipped';
    player.answer = null;
    player.first = null;
    return;
  }
  const answer = player.answer ?? player.first;
  player.answer = answer;
  if (!answer) {
    closeWithoutAnswer(state, player, round);
    return;
  }
  const { outcome, points } = answer;
  player.outcomes[round] = outcome;
  player.answered++;
  player.score += points;
  if (outcome === 'right') {
    player.right++;
    player.streak++;
    player.bestStreak = Math.max(player.bestStreak, player.streak);
  } else if (outcome === 'wrong' || outcome === 'partly') {
    player.streak = 0;
  }
  if (outcome === 'wrong') loseHeart(state, player);
  player.missesInRow = outcome === 'wrong' ? player.missesInRow + 1 : 0;
}

/** Whoever has lost the connection loses the streak, and no heart. */
function closeWithoutAnswer(state: ChallengeState, player: Player, round: number): void {
  player.outcomes[round] = player.connected ? 'none' : 'absent';
  player.streak = 0;
  if (!player.connected) return;
  player.missesInRow++;
  loseHeart(state, player);
}

function loseHeart(state: ChallengeState, player: Player): void {
  if (state.plan.format === 'survival' && player.hearts > 0) player.hearts--;
}
