import type { SessionReport } from '@tutti/client/admin';
import { describe, expect, it } from 'vitest';
import {
  type Learner,
  nameLearners,
  outcomeIn,
  sortLearners,
} from '../../web/src/teach/report/name-learners.ts';
import { hardestFirst, quantityOf, sentenceOf } from '../../web/src/teach/report/sentence.ts';

const glance = (more: Partial<SessionReport['glance']> = {}): SessionReport['glance'] => ({
  players: 28,
  answers: 300,
  rightShare: 0.7,
  strongest: { objective: 'I stop and check.', rightShare: 0.9 },
  weakest: { objective: 'I look for sources.', rightShare: 0.45 },
  ...more,
});

describe('[REP-1] the first line of a report', () => {
  it('says what most of the class can do, and what about half of it can', () => {
    expect(sentenceOf(glance())).toEqual({
      form: 'twoIdeas',
      who: 'most',
      idea: 'I stop and check.',
      lessWho: 'half',
      lessIdea: 'I look for sources.',
    });
  });

  it('makes no difference between two ideas that went equally well', () => {
    const even = glance({ weakest: { objective: 'I look for sources.', rightShare: 0.8 } });
    expect(sentenceOf(even)).toMatchObject({ form: 'evenIdeas', who: 'most' });
  });

  it('speaks of one idea, or of the answers, where there is no more to say', () => {
    expect(sentenceOf(glance({ weakest: null }))).toMatchObject({
      form: 'oneIdea',
      idea: 'I stop and check.',
    });
    expect(sentenceOf(glance({ strongest: null, weakest: null }))).toEqual({
      form: 'overall',
      who: 'moreThanHalf',
      share: 0.7,
    });
  });

  it('says so when nobody came or nobody answered', () => {
    expect(sentenceOf(glance({ players: 0, answers: 0, rightShare: null }))).toEqual({ form: 'nobodyCame' });
    expect(sentenceOf(glance({ answers: 0, rightShare: null }))).toEqual({ form: 'nobodyAnswered' });
  });

  it('has a word for every share', () => {
    expect([0, 0.19, 0.2, 0.41, 0.42, 0.5, 0.58, 0.75, 0.95, 1].map(quantityOf)).toEqual([
      'few',
      'few',
      'some',
      'some',
      'half',
      'half',
      'moreThanHalf',
      'most',
      'nearlyAll',
      'nearlyAll',
    ]);
  });
});

describe('[REP-1] the class at a glance', () => {
  it('puts the hardest question first and leaves out what was not asked or not answered', () => {
    const asked = (round: number, rightShare: number | null, was = true) =>
      ({ round, rightShare, asked: was }) as SessionReport['questions'][number];
    const order = hardestFirst([
      asked(0, 0.8),
      asked(1, 0.2),
      asked(2, null),
      asked(3, 0.2),
      asked(4, null, false),
    ]);
    expect(order.map(({ round }) => round)).toEqual([1, 3, 0]);
  });
});

describe('[REP-1] learners and questions', () => {
  const learner = (nickname: string, more: Partial<Learner> = {}): Learner => ({
    participantId: nickname,
    nickname,
    rank: 1,
    score: 0,
    right: 0,
    answered: 0,
    team: null,
    joinedInRound: 0,
    leftInRound: null,
    kicked: false,
    answers: [],
    ...more,
  });
  const gave = (...outcomes: Learner['answers'][number]['outcome'][]) =>
    outcomes.map((outcome) => ({
      outcome,
      answer: null,
      words: null,
      points: 0,
      ms: null,
      stake: null,
      firstOutcome: null,
    }));

  it('tells a missing answer from not having been there', () => {
    const late = learner('Late', { joinedInRound: 2, answers: gave('none', 'none', 'none', 'right') });
    expect([0, 1, 2, 3].map((round) => outcomeIn(late, round))).toEqual([
      'absent',
      'absent',
      'none',
      'right',
    ]);
    const left = learner('Left', { leftInRound: 1, answers: gave('wrong', 'none', 'none') });
    expect([0, 1, 2].map((round) => outcomeIn(left, round))).toEqual(['wrong', 'none', 'absent']);
  });

  it('orders by points, by name, or by who needs help first, and leaves the given list alone', () => {
    const given = [
      learner('Cleo', { score: 900, right: 1, answered: 4 }),
      learner('ada', { score: 2_000, right: 3, answered: 4 }),
      learner('Bo', { score: 900, right: 3, answered: 3 }),
    ];
    const names = (order: Parameters<typeof sortLearners>[1]) =>
      sortLearners(given, order, 'en').map(({ nickname }) => nickname);
    expect(names('byRank')).toEqual(['ada', 'Bo', 'Cleo']);
    expect(names('byName')).toEqual(['ada', 'Bo', 'Cleo']);
    expect(names('byHelp')).toEqual(['Cleo', 'ada', 'Bo']);
    expect(given.map(({ nickname }) => nickname)).toEqual(['Cleo', 'ada', 'Bo']);
  });

  it('hides every name behind a number that stays with the learner', () => {
    const hidden = nameLearners([learner('Ada'), learner('Bo')], (number) => `Player ${number}`);
    expect(hidden.map(({ nickname, participantId }) => [nickname, participantId])).toEqual([
      ['Player 1', 'Ada'],
      ['Player 2', 'Bo'],
    ]);
    expect(JSON.stringify(hidden.map(({ nickname }) => nickname))).not.toContain('Ada');
  });
});
