import type { BadgeWall, Progress, Season } from '@tutti/client/admin';
import { useMyBadges } from '../../desk/badges/use-badges.ts';
import { useMyProgress } from '../../desk/progress/use-my-progress.ts';
import { useSeason } from '../season/use-season.ts';

interface Standing {
  progress: Progress;
  season: Season | null;
  wall: BadgeWall;
}

/** What the glance shows, as one answer: it is there when all of it is. */
export function useGlance() {
  const [progress, season, wall] = [useMyProgress(), useSeason(), useMyBadges()];
  const queries = [progress, season, wall];
  const failed = queries.filter(({ error }) => error);
  return {
    data:
      progress.data && season.data && wall.data
        ? ({ progress: progress.data, season: season.data.season, wall: wall.data } satisfies Standing)
        : undefined,
    error: failed[0]?.error ?? null,
    isRefetchError: failed.some(({ isRefetchError }) => isRefetchError),
    refetch: () => Promise.all(failed.map(({ refetch }) => refetch())),
  };
}
