import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { type Facts, factsOf, factsVersion } from '../../../domain/reward/badges/facts.ts';
import { type Learner, readLearners } from './deeds.ts';

/** What badges look at; XP without those that badges gave. */
export interface KnownFacts {
  facts: Facts;
  xp: number;
}

const knownOf = ({ deeds }: Learner): KnownFacts => ({ facts: factsOf(deeds), xp: deeds.purse.xp });

/** Of locked learners, whenever their badges were looked at. */
export async function keepFacts(
  client: pg.ClientBase,
  learners: ReadonlyMap<string, Learner>,
): Promise<void> {
  if (learners.size === 0) return;
  const kept = [...learners].map(([learner, one]) => ({ learner, ...knownOf(one) }));
  await client.query(keep, [JSON.stringify(kept), factsVersion]);
}

/** As they were when the learner's badges were looked at last; read from what was answered where nothing is kept. */
export async function factsFor(client: pg.ClientBase, learnerId: string): Promise<KnownFacts> {
  const kept = await keptFacts(client, learnerId);
  return kept ?? knownOf((await readLearners(client, [learnerId])).get(learnerId)!);
}

/**
 * Whether what is kept is otherwise than what the learner did. Nothing kept is no difference, who waits to be computed again is not
 * looked at, and what was collected has the names that it had then: authors move missions to other topics.
 */
export async function areStale(client: pg.ClientBase, learnerId: string, learner: Learner): Promise<boolean> {
  const waiting = await client.query('SELECT 1 FROM mastery_renewals WHERE user_id = $1', [learnerId]);
  if (waiting.rowCount !== 0) return false;
  const kept = await keptFacts(client, learnerId);
  return kept !== undefined && !isDeepStrictEqual(deedsIn(kept), deedsIn(knownOf(learner)));
}

/** As they come back from the database. */
const deedsIn = ({ facts: { collected: _, ...facts }, xp }: KnownFacts): unknown =>
  JSON.parse(JSON.stringify({ facts, xp }));

async function keptFacts(client: pg.ClientBase, learnerId: string): Promise<KnownFacts | undefined> {
  const { rows } = await client.query<KnownFacts>(
    'SELECT facts, xp FROM learner_facts WHERE user_id = $1 AND version = $2',
    [learnerId, factsVersion],
  );
  return rows[0];
}

const keep = `
INSERT INTO learner_facts (user_id, version, facts, xp)
SELECT r.learner, $2, r.facts, r.xp FROM json_to_recordset($1::json) AS r(learner uuid, facts jsonb, xp integer)
ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, facts = excluded.facts, xp = excluded.xp`;
