import type { ClassMissions, LearnerMissions } from '../../../src/wire/class-missions.ts';
import type { Locale } from '../../../src/wire/common.ts';
import type {
  Activity,
  AnswersTaken,
  GivenAlone,
  MissionMap,
  OpenedMission,
  OwnMission,
} from '../../../src/wire/learning.ts';
import { newId } from '../ids.ts';
import type { Tutti } from '../tutti.types.ts';

export type { ClassMissions, LearnerMissions } from '../../../src/wire/class-missions.ts';
export type {
  Activity,
  AnswersTaken,
  AskedAlone,
  GivenAlone,
  MissionMap,
  MissionOnMap,
  OpenedMission,
  OwnLesson,
  OwnMission,
} from '../../../src/wire/learning.ts';

/** Missions that learners work through alone. Rejects with a `TuttiError`. */
export function createMissionsAlone(tutti: Tutti) {
  const of = (id: string) => `/me/missions/${encodeURIComponent(id)}`;
  const inLanguage = <T extends object>(body: T) => ({ body: { locale: tutti.locale, ...body } });
  return {
    /** All missions by topic, with what is locked and why, and where to go on. */
    map: () => tutti.request<MissionMap>('GET', '/me/missions', { query: { locale: tutti.locale } }),
    /** The same of a child, for guardians; rejects with `child/not-found`. */
    mapOfChild: (id: string, locale: Locale = tutti.locale) =>
      tutti.request<MissionMap>('GET', `/family/children/${encodeURIComponent(id)}/missions`, {
        query: { locale },
      }),
    /**
     * Begins a mission or goes on with it. `again`: the attempt that is through; the next one begins with the mission as it is
     * now. Rejects with `mission/locked`, or `consent/daily-minutes` when the day's time is used up.
     */
    open: (id: string, { again }: { again?: number } = {}) =>
      tutti.request<OpenedMission>('POST', `${of(id)}/open`, inLanguage({ again })),
    /** An answer as it was given now, to be sent at once or later. */
    given: (answer: Omit<GivenAlone, 'id' | 'at'>): GivenAlone => ({
      id: newId(),
      at: new Date().toISOString(),
      ...answer,
    }),
    /** At most 50 at once. The same ids can be sent again: each answer counts once. */
    answer: (id: string, answers: readonly GivenAlone[]) =>
      tutti.request<AnswersTaken>('POST', `${of(id)}/answers`, inLanguage({ answers })),
    /** A lesson without questions is done; others are with their last answer. */
    complete: (id: string, lessonId: string, round: number) =>
      tutti.request<OwnMission>(
        'POST',
        `${of(id)}/lessons/${encodeURIComponent(lessonId)}/complete`,
        inLanguage({ round }),
      ),
    /** Another try of a lesson; `round`: the one that is through. */
    tryAgain: (id: string, lessonId: string, round: number) =>
      tutti.request<OwnMission>(
        'POST',
        `${of(id)}/lessons/${encodeURIComponent(lessonId)}/again`,
        inLanguage({ round }),
      ),
    /** Uncovers a hint, once for its coins. Rejects with `reward/not-enough-coins`. */
    hint: (id: string, wanted: { lessonId: string; questionId: string; round: number }) =>
      tutti.request<OwnMission>('POST', `${of(id)}/hints`, inLanguage(wanted)),
    /** To be called every 20 s while somebody is at it. `resumed`: what went by since the last call does not count. */
    activity: (id: string, { lessonId, resumed = false }: { lessonId?: string; resumed?: boolean } = {}) =>
      tutti.request<Activity>('POST', `${of(id)}/activity`, { body: { lessonId, resumed } }),
    /** For who teaches the class: how far its learners are; rejects with `class/not-found`. */
    ofClass: (id: string, { locale = tutti.locale }: { locale?: Locale } = {}) =>
      tutti.request<ClassMissions>('GET', `/classes/${encodeURIComponent(id)}/missions`, {
        query: { locale },
      }),
    /** One of them; rejects also with `user/not-found`, or `consent/required` while nobody agrees to the account. */
    ofLearner: (classId: string, userId: string, { locale = tutti.locale }: { locale?: Locale } = {}) =>
      tutti.request<LearnerMissions>(
        'GET',
        `/classes/${encodeURIComponent(classId)}/students/${encodeURIComponent(userId)}/missions`,
        { query: { locale } },
      ),
  };
}
