import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { factsVersion } from '../../../domain/reward/badges/facts.ts';
import { type KnownFacts, type Learner, readLearners } from './deeds.ts';

/** Of locked learners, whenever their badges were looked at. */
export async function keepFacts(
  client: pg.ClientBase,
  learners: ReadonlyMap<string, Learner>,
): Promise<void> {
  if (learners.size === 0) return;
  const kept = [...learners].map(([learner, { facts, xp }]) => ({ learner, facts, xp }));
  await client.query(keep, [JSON.stringify(kept), factsVersion]);
}

/** As they were when the learner's badges were looked at last; read from what was answered where nothing is kept. */
export async function factsFor(client: pg.ClientBase, learnerId: string): Promise<KnownFacts> {
  const kept = (await keptFacts(client, [learnerId])).get(learnerId);
  return kept ?? (await readLearners(client, [learnerId])).get(learnerId)!;
}

/**
 * Whether what is kept is otherwise than what the learner did. Nothing kept is no difference, who waits to be computed again is not
 * looked at, and what was collected has the names that it had then: authors move missions to other topics.
 */
export async function areStale(client: pg.ClientBase, learnerId: string, learner: Learner): Promise<boolean> {
  const kept = (await currentFacts(client, [learnerId])).get(learnerId);
  return kept !== undefined && !isDeepStrictEqual(deedsIn(kept), deedsIn(learner));
}

/** As they come back from the database. */
const deedsIn = ({ facts: { collected: _, ...facts }, xp }: KnownFacts): unknown =>
  JSON.parse(JSON.stringify({ facts, xp }));

/** Of those who do not wait to be computed again, because something that they did was deleted. */
export async function currentFacts(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownFacts>> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT user_id AS id FROM mastery_renewals WHERE user_id = ANY($1::uuid[])',
    [ids],
  );
  const waiting = new Set(rows.map(({ id }) => id));
  return keptFacts(
    client,
    ids.filter((id) => !waiting.has(id)),
  );
}

/** Of whom something is kept that this version can read. */
async function keptFacts(
  client: pg.ClientBase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KnownFacts>> {
  const { rows } = await client.query<KnownFacts & { learner: string }>(
    'SELECT user_id AS learner, facts, xp FROM learner_facts WHERE user_id = ANY($1::uuid[]) AND version = $2',
    [ids, factsVersion],
  );
  return new Map(rows.map(({ learner, ...known }) => [learner, known]));
}

const keep = `
INSERT INTO learner_facts (user_id, version, facts, xp)
SELECT r.learner, $2, r.facts, r.xp FROM json_to_recordset($1::json) AS r(learner uuid, facts jsonb, xp integer)
ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, facts = excluded.facts, xp = excluded.xp`;
