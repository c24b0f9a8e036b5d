import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { teamsOf } from '../../../src/domain/challenge/teams.ts';
import { aClass, aQuestion, right, type TestClass, wrong } from '../../support/class-builder.ts';
import { everyKind } from '../../support/kinds.ts';

const player = (cls: TestClass, id: string) => cls.state.players.get(id)!;
const scores = (cls: TestClass) =>
  Object.fromEntries([...cls.state.players].map(([id, { score }]) => [id, score]));
const quiet = { getReadyMs: 0, standings: 'off' } as const;

/** Plays one round: what each player answers, with a stake if there is one. */
function round(
  cls: TestClass,
  given: Record<string, { picks?: number[]; stake?: 'low' | 'middle' | 'high' }>,
) {
  cls.at('question');
  for (const [id, { picks = right, stake }] of Object.entries(given))
    cls.do(cls.answerOf(id, picks, { stake }));
  cls.at('reveal');
}

describe('confidence', () => {
  it('[PTS-1] right earns 500, 1,000 or 1,500 by its stake, whenever it comes', () => {
    const cls = aClass({ ...quiet, scoring: 'confidence' }).with(3);
    cls.at('question').now += 15_000;
    round(cls, { p1: { stake: 'low' }, p2: { stake: 'middle' }, p3: { stake: 'high' } });
    expect(scores(cls)).toEqual({ p1: 500, p2: 1_000, p3: 1_500 });
  });

  it('[PTS-1] wrong costs 250 at the middle stake and 1,000 at the high one, and nobody falls below 0', () => {
    const cls = aClass({ ...quiet, scoring: 'confidence' }).with(3);
    round(cls, { p1: { stake: 'high' }, p2: { stake: 'high', picks: wrong }, p3: { stake: 'low' } });
    round(cls, {
      p1: { stake: 'high', picks: wrong },
      p2: { stake: 'low', picks: wrong },
      p3: { stake: 'middle', picks: wrong },
    });
    expect(scores(cls)).toEqual({ p1: 500, p2: 0, p3: 250 });
  });

  it('[PTS-1] without a word the stake is low', () => {
    const cls = aClass({ ...quiet, scoring: 'confidence' }).with(1);
    round(cls, { p1: {} });
    expect(scores(cls)).toEqual({ p1: 500 });
  });
});

it('[PTS-1] custom: a question is worth what the teacher says, a part of it for a part', () => {
  const several = { ...everyKind.multiple_choice.question, worth: 300 };
  const cls = aClass({
    ...quiet,
    scoring: 'custom',
    rounds: [aQuestion({ worth: 70 }), several, aQuestion()],
  }).with(1);
  round(cls, { p1: {} });
  round(cls, { p1: { picks: [0, 2] } });
  round(cls, { p1: {} });
  expect(scores(cls)).toEqual({ p1: 70 + 200 + 1_000 });
});

describe('the streak bonus', () => {
  it('[PTS-2] adds 100 for each right answer in a row from the second, at most 500', () => {
    const cls = aClass({ ...quiet, scoring: 'accuracy', streakBonus: true, rounds: 9 }).with(2);
    const bonuses = [];
    for (let n = 0; n < 8; n++) {
      round(cls, { p1: {}, p2: { picks: n === 1 ? wrong : right } });
      bonuses.push(player(cls, 'p1').answer!.bonus);
    }
    expect(bonuses).toEqual([0, 100, 200, 300, 400, 500, 500, 500]);
    expect(scores(cls)).toEqual({ p1: 8_000 + 2_500, p2: 7_000 + 0 + 100 + 200 + 300 + 400 + 500 });
  });

  it('[PTS-2] is off by default', () => {
    const cls = aClass({ ...quiet, scoring: 'accuracy' }).with(1);
    round(cls, { p1: {} });
    round(cls, { p1: {} });
    expect(scores(cls)).toEqual({ p1: 2_000 });
  });
});

