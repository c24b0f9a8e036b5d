import type { EntityManager } from '@mikro-orm/postgresql';

/** What a field was and became. Of a personal field only that it changed: the log must outlive the person. [DAT-3] */
export type FieldChange = { before: unknown; after: unknown } | { changed: true };

export interface AuditEntry {
  orgId: string | null;
  /** Who did it; null with a label that says what did. */
  actorId: string | null;
  actor?: 'person' | 'system' | 'anonymous' | 'command';
  onBehalfOf?: string | null;
  /** `noun.verb` in the past: `consent.granted`, `role.removed`. */
  action: string;
  /** The table's noun and the row's key: `user`, `group`, `consent`. */
  entity: string;
  entityId: string | null;
  changes?: Record<string, FieldChange>;
  requestId?: string | undefined;
}

/**
 * Writes into the append-only log, in the transaction of what it tells: either both are there or neither. The entry is
 * chained to the one before it when the transaction commits.
 */
export async function audit(em: EntityManager, entry: AuditEntry): Promise<void> {
  const {
    orgId,
    actorId,
    onBehalfOf = null,
    action,
    entity,
    entityId,
    changes = {},
    requestId = null,
  } = entry;
  await em.execute(insertEntry, [
    orgId,
    actorId,
    entry.actor ?? (actorId ? 'person' : 'system'),
    onBehalfOf,
    action,
    entity,
    entityId,
    JSON.stringify(changes),
    requestId,
  ]);
}

const insertEntry = `
  INSERT INTO audit_logs (org_id, actor_id, actor_label, on_behalf_of, action, entity_type, entity_id, changes, request_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)`;

/** The fields that differ; those named as personal say only that they do. */
export function changesOf<T extends object>(
  before: T,
  after: Partial<T>,
  personal: readonly (keyof T)[] = [],
): Record<string, FieldChange> {
  const changes: Record<string, FieldChange> = {};
  for (const [name, value] of Object.entries(after) as [keyof T & string, unknown][]) {
    if (value === undefined || JSON.stringify(before[name]) === JSON.stringify(value)) continue;
    changes[name] = personal.includes(name) ? { changed: true } : { before: before[name], after: value };
  }
  return changes;
}
