import { usualWorth, type WrittenQuestion } from '@tutti/client/admin';
import type { Draft, Item } from './draft.ts';

export const item = (text = '', more: Partial<Item> = {}): Item => ({
  text,
  match: null,
  correct: false,
  feedback: null,
  i18n: {},
  ...more,
});

const specs: Record<WrittenQuestion['kind'], object> = {
  single_choice: {},
  multiple_choice: {},
  true_false: {},
  matching: {},
  ordering: {},
  fill_blank: { blanks: [] },
  numeric: { value: 0, tolerance: 0 },
  slider: { min: 0, max: 100, step: 1, value: 50, band: 5, edge: 20 },
  hotspot: { areas: [] },
  scale: {},
  poll: { most: 1 },
  word_cloud: { words: 1 },
  open_text: { keywords: null },
};
const uncounted = new Set(['scale', 'poll', 'word_cloud']);

function firstItems(kind: WrittenQuestion['kind'], words: { true: string; false: string }): Item[] {
  switch (kind) {
    case 'true_false':
      return [item(words.true, { correct: true }), item(words.false)];
    case 'single_choice':
    case 'multiple_choice':
      return [item('', { correct: true }), item()];
    case 'matching':
      return [item('', { match: '' }), item('', { match: '' })];
    case 'ordering':
    case 'scale':
    case 'poll':
      return [item(), item()];
    default:
      return [];
  }
}

/** What a form begins with. */
export function blankQuestion(kind: WrittenQuestion['kind'], words: { true: string; false: string }): Draft {
  return {
    kind,
    prompt: '',
    explanation: '',
    hint: null,
    hintCost: usualWorth.hintCost,
    difficulty: 'easy',
    choices: firstItems(kind, words),
    partial: false,
    points: uncounted.has(kind) ? 0 : 1,
    timeLimitSeconds: kind === 'open_text' ? 60 : 30,
    objectives: [],
    media: null,
    spec: specs[kind],
    i18n: {},
  } as Draft;
}