describe('an accommodation', () => {
  const accommodated = () => {
    const cls = aClass(quiet).with(3);
    cls.host({ verb: 'accommodate', participantId: 'p1', factor: 1.5 });
    return cls.at('question');
  };

  it('[PTS-3] multiplies the time of its player and keeps the others’', () => {
    const cls = accommodated();
    cls.answer('p3');
    expect(cls.wait(20_251)).toEqual([]);
    expect(cls.asks(cls.answerOf('p2'))).toBe('answer/too-late');
    cls.now = 29_900;
    expect(cls.answer('p1')).toContain('answer.accepted');
  });

  it('[PTS-3] takes time out of its player’s points', () => {
    const cls = accommodated();
    cls.now = 19_000;
    cls.answer('p1');
    cls.answer('p2');
    cls.at('reveal');
    expect(scores(cls)).toEqual({ p1: 1_000, p2: 525, p3: 0 });
  });

  it('[PTS-3] ends the round when its own time is over, or nobody with more time is left to wait for', () => {
    const cls = accommodated();
    expect(cls.wait(30_250)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.closed']);
    const gone = accommodated().drop('p1');
    expect(gone.wait(20_251)).toEqual(['round.closed']);
  });

  it('[PTS-3] that is kept for a learner counts from the first entrance, and not again after the host changed it', () => {
    const cls = aClass(quiet).with(1);
    const connect = { type: 'connect', participantId: 'p9', timeFactor: 1.5 } as const;
    expect(cls.do(connect)).toEqual(['player.joined', 'player.accommodated']);
    const factor = () => cls.state.players.get('p9')!.timeFactor;
    expect(factor()).toBe(1.5);
    cls.host({ verb: 'accommodate', participantId: 'p9', factor: 2 });
    cls.drop('p9');
    expect(cls.do(connect)).toEqual(['player.connected']);
    expect(factor()).toBe(2);
    expect(cls.do({ type: 'connect', participantId: 'p8', timeFactor: 1 })).toEqual(['player.joined']);
  });

  it('[PTS-3] taken back, everything is as for everybody', () => {
    const cls = accommodated();
    cls.host({ verb: 'accommodate', participantId: 'p1', factor: 1 });
    expect(cls.wait(20_251)).toEqual(['round.closed']);
  });
});

describe('teams', () => {
  it('[PTS-5] players are spread evenly as they come', () => {
    const cls = aClass({ ...quiet, format: 'team', teams: 3 }).with(7);
    const sizes = teamsOf(cls.state).map(({ players }) => players);
    expect(sizes.toSorted()).toEqual([2, 2, 3]);
  });

  it('[PTS-5] players choose in the lobby, and who does not is put where there are fewest', () => {
    const cls = aClass({ ...quiet, format: 'team', teams: 2, chooseTeams: true }).with(3);
    cls.do({ type: 'chooseTeam', participantId: 'p1', team: 1 });
    cls.do({ type: 'chooseTeam', participantId: 'p2', team: 1 });
    expect(cls.asks({ type: 'chooseTeam', participantId: 'p3', team: 2 })).toBe('challenge/no-such-team');
    cls.at('question');
    expect(['p1', 'p2', 'p3'].map((id) => player(cls, id).team)).toEqual([1, 1, 0]);
    cls.connect('late');
    expect(player(cls, 'late').team).toBe(0);
    expect(cls.asks({ type: 'chooseTeam', participantId: 'p1', team: 0 })).toBe('challenge/wrong-phase');
  });

  it('[PTS-5] a team has the mean of its members’ points: being many is no advantage', () => {
    const cls = aClass({ ...quiet, format: 'team', teams: 2, scoring: 'accuracy' }).with(3);
    round(cls, { p1: {}, p2: {}, p3: { picks: wrong } });
    // p1 and p3 are one team, p2 is the other
    expect(teamsOf(cls.state)).toEqual([
      { team: 1, players: 1, score: 1_000, rank: 1 },
      { team: 0, players: 2, score: 500, rank: 2 },
    ]);
  });

  it('[PTS-5] a member who comes back brings the points along, one who is removed takes them away', () => {
    const cls = aClass({ ...quiet, format: 'team', teams: 2, scoring: 'accuracy' }).with(2);
    round(cls, { p1: {}, p2: {} });
    cls.drop('p1');
    expect(teamsOf(cls.state)[0]).toMatchObject({ score: 1_000, players: 1 });
    cls.connect('p1');
    expect(player(cls, 'p1')).toMatchObject({ team: 0, score: 1_000 });
    cls.host({ verb: 'kick', participantId: 'p1' });
    expect(teamsOf(cls.state).find(({ team }) => team === 0)).toMatchObject({ players: 0, score: 0 });
  });

  it('[PTS-5] the host can move a player, points and all', () => {
    const cls = aClass({ ...quiet, format: 'team', teams: 2, scoring: 'accuracy' }).with(2);
    round(cls, { p1: {}, p2: { picks: wrong } });
    cls.host({ verb: 'moveToTeam', participantId: 'p1', team: 1 });
    expect(teamsOf(cls.state)[0]).toEqual({ team: 1, players: 2, score: 500, rank: 1 });
  });

  it('[PTS-5] teams with the same mean share a rank', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 12 }), (answers) => {
        const cls = aClass({ ...quiet, format: 'team', teams: 3, scoring: 'accuracy' }).with(answers.length);
        round(
          cls,
          Object.fromEntries(answers.map((isRight, i) => [`p${i + 1}`, { picks: isRight ? right : wrong }])),
        );
        const teams = teamsOf(cls.state);
        for (const { rank, score } of teams)
          expect(rank).toBe(1 + teams.filter((other) => other.score > score).length);
      }),
    );
  });
});

