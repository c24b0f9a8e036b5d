import type { WrittenQuestion } from '../../src/wire/authoring.ts';

type Kind = WrittenQuestion['kind'];
const item = (text: string, more: object = {}) => ({
  text,
  match: null,
  correct: false,
  feedback: null,
  i18n: {},
  ...more,
});

/** A sound question of each kind; `image` is the address of a picture that is there. */
export function writtenQuestions(image = 'a'.repeat(32)): Record<Kind, WrittenQuestion> {
  const common = {
    explanation: 'Because it is so.',
    hint: null,
    difficulty: 'easy' as const,
    choices: [] as WrittenQuestion['choices'],
    partial: false,
    points: 1 as const,
    timeLimitSeconds: 30,
    objectives: [] as string[],
    media: null as WrittenQuestion['media'],
    i18n: {} as WrittenQuestion['i18n'],
  };
  const prompt = 'What is it?';
  const pets = [item('Cat', { correct: true }), item('Stone'), item('Spoon')];
  const plain = ['One', 'Two', 'Three'].map((text) => item(text));
  const picture = { id: image, kind: 'image' as const, alt: 'A violet square', caption: null };
  const triangle = [
    { x: 0.1, y: 0.1 },
    { x: 0.6, y: 0.1 },
    { x: 0.3, y: 0.7 },
  ];
  return {
    single_choice: { ...common, kind: 'single_choice', prompt, choices: pets, spec: {} },
    multiple_choice: {
      ...common,
      kind: 'multiple_choice',
      prompt,
      choices: [...pets, item('Dog', { correct: true })],
      partial: true,
      spec: {},
    },
    true_false: {
      ...common,
      kind: 'true_false',
      prompt,
      choices: [item('True', { correct: true }), item('False')],
      spec: {},
    },
    matching: {
      ...common,
      kind: 'matching',
      prompt,
      choices: [item('France', { match: 'Paris' }), item('Spain', { match: 'Madrid' })],
      spec: {},
    },
    ordering: { ...common, kind: 'ordering', prompt, choices: plain, partial: true, spec: {} },
    fill_blank: {
      ...common,
      kind: 'fill_blank',
      prompt: 'The ___ barks at the ___.',
      i18n: { es: { prompt: 'El ___ ladra al ___.', explanation: '', hint: '', blanks: ['perro', 'gato'] } },
      spec: {
        blanks: [
          { accepted: ['dog', 'perro'], typo: true },
          { accepted: ['cat', 'gato'], typo: true },
        ],
      },
    },
    numeric: { ...common, kind: 'numeric', prompt, spec: { value: 9.81, tolerance: 0.1, unit: 'm/s²' } },
    slider: {
      ...common,
      kind: 'slider',
      prompt,
      spec: { min: 0, max: 100, step: 5, value: 40, band: 5, edge: 20, unit: '%' },
    },
    hotspot: { ...common, kind: 'hotspot', prompt, media: picture, spec: { areas: [triangle] } },
    scale: { ...common, kind: 'scale', prompt, points: 0, choices: plain, spec: {} },
    poll: { ...common, kind: 'poll', prompt, points: 0, choices: plain, spec: { most: 2 } },
    word_cloud: { ...common, kind: 'word_cloud', prompt, points: 0, spec: { words: 3 } },
    open_text: {
      ...common,
      kind: 'open_text',
      prompt,
      spec: { keywords: [['rain', 'lluvia'], ['cloud']], sample: 'Rain falls from a cloud.' },
    },
  };
}
