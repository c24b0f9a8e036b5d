import type { BadgeChange, BadgeWall } from '../../../src/wire/badges.ts';
import type { Tutti } from '../tutti.types.ts';

export type {
  BadgeCategory,
  BadgeRarity,
  BadgeUnit,
  BadgeWall,
  EarnedBadge,
  OpenBadge,
} from '../../../src/wire/badges.ts';

/** Badges of learners. Rejects with a `TuttiError`. */
export function createBadges(tutti: Tutti) {
  return {
    /** For learners. */
    mine: () => tutti.request<BadgeWall>('GET', '/me/badges'),
    /** Of a badge that I have earned; three can be worn at a time, then it rejects with `badge/no-place`. */
    change: (id: string, change: BadgeChange) =>
      tutti.request<void>('PUT', `/me/badges/${encodeURIComponent(id)}`, { body: change }),
    /** They are new no more. */
    markSeen: (ids: readonly string[]) => tutti.request<void>('POST', '/me/badges/seen', { body: { ids } }),
    /** For guardians; rejects with `child/not-found`. */
    ofChild: (id: string) =>
      tutti.request<BadgeWall>('GET', `/family/children/${encodeURIComponent(id)}/badges`),
    /** For whoever teaches the learner; rejects with `user/not-found`. */
    ofLearner: (id: string) => tutti.request<BadgeWall>('GET', `/learners/${encodeURIComponent(id)}/badges`),
  };
}
