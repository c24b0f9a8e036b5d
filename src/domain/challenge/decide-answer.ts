import { checkAnswer, isWellFormed } from '../answer/check-answer.ts';
import type { Command } from './commands.ts';
import { accept, type Decision, refuse } from './decision.ts';
import type { PauseReason } from './events.ts';
import { timing } from './plan.ts';
import { pointsFor } from './points.ts';
import { everyoneAnswered } from './rounds.ts';
import type { ChallengeState } from './state.ts';

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
  const question = state.plan.rounds[phase.round]!;
  if (!isWellFormed(question, command.choices)) return refuse('answer/malformed');
  if (player.answer) return refuse('answer/already-answered');

  if (state.paused && !takesAnswers.has(state.paused.reason)) return refuse('answer/paused');
  const at = state.paused ? phase.closesAt - (state.paused.remainingMs ?? 0) : now;
  if (at > phase.closesAt + timing.wireAllowance) return refuse('answer/too-late');

  const timeLimitMs = question.timeLimitMs;
  const elapsedMs = Math.max(0, Math.round(Math.min(at, phase.closesAt) - phase.openedAt));
  const { outcome, share } = checkAnswer(question, command.choices);
  const points = pointsFor(state.plan.scoring, { factor: question.points, share, elapsedMs, timeLimitMs });
  const { participantId, round, vote, answerId, choices } = command;
  const accepted = {
    type: 'answer.accepted',
    participantId,
    round,
    vote,
    answerId,
    choices,
    outcome,
    elapsedMs,
    points,
  } as const;

  return !state.paused && everyoneAnswered(state, now, participantId)
    ? accept(accepted, { type: 'round.closed', round, reason: 'all_answered' })
    : accept(accepted);
}

function whyNotOpen(state: ChallengeState, round: number) {
  const closed = state.rounds[round]?.closed;
  if (closed) return closed === 'deadline' ? 'answer/too-late' : 'answer/round-closed';
  return state.phase.name === 'question' ? 'answer/other-question' : 'answer/too-early';
}
