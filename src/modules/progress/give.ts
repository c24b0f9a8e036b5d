import type pg from 'pg';
import { awardBadges } from './badges/awarding.ts';
import { type Earned, enter, sumUp } from './ledger.ts';
import { countSeasons, withSeasonXp } from './seasons/season-xp.ts';

/** Gives to locked learners what they do not have yet, what it counts in their seasons, and the badges that come with it. */
export async function give(client: pg.ClientBase, earned: ReadonlyMap<string, Earned>): Promise<void> {
  const learners = [...earned.keys()];
  const inSeasons = await withSeasonXp(client, earned);
  await enter(client, inSeasons);
  // what is owed in seasons depends on the freezes that these bring
  await sumUp(client, learners);
  await countSeasons(client, inSeasons);
  await awardBadges(client, learners);
}
