import type { Database } from '../../platform/database/database.ts';
import type { Storage } from '../../platform/storage/storage.ts';
import { usedCondition } from './uses.ts';

const day = 86_400_000;
const batch = 500;

/**
 * Every night: what no question and no session shows is gone after 30 days, what was announced and never came after one, and
 * files that no row knows any more, such as those of an organization that was deleted.
 */
export async function sweepMedia(
  db: Database,
  storage: Storage,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const gone = await db.asWorker(async (em) => {
    const used = await usedCondition(em);
    await em.execute(
      `UPDATE media_assets m SET unused_since = NULL WHERE unused_since IS NOT NULL AND ${used}`,
    );
    await em.execute(
      `UPDATE media_assets m SET unused_since = ? WHERE unused_since IS NULL AND NOT ${used}`,
      [now],
    );
    return em.execute<{ key: string }[]>(
      `DELETE FROM media_assets m WHERE NOT ${used} AND (unused_since < ?::timestamptz - interval '30 days'
         OR (status = 'pending' AND created_at < ?::timestamptz - interval '1 day')) RETURNING object_key AS key`,
      [now, now],
    );
  });
  for (const { key } of gone) await storage.remove(key);
  await storage.sweepIncoming(day, now);
  let keys: string[] = [];
  const removeUnknown = async () => {
    signal?.throwIfAborted();
    const { rows } = await db.jobs.query<{ key: string }>(
      'SELECT key FROM unnest($1::text[]) key WHERE NOT EXISTS (SELECT 1 FROM media_assets m WHERE m.object_key = key)',
      [keys],
    );
    keys = [];
    for (const { key } of rows) await storage.remove(key);
  };
  for await (const key of storage.keysOlderThan(day, now)) {
    if (keys.push(key) >= batch) await removeUnknown();
  }
  await removeUnknown();
  return gone.length;
}