describe('survival', () => {
  it('a miss costs a heart; without one a player goes on for practice', () => {
    const cls = aClass({ ...quiet, format: 'survival', scoring: 'accuracy', rounds: 5 }).with(2);
    for (let n = 0; n < 3; n++) round(cls, { p1: {}, p2: { picks: wrong } });
    expect(player(cls, 'p2').hearts).toBe(0);
    round(cls, { p1: {}, p2: {} });
    expect(scores(cls)).toEqual({ p1: 4_000, p2: 0 });
    expect(player(cls, 'p1').hearts).toBe(3);
  });

  it('a lost connection costs no heart, silence does', () => {
    const cls = aClass({ ...quiet, format: 'survival' })
      .with(2)
      .at('question')
      .drop('p1');
    cls.at('reveal');
    expect([player(cls, 'p1').hearts, player(cls, 'p2').hearts]).toEqual([3, 2]);
  });

  it('ends at the podium when no heart is left', () => {
    const cls = aClass({ ...quiet, format: 'survival', rounds: 9 }).with(1);
    for (let n = 0; n < 3; n++) round(cls, { p1: { picks: wrong } });
    expect(cls.next()).toEqual(['podium.shown']);
  });
});

describe('changing answers', () => {
  it('[ANS-3] where it is allowed the last answer before the deadline counts, by its own time', () => {
    const cls = aClass({ ...quiet, changeAnswers: true })
      .with(1)
      .at('question');
    expect(cls.answer('p1', wrong)).toEqual(['answer.accepted']);
    cls.now = 10_000;
    expect(cls.answer('p1', right)).toEqual(['answer.changed']);
    expect(cls.state.rounds[0]).toMatchObject({ answered: 1, right: 1, spread: [1, 0, 0, 0] });
    cls.at('reveal');
    expect(scores(cls)).toEqual({ p1: 750 });
  });

  it('[ANS-3] everybody having answered does not close a round in which answers can be changed', () => {
    const cls = aClass({ ...quiet, changeAnswers: true })
      .with(1)
      .at('question');
    cls.answer('p1');
    expect(cls.wait(5_000)).toEqual([]);
    expect(cls.wait(15_251)).toEqual(['round.closed']);
  });
});

