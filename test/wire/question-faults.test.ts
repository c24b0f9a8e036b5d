import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { questionKinds } from '../../src/domain/question/question.ts';
import { type WrittenQuestion, writtenQuestion } from '../../src/wire/authoring.ts';
import { blanksIn, listSizes, questionFaults } from '../../src/wire/question-faults.ts';
import { writtenQuestions } from '../support/written-questions.ts';

const sound = writtenQuestions();
const faultsOf = (kind: keyof typeof sound, change: object) =>
  questionFaults({ ...sound[kind], ...change } as WrittenQuestion).map(
    ({ path, code }) => `${path.join('.')} ${code}`,
  );
const choices = (kind: keyof typeof sound, change: (choice: object, i: number) => object) => ({
  choices: sound[kind].choices.map((choice, i) => ({ ...choice, ...change(choice, i) })),
});

describe('[WRI-1] a written question', () => {
  it.each(questionKinds)('of the kind %s is stored as it was written when it is sound', (kind) => {
    expect(writtenQuestion.parse(sound[kind])).toEqual(sound[kind]);
  });

  it('tells at which place it does not fit together', () => {
    expect(
      faultsOf(
        'single_choice',
        choices('single_choice', () => ({ correct: false })),
      ),
    ).toEqual(['choices one-right']);
    expect(
      faultsOf(
        'true_false',
        choices('true_false', () => ({ correct: true })),
      ),
    ).toEqual(['choices one-right']);
    const multiple = (correct: boolean) => choices('multiple_choice', () => ({ correct }));
    expect(faultsOf('multiple_choice', multiple(false))).toEqual(['choices no-right']);
    expect(faultsOf('multiple_choice', multiple(true))).toEqual(['choices no-wrong']);
    expect(
      faultsOf(
        'single_choice',
        choices('single_choice', () => ({ text: 'Cat' })),
      ),
    ).toEqual(['choices.1.text same-twice', 'choices.2.text same-twice']);
    expect(
      faultsOf(
        'matching',
        choices('matching', () => ({ match: null })),
      ),
    ).toEqual(['choices.0.match no-partner', 'choices.1.match no-partner']);
    expect(faultsOf('poll', { spec: { most: 4 } })).toEqual(['spec.most too-many-picks']);
    expect(faultsOf('scale', { partial: true })).toEqual(['partial not-for-this-kind']);
    expect(faultsOf('hotspot', { media: null })).toEqual(['media no-picture']);
    const line = [0, 0.4, 0.8].map((x) => ({ x, y: x }));
    expect(faultsOf('hotspot', { spec: { areas: [line] } })).toEqual(['spec.areas.0 flat-area']);
    expect(faultsOf('numeric', { choices: sound.poll.choices })).toEqual(['choices not-for-this-kind']);
    expect(faultsOf('fill_blank', { prompt: 'One ___ only' })).toEqual(['prompt blanks-differ']);
    expect(faultsOf('fill_blank', { i18n: { es: { prompt: 'Sin huecos', blanks: ['uno'] } } })).toEqual([
      'i18n.es.prompt blanks-differ',
      'i18n.es.blanks blanks-differ',
    ]);
  });

  it('lists as many things as its kind allows, and no more', () => {
    const listing = questionKinds.filter((kind) => listSizes[kind][1] > 2);
    fc.assert(
      fc.property(fc.constantFrom(...listing), fc.integer({ min: 0, max: 9 }), (kind, size) => {
        const [least, most] = listSizes[kind];
        const list = Array.from({ length: size }, (_, i) => ({
          ...sound[kind].choices[0],
          text: `Choice ${i}`,
          ...(kind === 'matching' && { match: `Partner ${i}` }),
          correct: kind.endsWith('choice') && i === 0,
        }));
        const found = faultsOf(kind, { choices: list }).filter((fault) => fault.startsWith('choices too'));
        expect(found).toEqual(size < least ? ['choices too-few'] : size > most ? ['choices too-many'] : []);
      }),
    );
  });

  it('with a slider can be answered with full points, and from somewhere on with none', () => {
    const number = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(
        fc.record({ min: number, max: number, step: fc.integer({ min: 1, max: 30 }), value: number }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        (range, band, edge) => {
          const { min, max, step, value } = range;
          const stands: number[] = [];
          for (let at = min; at <= max; at += step) stands.push(at);
          const fits =
            min < max &&
            step <= max - min &&
            value >= min &&
            value <= max &&
            band <= edge &&
            stands.some((stand) => Math.abs(stand - value) <= band);
          expect(faultsOf('slider', { spec: { ...range, band, edge } }).length === 0).toBe(fits);
        },
      ),
    );
  });

  it('marks a blank by three lines or more', () => {
    expect(['', '__', 'a ___ b ____', '_______'].map(blanksIn)).toEqual([0, 0, 2, 1]);
  });
});
