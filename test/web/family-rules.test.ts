import type { FamilyChildDetail, LearningWeek } from '@tutti/client/admin';
import { describe, expect, it } from 'vitest';
import { missingForBoards, undecided } from '../../web/src/family/child/consent-standing.ts';
import { weekSentences } from '../../web/src/family/child/week-sentences.ts';

const day = (n: number, minutes = 0) => ({
  day: `2026-11-${16 + n}`,
  minutes,
  learnt: minutes > 0,
  ahead: false,
});
const quiet: LearningWeek = {
  from: '2026-11-16',
  to: '2026-11-22',
  learnt: 0,
  answered: 0,
  right: 0,
  minutes: 0,
  days: [0, 1, 2, 3, 4, 5, 6].map((n) => day(n)),
  well: null,
  hard: null,
  badges: [],
  missions: [],
  sessions: [],
  weeks: [],
};
const said = (changes: Partial<LearningWeek>, isNow = true) =>
  weekSentences({ ...quiet, ...changes }, isNow).map(({ key }) => key);
const session = { id: 'one', title: 'Pets', at: '2026-11-18T10:00:00.000Z', answered: 0, right: 0 };

describe('a week in three sentences [WKL-3]', () => {
  it('says that a week was quiet, and of this week that it may still come', () => {
    expect(said({})).toEqual(['quietNow', 'quietProgress', 'quietNext']);
    expect(said({}, false)).toEqual(['quiet', 'quietProgress']);
  });

  it('says how much, how it went, and what it took and brought', () => {
    const full = {
      learnt: 2,
      answered: 10,
      right: 7,
      minutes: 30,
      days: [day(0, 10), day(1), day(2, 20), day(3), day(4), day(5), day(6)],
      badges: ['First'],
    };
    const [much, went, took] = weekSentences({ ...quiet, ...full }, true);
    expect(much).toEqual({
      key: 'learnt',
      pieces: {
        days: { key: 'learntDays', count: 2 },
        questions: { key: 'questions', count: 10 },
        right: { key: 'right', count: 7 },
      },
    });
    expect(went).toEqual({ key: 'explained' });
    expect(took).toMatchObject({
      key: 'tookBrought',
      day: '2026-11-18',
      brought: [{ key: 'newBadges', count: 1, names: ['First'] }],
    });
    const [, , many] = weekSentences({ ...quiet, ...full, badges: ['A', 'B', 'C', 'D'] }, true);
    expect(many!.brought, 'no list in a sentence').toEqual([{ key: 'newBadges', count: 4 }]);
    expect(said({ ...full, missions: ['Pets'], right: 10 })).toEqual(['learnt', 'mostWell', 'tookBrought']);
  });

  it('tells of answers without a day of learning, of all that were right, and of what came in less than a minute', () => {
    const [much, , took] = weekSentences({ ...quiet, answered: 4, right: 4, badges: ['First'] }, true);
    expect(much).toEqual({
      key: 'answered',
      pieces: { questions: { key: 'questions', count: 4 }, right: { key: 'allRight', count: 4 } },
    });
    expect(took).toEqual({
      key: 'shortBrought',
      brought: [{ key: 'newBadges', count: 1, names: ['First'] }],
    });
  });

  it('says of a mission that is only read that it is finished, and says it once', () => {
    const read = { missions: ['Pets'], minutes: 3, days: [day(0, 3), ...quiet.days.slice(1)] };
    const [much, , took] = weekSentences({ ...quiet, ...read }, false);
    expect(much).toEqual({
      key: 'finished',
      pieces: { missions: { key: 'missions', count: 1, names: ['Pets'] } },
    });
    expect(took).toEqual({ key: 'took', minutes: 3, brought: [], day: '2026-11-16' });
    expect(said({ missions: ['Pets'] }, false)).toEqual(['finished', 'noAnswers', 'short']);
    const [, , played] = weekSentences({ ...quiet, ...read, sessions: [session] }, false);
    expect(played).toMatchObject({ key: 'tookBrought', brought: [{ key: 'newMissions' }] });
  });

  it('names what stood out, and nothing where nothing did', () => {
    const answers = { answered: 10, right: 5 };
    expect(said({ ...answers, well: 'a', hard: 'b' })[1]).toBe('wellAndHard');
    expect(said({ ...answers, well: 'a' })[1]).toBe('well');
    expect(said({ ...answers, hard: 'b' })[1]).toBe('hard');
    expect(said({ answered: 10, right: 8 })[1]).toBe('mostWell');
  });

  it('says of a child that was there and answered nothing what it was in', () => {
    expect(said({ sessions: [session] })).toEqual(['playedTitle', 'noAnswersNow', 'short']);
    expect(said({ sessions: [session] }, false)[1], 'of a week that is over').toBe('noAnswers');
    expect(said({ sessions: [session, { ...session, id: 'two' }] })[0]).toBe('played');
    expect(said({ minutes: 3, days: [day(0, 3), ...quiet.days.slice(1)] })).toEqual([
      'looked',
      'noAnswersNow',
      'took',
    ]);
    // what a host deletes takes its answers along, and the day stays
    expect(said({ learnt: 1 })[0]).toBe('learntOn');
  });
});

type Consent = FamilyChildDetail['consents'][number];

describe('what a guardian has not decided', () => {
  const consent = (scope: Consent['scope'], by: ('you' | 'guardian' | 'school')[], canGrant = true) => ({
    scope,
    means: [],
    allowed: by.length > 0,
    words: by.map((one) => ({ by: one, name: 'Pat', status: 'granted', method: 'school', at: '' }) as const),
    canGrant,
  });

  it('is what the guardian said no word about, whatever others said, as far as it can be answered here [CON-4]', () => {
    const consents = [
      consent('account', ['school']),
      consent('live_rooms', ['guardian', 'you']),
      consent('messaging', [], false),
      consent('ai_processing', []),
    ];
    expect(undecided(consents)).toEqual(['account', 'ai_processing']);
  });
});

describe('boards of a child', () => {
  const consent = (scope: Consent['scope'], allowed: boolean, said?: 'granted' | 'refused'): Consent => ({
    scope,
    means: [],
    allowed,
    words: said
      ? [{ by: 'you', name: 'Pat', status: said, method: 'guardian_page', at: '2026-11-18T10:00:00.000Z' }]
      : [],
    canGrant: true,
  });
  const account = consent('account', true, 'granted');

  it('need a yes to live classes, which no switch takes away [LDB-4]', () => {
    const missing = (...consents: Consent[]) => missingForBoards(consents);
    expect(missing(account, consent('live_rooms', true, 'granted'))).toBeNull();
    expect(missing(account, consent('live_rooms', false, 'granted'))).toBe('control');
    expect(missing(account, consent('live_rooms', false, 'refused'))).toBe('consent');
    expect(missing(account, consent('live_rooms', false))).toBe('consent');
    expect(missing(consent('account', false), consent('live_rooms', false, 'granted'))).toBe('consent');
  });
});
