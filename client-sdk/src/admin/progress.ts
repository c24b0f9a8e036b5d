import type { AvatarRoom, Price } from '../../../src/wire/avatars.ts';
import type { Locale } from '../../../src/wire/common.ts';
import type { OwnDay, Progress } from '../../../src/wire/progress.ts';
import { newId } from '../ids.ts';
import type { Tutti } from '../tutti.types.ts';

export type { Avatar, AvatarRoom, Price } from '../../../src/wire/avatars.ts';
export type { OwnDay, Progress } from '../../../src/wire/progress.ts';

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

    /** For learners, from now on. */
    setDay: async (day: OwnDay) => void (await tutti.request('PUT', '/me/day', { body: day })),
    /** Rejects with `streak/enough-freezes` or `reward/not-enough-coins`. */
    buyFreeze: async () =>
      void (await tutti.request('POST', '/me/streak/freezes', { idempotencyKey: newId() })),

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
  };
}