describe('discuss and revote', () => {
  const voted = (answers: number[][], revoteBelow = 0.6) => {
    const cls = aClass({ ...quiet, revoteBelow, scoring: 'accuracy' })
      .with(answers.length)
      .at('question');
    for (const [i, picks] of answers.entries()) cls.answer(`p${i + 1}`, picks);
    return cls;
  };

  it('[RVL-3] a vote that too few got right is followed by a discussion, with the key still hidden', () => {
    expect(voted([right, wrong]).phase.name).toBe('discuss');
    expect(voted([right, right]).phase.name).toBe('reveal');
    expect(voted([right, right, wrong], 0.5).phase.name).toBe('reveal');
  });

  it('[RVL-3] the second vote counts, and both are kept', () => {
    const cls = voted([right, wrong, wrong]);
    expect(cls.host({ verb: 'revote' })).toEqual(['round.opened']);
    expect(cls.asks(cls.answerOf('p2', right, { vote: 1 }))).toBe('answer/other-question');
    cls.do(cls.answerOf('p1', wrong, { vote: 2 }));
    cls.do(cls.answerOf('p2', right, { vote: 2 }));
    cls.at('reveal');
    const { first, answered, right: rightNow } = cls.state.rounds[0]!;
    expect(first).toMatchObject({ answered: 3, right: 1, spread: [1, 2, 0, 0] });
    expect([answered, rightNow]).toEqual([2, 1]);
    // p3 was content with the first answer
    expect(scores(cls)).toEqual({ p1: 0, p2: 1_000, p3: 0 });
    expect(cls.state.rounds[0]!.closed).toBe('host');
  });

  it('[RVL-3] without a second vote the first one counts', () => {
    const cls = voted([right, wrong]);
    expect(cls.next()).toEqual(['round.closed']);
    expect(scores(cls)).toEqual({ p1: 1_000, p2: 0 });
    expect(cls.state.rounds[0]).toMatchObject({ answered: 2, right: 1, first: null });
  });

  it('[RVL-3] there is no third vote, and none about what has no key', () => {
    const cls = voted([wrong]);
    cls.host({ verb: 'revote' });
    expect(cls.do(cls.answerOf('p1', wrong, { vote: 2 }))).toContain('round.closed');
    const poll = aClass({ ...quiet, revoteBelow: 1, rounds: [everyKind.poll.question] })
      .with(1)
      .at('question');
    expect(poll.answer('p1', [1])).toContain('round.closed');
  });

  it('[RVL-3] going on by itself the class discusses for half a minute', () => {
    const cls = aClass({ ...quiet, advance: 'auto', revoteBelow: 0.5 })
      .with(1)
      .at('question');
    cls.answer('p1', wrong);
    expect(cls.wait(29_999)).toEqual([]);
    expect(cls.wait(1)).toEqual(['round.opened']);
  });
});

