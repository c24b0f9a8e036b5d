import type { Locale } from '../../../src/wire/common.ts';
import type {
  ClassMastery,
  MasteryOfLearner,
  ObjectiveAnswers,
  Practice,
} from '../../../src/wire/mastery.ts';
import type { StartedRace } from '../../../src/wire/race.ts';
import type { PageQuery, Tutti } from '../tutti.types.ts';

export type {
  ClassMastery,
  MasteryOfLearner,
  ObjectiveAnswers,
  Practice,
} from '../../../src/wire/mastery.ts';

interface InLanguage {
  locale?: Locale;
}

/** What learners know, what comes back to them, and how a class stands. Rejects with a `TuttiError`. */
export function createMastery(tutti: Tutti) {
  const get = <T>(path: string, query: object = {}) =>
    tutti.request<T>('GET', path, { query: { locale: tutti.locale, ...query } });
  const part = encodeURIComponent;
  return {
    /** For learners. */
    mine: (options: InLanguage = {}) => get<MasteryOfLearner>('/me/mastery', options),
    /** For guardians; rejects with `child/not-found`. */
    ofChild: (id: string, options: InLanguage = {}) =>
      get<MasteryOfLearner>(`/family/children/${part(id)}/mastery`, options),
    /** For whoever teaches the learner; rejects with `user/not-found`, or `consent/required` while nobody agrees to the account. */
    ofLearner: (id: string, options: InLanguage = {}) =>
      get<MasteryOfLearner>(`/learners/${part(id)}/mastery`, options),
    /** For who teaches the class; rejects with `class/not-found`. */
    ofClass: (id: string, options: InLanguage = {}) =>
      get<ClassMastery>(`/classes/${part(id)}/mastery`, options),
    /** What a learner of the class answered to an objective, the newest first; rejects as `ofClass` and `ofLearner` do. */
    answers: (classId: string, userId: string, objective: string, options: InLanguage & PageQuery = {}) =>
      get<ObjectiveAnswers>(`/classes/${part(classId)}/students/${part(userId)}/answers`, {
        objective,
        ...options,
      }),
    /** Today's five: whether there is something, and how far the learner is. */
    practice: () => tutti.request<Practice>('GET', '/me/practice'),
    /**
     * Begins today's five, or goes on with them; `tutti.resume(resumeToken)` sits down. Rejects with `practice/nothing-yet` or
     * `practice/done-today`.
     */
    startPractice: ({ locale = tutti.locale }: { locale?: Locale | undefined } = {}) =>
      tutti.request<StartedRace>('POST', '/me/practice', { body: { locale } }),
  };
}
