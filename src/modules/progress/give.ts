import type pg from 'pg';
import { awardBadges } from './badges/awarding.ts';
import { type Earned, enter, sumUp } from './ledger.ts';

/** Gives to locked learners what they do not have yet, and the badges that come with it. */
export async function give(client: pg.ClientBase, earned: ReadonlyMap<string, Earned>): Promise<void> {
  const learners = [...earned.keys()];
  await enter(client, earned);
  await sumUp(client, learners);
  await awardBadges(client, learners);
}
