import type { Answer, QuestionView, Stake } from '../../../src/wire/messages.ts';

/** Whether two answers say the same; the order of picks makes no difference where nothing is put into an order. */
export function sameAnswer(one: Answer, other: Answer): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether two answers say the same just as surely; without a word the stake is low. */
export function saysTheSame(one: Said, other: Said): boolean {
  return sameAnswer(one.answer, other.answer) && (one.stake ?? 'low') === (other.stake ?? 'low');
}
interface Said {
  answer: Answer;
  stake?: Stake | undefined;
}

/** A first look at an answer: the server would refuse anything else, and what is far off would cost the connection. */
export function isAnswerTo(question: QuestionView, answer: Answer): boolean {
  const { kind, choices, blanks, pick } = question;
  switch (kind) {
    case 'numeric':
    case 'slider':
      return typeof answer === 'number' && Number.isFinite(answer);
    case 'hotspot':
      return typeof answer === 'object' && 'x' in answer;
    case 'fill_blank':
      return areTexts(answer) && answer.length === blanks;
    case 'word_cloud':
      return areTexts(answer) && answer.length >= 1 && answer.length <= pick;
    case 'open_text':
      return areTexts(answer) && answer.length === 1;
    case 'matching':
      return Array.isArray(answer) && answer.length === choices.length;
    case 'ordering':
      return arePositions(answer, choices.length) && answer.length === choices.length;
    default:
      return arePositions(answer, choices.length) && answer.length > 0;
  }
}

function areTexts(answer: Answer): answer is string[] {
  return Array.isArray(answer) && answer.every((text) => typeof text === 'string');
}

function arePositions(answer: Answer, listed: number): answer is number[] {
  if (!Array.isArray(answer)) return false;
  const positions = answer as unknown[];
  return (
    new Set(positions).size === positions.length &&
    positions.every(
      (position) => Number.isInteger(position) && Number(position) >= 0 && Number(position) < listed,
    )
  );
}
