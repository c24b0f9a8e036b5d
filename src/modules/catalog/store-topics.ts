import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Topic } from './content/content.schema.ts';

/** Gives the ids by slug. Rows that say the same already are not written. */
export async function storeTopics(
  em: EntityManager,
  orgId: string,
  topics: readonly Topic[],
): Promise<Map<string, string>> {
  await em.execute(
    `INSERT INTO topics AS t (id, org_id, slug, name, description, position, i18n)
     SELECT id, ?, slug, name, description, position, i18n
     FROM jsonb_to_recordset(?) AS r(id uuid, slug text, name text, description text, position integer, i18n jsonb)
     ON CONFLICT (org_id, slug) DO UPDATE
       SET name = EXCLUDED.name, description = EXCLUDED.description, position = EXCLUDED.position, i18n = EXCLUDED.i18n
       WHERE (t.name, t.description, t.position, t.i18n)
         IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.description, EXCLUDED.position, EXCLUDED.i18n)`,
    [orgId, JSON.stringify(topics.map((topic) => ({ id: uuid(), ...topic })))],
  );
  const rows = await em.execute<{ id: string; slug: string }[]>(
    'SELECT id, slug FROM topics WHERE org_id = ?',
    [orgId],
  );
  return new Map(rows.map(({ id, slug }) => [slug, id]));
}
