import type { Answer, Outcome } from '../answer/answer.ts';
import { checkAnswer } from '../answer/check-answer.ts';
import { isWellFormed } from '../answer/well-formed.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { PauseReason } from './events.ts';
import { timing } from './plan.ts';
import { pointsFor, type Stake, streakBonus } from './points.ts';
import { closing, everyoneAnswered } from './rounds.ts';
import { type ChallengeState, extraTime, type Player, questionOf } from './state.ts';

/** Pauses that nobody made: who answers now is as fast as the clock says that stands. */
const takesAnswers: ReadonlySet<PauseReason> = new Set(['recovering', 'saving']);

type AnswerCommand = Extract<Command, { type: 'answer' }>;

/** [ANS-1..4] */
export function decideAnswer(state: ChallengeState, command: AnswerCommand, now: number): Decision {
  const player = state.players.get(command.participantId);
  if (!player || player.kicked) return refuse('answer/not-a-player');
  // first of all: whoever did not hear the reply asks again, and by then the round may be closed
  const sent = player.answerIds.get(command.answerId);
  if (sent) {
    const isRepeat = sent.round === command.round && sent.vote === command.vote;
    return isRepeat ? accept() : refuse('answer/malformed');
  }
  const { phase } = state;
  if (phase.name !== 'question' || command.round !== phase.round || command.vote !== phase.vote) {
    return refuse(whyNotOpen(state, command.round));
  }
  const question = questionOf(state, phase.round);
  if (!isWellFormed(question, command.answer)) return refuse('answer/malformed');
  if (player.answer && !state.plan.changeAnswers) return refuse('answer/already-answered');

  if (state.paused && !takesAnswers.has(state.paused.reason)) return refuse('answer/paused');
  const closesAt = phase.closesAt + extraTime(state, player, phase.round);
  const at = state.paused ? phase.closesAt - (state.paused.remainingMs ?? 0) : now;
  if (at > closesAt + timing.wireAllowance) return refuse('answer/too-late');

  const elapsedMs = Math.max(0, Math.round(Math.min(at, closesAt) - phase.openedAt));
  const { participantId, round, vote, answerId, answer } = command;
  const given = {
    participantId,
    round,
    vote,
    answerId,
    answer,
    elapsedMs,
    ...judge(state, player, { round, answer, elapsedMs, stake: command.stake }),
  };
  // an answer that can still be changed does not close the round: the last moment belongs to the learner
  if (state.plan.changeAnswers)
    return accept({ type: player.answer ? 'answer.changed' : 'answer.accepted', ...given });
  const closes = !state.paused && everyoneAnswered(state, now, participantId);
  const accepted = { type: 'answer.accepted', ...given } as const;
  return closes
    ? accept(accepted, closing(state, 'all_answered', { right: given.outcome === 'right' }))
    : accept(accepted);
}

interface Given {
  round: number;
  answer: Answer;
  elapsedMs: number;
  stake: Stake | undefined;
}

function judge(state: ChallengeState, player: Player, { round, answer, elapsedMs, stake }: Given) {
  const { plan } = state;
  const question = questionOf(state, round);
  const { outcome, share } = checkAnswer(question, answer);
  const byStake = plan.scoring === 'confidence' ? { stake: stake ?? ('low' as const) } : {};
  const isScored = outcome !== 'counted' && outcome !== 'unmarked' && isInPlay(state, player);
  const earned = isScored ? earnedFor(state, player, { round, share, elapsedMs, ...byStake }) : 0;
  const bonus = isScored && plan.streakBonus ? bonusFor(player, outcome, question.points) : 0;
  return { outcome, points: earned + bonus, ...(bonus > 0 && { bonus }), ...byStake };
}

/** Points of one answer without the bonus; nobody falls below 0, and who has more time is not measured by it. [PTS-3] */
export function earnedFor(
  state: ChallengeState,
  player: Player,
  {
    round,
    share,
    elapsedMs,
    stake = 'low',
  }: { round: number; share: number; elapsedMs: number; stake?: Stake },
): number {
  const { points: factor, worth, timeLimitMs } = questionOf(state, round);
  const timed = player.timeFactor === 1 ? elapsedMs : 0;
  const earned = pointsFor(state.plan.scoring, {
    factor,
    worth,
    share,
    elapsedMs: timed,
    timeLimitMs,
    stake,
  });
  return Math.max(earned, -player.score) + 0; // no -0
}

const bonusFor = (player: Player, outcome: Outcome, factor: number) =>
  outcome === 'right' && factor > 0 ? streakBonus(player.streak + 1) : 0;

/** Who lost every heart answers for practice. */
export function isInPlay(state: ChallengeState, player: Player): boolean {
  return state.plan.format !== 'survival' || player.hearts > 0;
}

function whyNotOpen(state: ChallengeState, round: number) {
  const closed = state.rounds[round]?.closed;
  if (closed) return closed === 'deadline' ? 'answer/too-late' : 'answer/round-closed';
  if (state.phase.name === 'discuss' && state.phase.round === round) return 'answer/round-closed';
  return state.phase.name === 'question' ? 'answer/other-question' : 'answer/too-early';
}
