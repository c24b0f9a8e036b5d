import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { untrainedOf } from './facts.ts';
import type { Learnt } from './learnt.ts';
import { recompute } from './mastery-projection.ts';
import { storedOf } from './mastery-store.ts';

/** Where the tables say otherwise than the answers. Who waits to be computed again is not looked at. */
export async function masteryDifferences(client: pg.ClientBase, learner: string): Promise<string[]> {
  const waiting = await client.query('SELECT 1 FROM mastery_renewals WHERE user_id = $1', [learner]);
  if (waiting.rowCount !== 0) return [];
  const stored = (await storedOf(client, [learner])).get(learner)!;
  const wanted = await recompute(client, learner);
  const { rows } = await client.query<{ id: string }>(untrainedOf, [learner]);
  return [
    ...rows.map(({ id }) => `not projected: session ${id}`),
    ...unlike(stored.known, wanted.known).map((key) => `knowledge is another: ${key}`),
    ...unlike<Learnt['cards']>(stored.cards, wanted.cards).map((id) => `card is another: question ${id}`),
  ];
}

function unlike<T extends ReadonlyMap<string, unknown>>(stored: T, wanted: T): string[] {
  const keys = [...new Set([...stored.keys(), ...wanted.keys()])].sort();
  return keys.filter((key) => !isDeepStrictEqual(stored.get(key), wanted.get(key)));
}
