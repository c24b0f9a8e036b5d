import type pg from 'pg';
import { z } from 'zod';

/** The schemas that are ours: the tables, and the queue of jobs. */
export const schemas = ['public', 'pgboss'];

export const describedTable = z.object({
  /** `public.users` */
  name: z.string(),
  columns: z.array(z.string()),
  /** Months of the audit log, and whatever else is kept in parts. */
  partitions: z.array(z.object({ name: z.string(), bound: z.string() })),
});
export type DescribedTable = z.infer<typeof describedTable>;

/** Tables of ours with the columns that have a value of their own. */
export async function describeTables(client: pg.ClientBase): Promise<DescribedTable[]> {
  const { rows } = await client.query<DescribedTable>(tables, [schemas]);
  return rows;
}

export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

export const copyable = ({ name, columns }: DescribedTable): { table: string; columns: string } => ({
  table: quoted(name),
  columns: columns.map(quoted).join(', '),
});

const tables = `
  SELECT n.nspname || '.' || c.relname AS name,
    ARRAY(SELECT a.attname::text FROM pg_attribute a
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
    ARRAY(SELECT json_build_object('name', pn.nspname || '.' || p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid))
          FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
          WHERE i.inhparent = c.oid ORDER BY p.relname) AS partitions
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND pg_has_role(c.relowner, 'MEMBER')
  ORDER BY 1`;