describe('open answers', () => {
  const toMark = { ...everyKind.open_text.question, keywords: null };
  const marked = () => {
    const cls = aClass({ ...quiet, scoring: 'accuracy', rounds: [toMark, aQuestion()] })
      .with(2)
      .at('question');
    cls.answer('p1', ['Because.']);
    cls.answer('p2', ['Dunno.']);
    return cls;
  };
  const mark = (cls: TestClass, participantId: string, share: 0 | 0.5 | 1) =>
    cls.host({ verb: 'mark', participantId, share });

  it('[ANS-5] wait for the host, who gives all, half or nothing of the points, and may think again', () => {
    const cls = marked();
    expect(player(cls, 'p1').outcomes).toEqual(['unmarked']);
    expect(scores(cls)).toEqual({ p1: 0, p2: 0 });
    mark(cls, 'p1', 1);
    mark(cls, 'p2', 0.5);
    expect(scores(cls)).toEqual({ p1: 1_000, p2: 500 });
    mark(cls, 'p1', 0);
    expect(scores(cls)).toEqual({ p1: 0, p2: 500 });
    expect(player(cls, 'p2')).toMatchObject({ rank: 1, right: 0 });
    expect(cls.state.rounds[0]!.right).toBe(0);
  });

  it('[PTS-1] [DUR-2] marked wrong, they take nothing from who has nothing, and the log says so as it is read again', () => {
    const cls = aClass({ ...quiet, scoring: 'confidence', rounds: [toMark, aQuestion()] })
      .with(1)
      .at('question');
    cls.do({ ...cls.answerOf('p1', ['Dunno.']), stake: 'middle' });
    mark(cls, 'p1', 0);
    expect(Object.is(player(cls, 'p1').answer?.points, 0)).toBe(true);
  });

  it('[ANS-5] can be marked while the question is still open', () => {
    const cls = aClass({ ...quiet, scoring: 'accuracy', rounds: [toMark] })
      .with(2)
      .at('question');
    cls.answer('p1', ['Because.']);
    mark(cls, 'p1', 1);
    expect(scores(cls)).toEqual({ p1: 0, p2: 0 });
    cls.at('reveal');
    expect(scores(cls)).toEqual({ p1: 1_000, p2: 0 });
  });

  it('[ANS-5] no more once the next question has come, and nothing else', () => {
    const cls = marked();
    cls.at('question');
    expect(cls.asks({ type: 'host', order: { verb: 'mark', participantId: 'p1', share: 1 } })).toBe(
      'challenge/nothing-to-mark',
    );
  });
});

describe('the order of questions', () => {
  it('can be changed for those to come; what is left out is not asked', () => {
    const asked = [
      aQuestion({ worth: 1 }),
      aQuestion({ worth: 2 }),
      aQuestion({ worth: 3 }),
      aQuestion({ worth: 4 }),
    ];
    const cls = aClass({ ...quiet, scoring: 'custom', rounds: asked }).with(1);
    round(cls, { p1: {} });
    cls.host({ verb: 'arrange', rounds: [3, 1] });
    expect(cls.state.order).toEqual([0, 3, 1]);
    round(cls, { p1: {} });
    expect(scores(cls)).toEqual({ p1: 1 + 4 });
    round(cls, { p1: {} });
    expect(cls.next()).toEqual(['podium.shown']);
    expect(scores(cls)).toEqual({ p1: 7 });
  });

  it.each([[[0, 1]], [[1, 1]], [[4]], [[1]]])('is refused where it touches what was seen: %j', (rounds) => {
    const cls = aClass({ ...quiet, rounds: 4 }).with(1);
    round(cls, { p1: {} });
    cls.at('question');
    expect(cls.asks({ type: 'host', order: { verb: 'arrange', rounds } })).toBe('challenge/other-rounds');
  });
});

describe('another day', () => {
  it('[HST-2] a parked class keeps its remaining time and waits longer than for a host who vanished', () => {
    const cls = aClass(quiet).with(2).at('question');
    cls.now += 5_000;
    cls.host({ verb: 'park' });
    cls.do({ type: 'hostDrop' });
    expect(cls.wait(20 * 24 * 3_600_000)).toEqual([]);
    cls.do({ type: 'recover' });
    cls.do({ type: 'hostConnect' });
    expect(cls.state.paused?.reason).toBe('parked');
    cls.host({ verb: 'resume' });
    expect(cls.remaining).toBe(15_000);
  });
});

it('[HST-1] standings can be hidden and shown while the class runs', () => {
  const cls = aClass({ getReadyMs: 0 }).with(1);
  cls.host({ verb: 'setStandings', standings: 'off' });
  round(cls, { p1: {} });
  expect(cls.next()).toEqual(['round.opened']);
  cls.host({ verb: 'setStandings', standings: 'each' });
  cls.answer('p1');
  expect(cls.next()).toEqual(['standings.shown']);
});
