import type { SeatedLearner } from '../../domain/presence/whereabouts.ts';

/** A page that is seen and touched tells of itself every 20 s. */
const keptMs = 45_000;

/** Who works through a mission alone at this moment, as far as this process heard of it. It stands in memory and nowhere else. */
export function createAtWork(now: () => number) {
  /** Who was heard of last stands last. */
  const heardAt = new Map<string, number>();
  return {
    heard(userId: string): void {
      heardAt.delete(userId);
      heardAt.set(userId, now());
    },
    gone: (userId: string): void => void heardAt.delete(userId),
    learners(): SeatedLearner[] {
      for (const [userId, at] of heardAt) {
        if (now() - at <= keptMs) break;
        heardAt.delete(userId);
      }
      return [...heardAt.keys()].map((userId) => ({ userId, doing: 'lesson', sessionId: null }));
    },
  };
}
