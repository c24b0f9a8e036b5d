import { describe, expect, it } from 'vitest';
import { awardsOf } from '../../../src/domain/challenge/awards.ts';
import { aClass, right, type TestClass, wrong } from '../../support/class-builder.ts';

type Marks = Record<string, string>;

/** Plays as many rounds as the marks are long: + right, - wrong, . silent, x away. */
function played(marks: Marks, plan: Parameters<typeof aClass>[0] = {}): TestClass {
  const rounds = Object.values(marks)[0]!.length;
  const names = Object.keys(marks);
  const cls = aClass({ rounds, scoring: 'accuracy', ...plan }).with(0);
  for (const name of names) cls.connect(name);
  for (let round = 0; round < rounds; round++) {
    while (!(cls.phase.name === 'question' && cls.phase.round === round)) cls.next();
    for (const name of names) {
      const mark = marks[name]![round]!;
      const isHere = cls.player(name).connected;
      if (mark === 'x' && isHere) cls.drop(name);
      if (mark !== 'x' && !isHere) cls.connect(name);
    }
    for (const name of names) {
      const mark = marks[name]![round]!;
      if (cls.phase.name === 'question' && (mark === '+' || mark === '-'))
        cls.answer(name, mark === '+' ? right : wrong);
    }
    if (cls.phase.name === 'question') cls.next();
  }
  return cls;
}

const awards = (marks: Marks) =>
  awardsOf(played(marks).state).map(({ kind, participantId, value }) => `${kind} ${participantId} ${value}`);

describe('awards', () => {
  it('[RVL-4] most improved: whose right share grew most from the first half to the second', () => {
    expect(awards({ ana: '++++', ben: '--++', cem: '-+++' })).toContain('most_improved ben 100');
  });

  it('[RVL-4] most improved: with an odd number of rounds the middle one belongs to the second half', () => {
    expect(awards({ ana: '--+++' })).toContain('most_improved ana 100');
    expect(awards({ ana: '---++' })).toContain('most_improved ana 67');
  });

  it('[RVL-4] most improved: needs four rounds, and an improvement', () => {
    expect(awards({ ana: '-++' })).toEqual([]);
    expect(awards({ ana: '++--', ben: '+-+-' })).toEqual([]);
  });

  it('[RVL-4] most improved: who was away and came back did not improve', () => {
    expect(awards({ ana: 'xx++', ben: '++++' })).not.toContain('most_improved ana 100');
  });

  it('[RVL-4] most improved: being there and silent is the lower half of an improvement', () => {
    expect(awards({ ana: '..++', ben: '----' })).toContain('most_improved ana 100');
  });

  it('[RVL-4] longest streak: three in a row are needed, and wrong answers end it', () => {
    expect(awards({ ana: '++-+++', ben: '++++-+' })).toContain('longest_streak ben 4');
    expect(awards({ ana: '++-++' }).filter((award) => award.startsWith('longest_streak'))).toEqual([]);
  });

  it('[RVL-4] steady hand: most right answers of those who are not on the podium', () => {
    const class5 = { ana: '++++', ben: '++++', cem: '++++', dee: '+-+-', eve: '-+--' };
    expect(awards(class5)).toContain('steady_hand dee 2');
  });

  it('[RVL-4] steady hand: nobody, where everyone is on the podium or nothing was right', () => {
    expect(awards({ ana: '++++', ben: '+---', cem: '+---', dee: '----' }).join()).not.toContain(
      'steady_hand',
    );
  });

  it('[RVL-4] best team-mate: whose right answers gave the team most, in a class of teams alone', () => {
    const marks = { ana: '+---', ben: '++-+', cem: '----', dee: '+--+' };
    const inTeams = awardsOf(played(marks, { format: 'team', teams: 2 }).state);
    expect(inTeams[0]).toEqual({ kind: 'best_teammate', participantId: 'ben', value: 3 });
    expect(inTeams.filter(({ kind }) => kind === 'best_teammate')).toHaveLength(1);
    expect(awards(marks).join()).not.toContain('best_teammate');
  });

  it('[RVL-4] best team-mate: not for the quickest, not for who was removed, and nobody where nothing was right', () => {
    const teams = { format: 'team', teams: 2 } as const;
    const quick = aClass({ rounds: 2, ...teams }).with(3);
    for (let round = 0; round < 2; round++) {
      quick.at('question');
      if (round === 0) quick.answer('p1');
      quick.now += 15_000;
      quick.answer('p2');
      quick.next();
    }
    expect(quick.player('p1').score).toBe(quick.player('p2').score - 25 * 10);
    expect(awardsOf(quick.state)[0]).toMatchObject({ kind: 'best_teammate', participantId: 'p2', value: 2 });
    quick.host({ verb: 'kick', participantId: 'p2' });
    expect(awardsOf(quick.state)[0]).toMatchObject({ kind: 'best_teammate', participantId: 'p1', value: 1 });
    expect(awardsOf(played({ ana: '----', ben: '....' }, teams).state)).toEqual([]);
  });

  it('[RVL-4] a tie goes to the one who stands higher', () => {
    expect(awards({ ana: '+++-', ben: '++++', cem: '++++' })).toContain('longest_streak ben 4');
  });

  it('[RVL-4] who was kicked wins nothing', () => {
    const cls = played({ ana: '++++', ben: '+++-' });
    cls.host({ verb: 'kick', participantId: 'ana' });
    expect(awardsOf(cls.state)).toEqual([{ kind: 'longest_streak', participantId: 'ben', value: 3 }]);
  });

  it('[RVL-4] a class without players or without a closed round has no awards', () => {
    expect(awardsOf(aClass().state)).toEqual([]);
    expect(awardsOf(aClass().with(3).at('question').state)).toEqual([]);
  });
});
