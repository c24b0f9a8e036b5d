import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { AuditEntry } from '../../wire/compliance.ts';
import { pageOf, placeOf } from './pages.ts';

export interface AuditSearch {
  actor?: string | undefined;
  action?: string | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Row {
  id: string;
  at: string;
  action: string;
  entity_type: string;
  entity_id: string | null;
  entity_name: string | null;
  actor_label: AuditEntry['actor']['kind'];
  actor_id: string | null;
  actor_name: string | null;
  changes: Record<string, unknown>;
  request_id: string | null;
}

/** The log of the caller's organization, newest first. Names are looked up while reading: the log itself has none. */
export async function searchAudit(db: Database, caller: SignedInCaller, search: AuditSearch) {
  const { actor, action, entity, entityId, from, to, cursor, limit } = search;
  const [at, after] = placeOf(cursor);
  const filters = [actor, action && `${action.replaceAll('_', '\\_')}%`, entity, entityId, from, to];
  const rows = await db.asCaller(caller, (em) =>
    em.execute<Row[]>(sql, [
      ...filters.flatMap((value) => [value ?? null, value ?? null]),
      at,
      at,
      after,
      limit + 1,
    ]),
  );
  return pageOf(rows.map(present), limit, (entry) => [entry.at, entry.id]);
}

const sql = `
  SELECT a.id::text, to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, a.action, a.entity_type, a.entity_id, a.actor_label, a.actor_id,
    CASE WHEN a.entity_type = 'user' AND a.entity_id ~ '^[0-9a-f-]{36}$'
      THEN (SELECT e.display_name FROM user_profiles e WHERE e.user_id = a.entity_id::uuid) END AS entity_name,
    p.display_name AS actor_name, a.changes, a.request_id
  FROM audit_logs a LEFT JOIN user_profiles p ON p.user_id = a.actor_id
  WHERE (?::uuid IS NULL OR a.actor_id = ?::uuid) AND (?::text IS NULL OR a.action LIKE ?::text) AND (?::text IS NULL OR a.entity_type = ?::text)
    AND (?::text IS NULL OR a.entity_id = ?::text) AND (?::timestamptz IS NULL OR a.created_at >= ?::timestamptz) AND (?::timestamptz IS NULL OR a.created_at < ?::timestamptz)
    AND (?::timestamptz IS NULL OR (a.created_at, a.id) < (?::timestamptz, ?::bigint))
  ORDER BY a.created_at DESC, a.id DESC LIMIT ?`;

const present = (row: Row): AuditEntry => ({
  id: row.id,
  at: row.at,
  action: row.action,
  entity: row.entity_type,
  entityId: row.entity_id,
  entityName: row.entity_name,
  actor: { kind: row.actor_label, id: row.actor_id, name: row.actor_name },
  changes: row.changes,
  requestId: row.request_id,
});
