import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Answer } from '../../../src/domain/answer/answer.ts';
import { isWellFormed } from '../../../src/domain/answer/well-formed.ts';
import { aClass } from '../../support/class-builder.ts';
import { anyAnswer, everyKind, kinds } from '../../support/kinds.ts';

const inputs = Number(process.env.TUTTI_FUZZ_INPUTS ?? 13_000);

it(`[ANS-4] ${inputs} answers of any shape to every kind are taken or refused with a code, and the class goes on`, () => {
  const cls = aClass({
    rounds: kinds.map((kind) => everyKind[kind].question),
    getReadyMs: 0,
    standings: 'off',
  }).with(1);
  for (const kind of kinds) {
    cls.at('question');
    const { question, right } = everyKind[kind];
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const asked = cls.asks({ ...cls.answerOf('p1'), answer: answer as Answer });
        expect(asked).toEqual(
          isWellFormed(question, answer) ? ['answer.accepted', 'round.closed'] : 'answer/malformed',
        );
      }),
      { numRuns: Math.ceil(inputs / kinds.length) },
    );
    expect(cls.answer('p1', right)).toEqual(['answer.accepted', 'round.closed']);
    cls.next();
  }
  expect(cls.state.players.get('p1')).toMatchObject({ answered: kinds.length, right: kinds.length - 3 });
});
