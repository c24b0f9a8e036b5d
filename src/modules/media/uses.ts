import type { EntityManager } from '@mikro-orm/postgresql';

/** Columns of other tables that refer to a file, as the database itself knows them: a new one is never forgotten. */
const referrersSql = `
  SELECT c.conrelid::regclass::text AS table, a.attname AS column
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.confrelid = 'media_assets'::regclass AND c.conparentid = 0`;

/** A condition on `media_assets m`: something shows it. */
export async function usedCondition(em: EntityManager): Promise<string> {
  const referrers = await em.execute<{ table: string; column: string }[]>(referrersSql);
  const uses = referrers.map(
    ({ table, column }) => `EXISTS (SELECT 1 FROM ${table} r WHERE r."${column}" = m.id)`,
  );
  return uses.length > 0 ? `(${uses.join(' OR ')})` : 'false';
}

export async function isInUse(em: EntityManager, key: string): Promise<boolean> {
  const [used] = await em.execute<object[]>(
    `SELECT 1 FROM media_assets m WHERE m.object_key = ? AND ${await usedCondition(em)}`,
    [key],
  );
  return used !== undefined;
}
