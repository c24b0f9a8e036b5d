import { describe, expect, it } from 'vitest';
import { newTally, tallyAnswer } from '../../../src/domain/challenge/tally.ts';
import { aClass, right, wrong } from '../../support/class-builder.ts';
import { everyKind } from '../../support/kinds.ts';

const atQuestion = () => aClass().with(3).at('question');

describe('answers in time', () => {
  it('[ANS-1] an accepted answer carries its verdict, its time and its points', () => {
    const cls = atQuestion();
    cls.now += 10_000;
    cls.answer('p1', right);
    cls.answer('p2', wrong);
    expect(cls.player('p1').answer).toMatchObject({ outcome: 'right', elapsedMs: 10_000, points: 750 });
    expect(cls.player('p2').answer).toMatchObject({ outcome: 'wrong', elapsedMs: 10_000, points: 0 });
    expect(cls.state.rounds[0]).toMatchObject({ answered: 2, right: 1, spread: [1, 1, 0, 0] });
  });

  it('[ANS-1] points are nobody’s before the round is closed', () => {
    const cls = atQuestion();
    cls.answer('p1');
    expect(cls.player('p1').score).toBe(0);
    cls.next();
    expect(cls.player('p1').score).toBe(1_000);
  });

  it.each([
    [-1, 19_999, 500],
    [0, 20_000, 500],
    [1, 20_000, 500],
    [250, 20_000, 500],
  ])('[ANS-2] %i ms after the deadline an answer counts as given after %i ms', (after, elapsedMs, points) => {
    const cls = atQuestion();
    cls.now += 20_000 + after;
    expect(cls.tick()).toEqual([]);
    cls.answer('p1');
    expect(cls.player('p1').answer).toMatchObject({ elapsedMs, points });
  });

  it('[ANS-2] 251 ms after the deadline it is too late, before and after the round was closed for it', () => {
    const cls = atQuestion();
    cls.now += 20_251;
    expect(cls.asks(cls.answerOf('p1'))).toBe('answer/too-late');
    expect(cls.tick()).toEqual(['round.closed']);
    expect(cls.asks(cls.answerOf('p1'))).toBe('answer/too-late');
    expect(cls.player('p1')).toMatchObject({ score: 0, answered: 0 });
  });
});

describe('answers at the wrong time or from the wrong one', () => {
  it('[ANS-2] after an early close an answer is told that the round is closed', () => {
    const cls = atQuestion();
    cls.next();
    expect(cls.asks(cls.answerOf('p1', right, { round: 0 }))).toBe('answer/round-closed');
  });

  it('[ANS-2] the same for a question that was skipped', () => {
    const cls = atQuestion();
    cls.host({ verb: 'skip' });
    expect(cls.asks(cls.answerOf('p1', right, { round: 0 }))).toBe('answer/round-closed');
  });

  it('[ANS-2] before the question is open it is too early', () => {
    expect(
      aClass()
        .with(1)
        .asks({ ...aClass().answerOf('p1'), round: 0 }),
    ).toBe('answer/too-early');
    const cls = aClass().with(1).at('get_ready');
    expect(cls.asks(cls.answerOf('p1'))).toBe('answer/too-early');
  });

  it.each([1, 2, 3, -1, 0.5, Number.NaN, 1e9])(
    '[ANS-2] an answer to round %d while round 0 is open is for another question',
    (round) => {
      const cls = atQuestion();
      expect(cls.asks(cls.answerOf('p1', right, { round }))).toBe('answer/other-question');
    },
  );

  it('[ANS-2] an answer in another vote is for another question', () => {
    const cls = atQuestion();
    expect(cls.asks(cls.answerOf('p1', right, { vote: 2 }))).toBe('answer/other-question');
  });

  it.each(['__proto__', 'constructor', 'length', ''])('[ANS-4] a round called %j is refused', (round) => {
    const cls = atQuestion();
    expect(cls.asks(cls.answerOf('p1', right, { round: round as unknown as number }))).toBe(
      'answer/other-question',
    );
  });

  it.each(['nobody', '__proto__', 'constructor', ''])('[ANS-2] %j is no player', (participantId) => {
    const cls = atQuestion();
    expect(cls.asks(cls.answerOf(participantId))).toBe('answer/not-a-player');
  });

  it('[ANS-2] a kicked player is no player any more', () => {
    const cls = atQuestion();
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(cls.asks(cls.answerOf('p1'))).toBe('answer/not-a-player');
  });

  it('[ANS-2] while the clock stands nobody answers', () => {
    const cls = atQuestion();
    cls.host({ verb: 'pause' });
    expect(cls.asks(cls.answerOf('p1'))).toBe('answer/paused');
    cls.host({ verb: 'resume' });
    expect(cls.answer('p1')).toEqual(['answer.accepted']);
  });

  it('[ANS-2] a refused answer costs nothing and the next round is as if it had never been sent', () => {
    const cls = atQuestion();
    const before = structuredClone(cls.state);
    for (const round of [-1, 1, 2]) cls.asks(cls.answerOf('p1', right, { round }));
    cls.asks(cls.answerOf('p1', [99]));
    expect(cls.state).toEqual(before);
    cls.answer('p1');
    cls.next();
    cls.at('standings').at('question');
    expect(cls.answer('p1')).toEqual(['answer.accepted']);
  });
});

