import { expect, it } from 'vitest';
import { type FileFault, fileFaults } from '../../src/wire/file-faults.ts';

const question = { explanation: 'Because.', objectives: ['know-whales'] };
const lesson = { kind: 'quiz' as const, reading: [], media: null, questions: [question] };
const whole = { topic: 'the-sea', objectives: [{}], lessons: [lesson] };
const said = (mission: Parameters<typeof fileFaults>[0]) =>
  fileFaults(mission).map(({ code, lesson, question }: FileFault) => [code, lesson, question]);

it('[WRI-12] a mission that is whole lacks nothing for a file', () => {
  expect(said(whole)).toEqual([]);
});

it('[WRI-12] what is missing is told with its place', () => {
  expect(said({ topic: null, objectives: [], lessons: [] })).toEqual([
    ['no-topic', null, null],
    ['no-goals', null, null],
    ['nothing-to-play', null, null],
  ]);
  const half = [
    lesson,
    { ...lesson, kind: 'video' as const },
    { ...lesson, questions: [question, { explanation: ' ', objectives: [] }] },
    { ...lesson, questions: [] },
  ];
  expect(said({ ...whole, lessons: half })).toEqual([
    ['no-film', 1, null],
    ['no-explanation', 2, 1],
    ['no-goal', 2, 1],
    ['no-questions', 3, null],
  ]);
});
