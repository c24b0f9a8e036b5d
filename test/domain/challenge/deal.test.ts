import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  ClassSettings,
  FrozenQuestion,
  PlannedRound,
} from '../../../src/domain/challenge/class-plan.ts';
import { inLocale } from '../../../src/domain/challenge/class-plan.ts';
import { deal, rulesOf } from '../../../src/domain/challenge/deal.ts';

const settings: ClassSettings = {
  format: 'challenge',
  scoring: 'speed',
  streakBonus: false,
  teams: { count: 4, choose: false },
  revoteBelow: null,
  changeAnswers: false,
  secondsPerQuestion: null,
  getReadySeconds: 3,
  advance: 'manual',
  standings: 'each',
  generatedNames: false,
  shuffleQuestions: false,
  cap: 300,
};

/** Its first two choices are right; texts tell in each language which choice they belong to. */
function authored(questionId: string, kind: FrozenQuestion['kind'] = 'multiple_choice'): FrozenQuestion {
  const slugs = kind === 'true_false' ? ['true', 'false'] : ['a', 'b', 'c', 'd'];
  const texts = (locale: string) => ({
    prompt: `${questionId} ${locale}`,
    explanation: 'why',
    hint: null,
    choices: slugs.map((slug, i) => `${slug} ${locale} ${i < 2 ? 'right' : 'wrong'}`),
  });
  return {
    questionId,
    kind,
    points: 1,
    partial: false,
    timeLimitSeconds: 25,
    objectives: ['spot-fakes'],
    choices: slugs.map((slug, i) => ({ slug, correct: i < 2 })),
    spec: {},
    media: null,
    texts: { en: texts('en'), es: texts('es') },
  };
}

const mission = (questions: FrozenQuestion[]) => ({
  titles: { en: 'Spot the Fake' },
  locale: 'en',
  locales: ['en', 'es'],
  objectives: {},
  questions,
});

/** Numbers in [0, 1), the same for the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const keyOf = (round: PlannedRound | undefined) => (round && 'key' in round ? round.key : null);

describe('dealing a mission', () => {
  it('[RND-2] the key goes with its choices, in every language', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const [round] = deal(mission([authored('q')]), settings, dice(seed)).rounds;
        for (const { choices } of [round!.texts.en!, round!.texts.es!]) {
          expect(choices.flatMap((text, i) => (text.endsWith('right') ? [i] : []))).toEqual(keyOf(round));
        }
        const slugs = (locale: string) => round!.texts[locale]!.choices.map((text) => text[0]);
        expect(slugs('es')).toEqual(slugs('en'));
        expect(slugs('en').toSorted()).toEqual(['a', 'b', 'c', 'd']);
      }),
    );
  });

  it('[RND-2] each position is right about as often as any other', () => {
    const deals = 4_000;
    const times = [0, 0, 0, 0];
    const random = dice(7);
    for (let i = 0; i < deals; i++) {
      for (const position of keyOf(deal(mission([authored('q')]), settings, random).rounds[0])!)
        times[position]!++;
    }
    for (const count of times) expect(Math.abs(count / deals - 0.5)).toBeLessThan(0.05);
  });

  it('[RND-2] true and false keep their order', () => {
    const texts = [1, 2, 3, 4, 5].map(
      (seed) =>
        deal(mission([authored('q', 'true_false')]), settings, dice(seed)).rounds[0]!.texts.en!.choices,
    );
    for (const choices of texts) expect(choices).toEqual(['true en right', 'false en right']);
  });

  it('[RND-2] questions keep their order unless the teacher wants them shuffled, and none is lost', () => {
    const ids = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6'];
    const dealt = (shuffleQuestions: boolean) =>
      deal(mission(ids.map((id) => authored(id))), { ...settings, shuffleQuestions }, dice(3)).rounds.map(
        ({ questionId }) => questionId,
      );
    expect(dealt(false)).toEqual(ids);
    expect(dealt(true)).not.toEqual(ids);
    expect(dealt(true).toSorted()).toEqual(ids);
  });

  it('[RND-2] the mission itself stays as it was', () => {
    const source = mission([authored('q1'), authored('q2')]);
    const before = structuredClone(source);
    deal(source, { ...settings, shuffleQuestions: true }, dice(5));
    expect(source).toEqual(before);
  });

  it('[RND-5] a session has its own time a question, or each question’s', () => {
    const limit = (secondsPerQuestion: number | null) =>
      deal(mission([authored('q')]), { ...settings, secondsPerQuestion }, dice(1)).rounds[0]!.timeLimitMs;
    expect(limit(null)).toBe(25_000);
    expect(limit(10)).toBe(10_000);
  });

  it('[RND-5] the rules get the teacher’s settings', () => {
    const plan = deal(mission([authored('q')]), settings, dice(1));
    const chosen = { ...settings, getReadySeconds: 0, standings: 'end', advance: 'auto', cap: 9 } as const;
    expect(rulesOf(plan, chosen)).toEqual({
      rounds: plan.rounds,
      format: 'challenge',
      scoring: 'speed',
      streakBonus: false,
      teams: 0,
      chooseTeams: false,
      revoteBelow: null,
      changeAnswers: false,
      getReadyMs: 0,
      standings: 'end',
      advance: 'auto',
      cap: 9,
    });
  });

  it('[RND-2] a text falls back to the mission’s own language', () => {
    const { texts } = deal(mission([authored('q')]), settings, dice(1)).rounds[0]!;
    expect(inLocale(texts, 'es', 'en').prompt).toBe('q es');
    expect(inLocale(texts, 'fi', 'en').prompt).toBe('q en');
  });
});