describe('answers more than once', () => {
  it('[ANS-3] a second answer never changes the first', () => {
    const cls = atQuestion();
    cls.answer('p1', wrong);
    const before = structuredClone(cls.state);
    expect(cls.asks(cls.answerOf('p1', right))).toBe('answer/already-answered');
    expect(cls.state).toEqual(before);
  });

  it('[ANS-3] the same id again gets the same reply and is counted once', () => {
    const cls = atQuestion();
    const answer = cls.answerOf('p1', right);
    expect(cls.do(answer)).toEqual(['answer.accepted']);
    for (let i = 0; i < 20; i++) expect(cls.do(answer)).toEqual([]);
    expect(cls.do({ ...answer, answer: wrong })).toEqual([]);
    expect(cls.state.rounds[0]).toMatchObject({ answered: 1, spread: [1, 0, 0, 0] });
  });

  const laterMoments: [string, (cls: ReturnType<typeof atQuestion>) => unknown][] = [
    ['after the reveal', (cls) => cls.next()],
    ['on hold', (cls) => cls.host({ verb: 'pause' })],
    ['in the next question', (cls) => [cls.next(), cls.at('standings').at('question')]],
    ['at the podium', (cls) => cls.at('podium')],
    ['after the deadline', (cls) => cls.wait(30_000)],
    ['after a crash', (cls) => cls.recover()],
  ];
  it.each(laterMoments)('[ANS-3] who did not hear the reply gets the same one %s', (_, goThere) => {
    const cls = atQuestion();
    const answer = cls.answerOf('p1', right);
    cls.do(answer);
    goThere(cls);
    expect(cls.do(answer)).toEqual([]);
    expect(cls.log.filter(({ type }) => type === 'answer.accepted')).toHaveLength(1);
  });

  it('[ANS-3] an id that was used for one question cannot be used for another', () => {
    const cls = atQuestion();
    cls.do(cls.answerOf('p1', right, { answerId: 'mine' }));
    cls.next();
    cls.at('standings').at('question');
    expect(cls.asks(cls.answerOf('p1', right, { answerId: 'mine' }))).toBe('answer/malformed');
    expect(cls.answer('p1')).toEqual(['answer.accepted']);
  });

  it('[ANS-3] two players may happen to make the same id', () => {
    const cls = atQuestion();
    cls.do(cls.answerOf('p1', right, { answerId: 'a' }));
    expect(cls.do(cls.answerOf('p2', right, { answerId: 'a' }))).toEqual(['answer.accepted']);
  });

  it.each(['__proto__', 'constructor', 'toString'])(
    '[ANS-4] an id called %s is an id like any other',
    (answerId) => {
      const cls = atQuestion();
      expect(cls.do(cls.answerOf('p1', right, { answerId }))).toEqual(['answer.accepted']);
      expect(cls.do(cls.answerOf('p2', right, { answerId }))).toEqual(['answer.accepted']);
    },
  );
});

describe('malformed answers', () => {
  it.each([
    ['nothing picked', []],
    ['two picks', [0, 1]],
    ['a choice that is not there', [4]],
    ['NaN', [Number.NaN]],
    ['a text', ['0']],
    ['a key of every object', ['__proto__']],
    ['a hole', new Array(1)],
    ['a million picks', new Array(1_000_000).fill(0)],
  ])('[ANS-4] %s is refused, and a good answer still counts', (_, choices) => {
    const cls = atQuestion();
    expect(cls.asks(cls.answerOf('p1', choices as number[]))).toBe('answer/malformed');
    expect(cls.answer('p1')).toEqual(['answer.accepted']);
  });
});

describe('a tally of more texts than are told apart', () => {
  it('[RVL-1] never counts below nothing when an answer that it did not keep is changed', () => {
    const { question } = everyKind.word_cloud;
    const tally = newTally(question);
    const give = (word: string, by: 1 | -1) =>
      tallyAnswer(tally, question, { answer: [word], outcome: 'counted' }, by);
    for (let i = 0; i < 2_000; i++) give(`word ${i}`, 1);
    give('one too many', 1);
    give('word 0', -1);
    give('one too many', -1);
    expect(tally.answered).toBe(1_999);
    expect(tally.texts.size).toBe(1_999);
    expect([...tally.texts.values()].filter(({ count }) => count < 1)).toEqual([]);
  });
});
