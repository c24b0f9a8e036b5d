import type { Answer, QuestionView } from '@tutti/client';
import { letterOf } from '../../../shared/choice-mark.ts';
import { plainText } from '../../../shared/rich-text/plain-text.ts';
import { positionsIn, textsIn } from './drafts.ts';

/** What somebody gave, in a line; empty where no words can say it. */
export function answerInWords(question: QuestionView, answer: Answer): string {
  const { kind, choices, matches, unit } = question;
  const places = positionsIn(answer);
  const texts = textsIn(answer);
  if (typeof answer === 'number') return [answer, unit].filter((part) => part !== null).join(' ');
  if (texts.length > 0) return texts.filter(Boolean).join(', ');
  if (kind === 'matching') {
    return places
      .flatMap((to, from) => (to < 0 ? [] : `${plainText(choices[from]!)} – ${plainText(matches[to]!)}`))
      .join(', ');
  }
  if (kind === 'ordering') return places.map((place) => plainText(choices[place]!)).join(' → ');
  return places.map((place) => `${letterOf(place)}: ${plainText(choices[place]!)}`).join(', ');
}
