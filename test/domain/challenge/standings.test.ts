import { expect, it } from 'vitest';
import { aClass, type TestClass } from '../../support/class-builder.ts';

/** Names of the phases from the first question on, each step pressed by the host. */
function phasesOf(cls: TestClass): string[] {
  cls.with(1).at('question');
  const seen: string[] = [];
  while (cls.phase.name !== 'ended') {
    seen.push(cls.phase.name);
    cls.next();
  }
  return seen;
}

const question = ['question', 'reveal'];

it.each([
  ['each', [...question, 'standings', ...question, 'podium']],
  ['end', [...question, ...question, 'standings', 'podium']],
  ['off', [...question, ...question, 'podium']],
] as const)('[RVL-2] standings shown "%s" come in their place', (standings, phases) => {
  expect(phasesOf(aClass({ rounds: 2, getReadyMs: 0, standings }))).toEqual(phases);
});
