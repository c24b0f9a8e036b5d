import type { AvatarRoom, Price } from '../../../src/wire/avatars.ts';
import type { Locale } from '../../../src/wire/common.ts';
import type { OwnDailyChallenges } from '../../../src/wire/daily.ts';
import type { OwnDay, Progress } from '../../../src/wire/progress.ts';
import type { MySeason, SeasonClaimed } from '../../../src/wire/season.ts';
import type { LearningWeek } from '../../../src/wire/week.ts';
import { newId } from '../ids.ts';
import type { Tutti } from '../tutti.types.ts';

export type { Avatar, AvatarRoom, Price } from '../../../src/wire/avatars.ts';
export type { DailyChallenge, DailyUnit, OwnDailyChallenges } from '../../../src/wire/daily.ts';
export type { OwnDay, Progress } from '../../../src/wire/progress.ts';
export type { MySeason, Season, SeasonClaimed, SeasonReward } from '../../../src/wire/season.ts';
export type { LearningWeek } from '../../../src/wire/week.ts';

/** XP, levels and days in a row of learners. Rejects with a `TuttiError`. */
export function createProgress(tutti: Tutti) {
  return {
    /** For learners. What a session that has just ended earned is there a few seconds later. */
    mine: () => tutti.request<Progress>('GET', '/me/progress'),
    /** For guardians; rejects with `child/not-found`. */
    ofChild: (id: string) =>
      tutti.request<Progress>('GET', `/family/children/${encodeURIComponent(id)}/progress`),
    /** For whoever teaches the learner; rejects with `user/not-found`. */
    ofLearner: (id: string) => tutti.request<Progress>('GET', `/learners/${encodeURIComponent(id)}/progress`),

    /** For learners. `week`: any day of it, one of the last eight; this week otherwise. */
    myWeek: (query: { week?: string; locale?: Locale } = {}) =>
      tutti.request<LearningWeek>('GET', '/me/week', { query: { locale: tutti.locale, ...query } }),
    /** The same for whoever teaches the learner, without what was answered alone; rejects with `user/not-found`. */
    weekOfLearner: (id: string, query: { week?: string; locale?: Locale } = {}) =>
      tutti.request<LearningWeek>('GET', `/learners/${encodeURIComponent(id)}/week`, {
        query: { locale: tutti.locale, ...query },
      }),

    /** For learners, from now on. */
    setDay: async (day: OwnDay) => void (await tutti.request('PUT', '/me/day', { body: day })),
    /** Rejects with `streak/enough-freezes` or `reward/not-enough-coins`. */
    buyFreeze: async () =>
      void (await tutti.request('POST', '/me/streak/freezes', { idempotencyKey: newId() })),

    /** For learners: the challenge of the own day, and those of days before that wait to be claimed. */
    daily: () => tutti.request<OwnDailyChallenges>('GET', '/me/daily-challenge'),
    /** Given once, however often it is asked for. Rejects with `challenge/not-done` or `challenge/not-found`. */
    claimDaily: async (id: string) =>
      void (await tutti.request('POST', '/me/daily-challenge/claim', { body: { id } })),

    /** For learners: every avatar, which ones are the own, what the others ask for, and coins and keys. */
    avatars: (locale: Locale) => tutti.request<AvatarRoom>('GET', '/me/avatars', { query: { locale } }),
    /** Rejects with `avatar/locked` or `avatar/not-found`; null takes off what is worn. */
    wear: async (avatarId: string | null) =>
      void (await tutti.request('PUT', '/me/avatar', { body: { avatarId } })),
    /**
     * Paid once, however often it is asked for, and at the price that was seen. Rejects with `reward/not-enough-coins`,
     * `reward/not-enough-keys`, `avatar/other-price`, `avatar/not-for-sale`, `avatar/not-found`.
     */
    buyAvatar: async (id: string, price: Price) =>
      void (await tutti.request('POST', `/me/avatars/${encodeURIComponent(id)}/buy`, { body: price })),

    /** For learners: the season that runs, or null; how far they are, and what its levels bring. */
    season: (locale: Locale) => tutti.request<MySeason>('GET', '/me/season', { query: { locale } }),
    /**
     * Takes the reward of a level that was reached: once, then it says what was given. A season that has ended gives it all the same.
     * Rejects with `season/not-reached` or `season/not-found`.
     */
    claimLevel: (seasonId: string, level: number, locale: Locale) =>
      tutti.request<SeasonClaimed>(
        'POST',
        `/me/seasons/${encodeURIComponent(seasonId)}/levels/${level}/claim`,
        { query: { locale } },
      ),
  };
}
