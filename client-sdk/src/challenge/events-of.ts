import type { PhaseView } from '../../../src/wire/messages.ts';
import type { ChallengeEvent, ChallengeEvents } from './events.ts';
import type { ChallengeMessage } from './reduce.ts';
import type { ChallengeView } from './view.ts';

export type Happened = { [E in ChallengeEvent]: [E, ChallengeEvents[E]] }[ChallengeEvent];

/**
 * What a change of the view means, in the order in which it is told. Made from what can be seen before and after, so that
 * a `welcome` after a drop tells the same events as the messages that were missed. `before`: null on entering.
 */
export function eventsOf(
  before: ChallengeView | null,
  after: ChallengeView,
  { type, payload }: ChallengeMessage,
): Happened[] {
  const happened: Happened[] = [];
  if (before && before.connection !== after.connection) happened.push(['connection', after.connection]);
  happened.push(...answerEvents(before, after));
  if (before ? keyOf(before.phase) !== keyOf(after.phase) : true) happened.push(...phaseEvents(after));

  const pausedNow = after.paused && (!before?.paused || before.paused.reason !== after.paused.reason);
  if (after.paused && pausedNow) happened.push(['paused', after.paused]);
  if (before?.paused && !after.paused) happened.push(['resumed', { remainingMs: leftIn(type, payload) }]);
  if (before && before.saving !== after.saving) happened.push(['saving', { waiting: after.saving }]);

  if (type === 'deadlineMoved')
    happened.push(['deadlineMoved', { remainingMs: payload.deadline - payload.at }]);
  if (type === 'marked') happened.push(['marked', payload]);
  if (type === 'teamed') happened.push(['teamed', payload]);
  if (type === 'reactions') happened.push(['reactions', payload]);
  if (type === 'renamed') happened.push(['renamed', payload]);
  if (type === 'hostProgress') happened.push(['progress', payload]);
  if (type === 'lobbyChanged') {
    const { players, added, removed } = payload;
    happened.push(['players', { players, added: added ?? [], removed: removed ?? [] }]);
  }
  return happened;
}

function answerEvents(before: ChallengeView | null, after: ChallengeView): Happened[] {
  const { answer } = after;
  if (before?.answer?.status !== 'sending' || !answer || answer.status === 'sending') return [];
  const { round, vote, status, code } = answer;
  if (round !== before.answer.round) return [];
  return status === 'saved' ? [['saved', { round, vote }]] : [['refused', { round, vote, code: code! }]];
}

function phaseEvents({ phase, ended }: ChallengeView): Happened[] {
  switch (phase.name) {
    case 'lobby':
      return [];
    case 'get_ready':
      return [['getReady', { round: phase.round, of: phase.of, endsAt: phase.endsAt }]];
    case 'question':
      return phase.answered === null ? [['question', phase.question]] : [];
    case 'discuss':
      return [['discuss', { question: phase.question, endsAt: phase.endsAt }]];
    case 'reveal':
      return [['revealed', { question: phase.question, reveal: phase.reveal, you: phase.you }]];
    case 'standings':
      return [['standings', { standings: phase.standings, you: phase.you }]];
    case 'podium':
      return [['podium', { podium: phase.podium, you: phase.you }]];
    case 'ended':
      return [['ended', { reason: ended }]];
  }
}

function keyOf(phase: PhaseView): string {
  switch (phase.name) {
    case 'get_ready':
      return `get_ready ${phase.round}`;
    case 'question':
      return `question ${phase.question.round} ${phase.question.vote}`;
    case 'discuss':
      return `discuss ${phase.question.round}`;
    case 'reveal':
      return `reveal ${phase.reveal.round} ${phase.reveal.vote}`;
    case 'standings':
      return `standings ${phase.standings.round}`;
    default:
      return phase.name;
  }
}

function leftIn(...[type, payload]: [ChallengeMessage['type'], ChallengeMessage['payload']]): number | null {
  const message = { type, payload } as ChallengeMessage;
  if (message.type !== 'resumed' || message.payload.deadline === null) return null;
  return message.payload.deadline - message.payload.at;
}
