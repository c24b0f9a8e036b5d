import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ErasureService } from './erasure.service.ts';

/** So many rows at a time: a purge must not hold a table up. */
const batch = 2_000;

/** Deletes by one rule of `retention_rules`; `$1` is now. The days stand in the table, so that they are said once. */
interface Purge {
  table: string;
  where: string;
}

const days = (table: string) =>
  `make_interval(days => (SELECT r.days FROM retention_rules r WHERE r.table_name = '${table}'))`;
const olderThan = (table: string, column: string): Purge => ({
  table,
  where: `t.${column} < $1::timestamptz - ${days(table)}`,
});

const purges: readonly Purge[] = [
  olderThan('known_devices', 'last_seen_at'),
  olderThan('auth_tokens', 'expires_at'),
  olderThan('auth_sessions', 'expires_at'),
  olderThan('roster_imports', 'created_at'),
  olderThan('consent_forms', 'created_at'),
  olderThan('live_pins', 'released_at'),
  olderThan('outbox_events', 'created_at'),
  olderThan('mail_messages', 'created_at'),
  olderThan('weekly_reports', 'created_at'),
  olderThan('data_requests', 'completed_at'),
  olderThan('disclosures', 'disclosed_at'),
  olderThan('breach_records', 'closed_at'),
  { table: 'activity_days', where: `t.day < ($1::timestamptz - ${days('activity_days')})::date` },
  { table: 'risk_assessments', where: `t.done_on < ($1::timestamptz - ${days('risk_assessments')})::date` },
  {
    table: 'consent_requests',
    where: `t.created_at < $1::timestamptz - ${days('consent_requests')} AND t.status NOT IN ('open', 'answered')`,
  },
];

/** Tables whose rows go with something else, or by a function of their own; with `purges` they cover every rule that has days. */
const elsewhere = ['live_participants', 'audit_logs', 'audit_chain', 'tombstones'] as const;
export const tablesWithPurge: readonly string[] = [...purges.map(({ table }) => table), ...elsewhere];

export interface RetentionService {
  /** Deletes whatever has been here long enough; gives how many rows of which table. [CON-7] */
  purge(now: Date, signal?: AbortSignal): Promise<Record<string, number>>;
  /** How long the log stays: as long as the organization that keeps it longest says. Its chain goes with it. */
  logDays(): Promise<number>;
  /** Tables that know people and have no rule. There must be none. */
  tablesWithoutRule(): Promise<string[]>;
}

interface Dependencies {
  db: Database;
  erasure: ErasureService;
  log: Log;
}

export function createRetentionService({ db, erasure, log }: Dependencies): RetentionService {
  const { jobs } = db;

  const purgeTable = async ({ table, where }: Purge, now: Date, signal?: AbortSignal): Promise<number> => {
    let gone = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { rowCount } = await jobs.query(
        `DELETE FROM ${table} WHERE ctid IN (SELECT t.ctid FROM ${table} t WHERE ${where} LIMIT ${batch})`,
        [now],
      );
      gone += rowCount ?? 0;
      if ((rowCount ?? 0) < batch) return gone;
    }
  };

  // the log has one table for all organizations, by month: a month goes when nobody keeps it any more
  const logDays = async (): Promise<number> => {
    const { rows } = await jobs.query<{ days: number }>(
      `SELECT COALESCE((SELECT max(log_retention_days) FROM org_settings), r.days) AS days
       FROM retention_rules r WHERE r.table_name = 'audit_logs'`,
    );
    return rows[0]!.days;
  };

  /** Pupils of printed cards whose time is over. One by one: each is a whole erasure. */
  const eraseExpired = async (now: Date, signal?: AbortSignal): Promise<number> => {
    const { rows } = await jobs.query<{ id: string; org_id: string }>(
      'SELECT id, org_id FROM users WHERE erase_after < $1 ORDER BY erase_after LIMIT 5000',
      [now],
    );
    for (const { id: userId, org_id: orgId } of rows) {
      signal?.throwIfAborted();
      await db.asWorker((em) => erasure.erase(em, { userId, orgId, actorId: null, reason: 'card_expired' }));
    }
    return rows.length;
  };

  return {
    async purge(now, signal) {
      const gone: Record<string, number> = {};
      const note = (table: string, count: number) => {
        if (count > 0) gone[table] = (gone[table] ?? 0) + count;
      };
      for (const one of purges) note(one.table, await purgeTable(one, now, signal));
      note('users', await eraseExpired(now, signal));
      const { rows: names } = await jobs.query<{ n: string }>('SELECT forget_guest_names() AS n');
      note('live_participants', Number(names[0]!.n));
      const { rows: months } = await jobs.query<{ n: number }>(
        'SELECT drop_audit_months(($1::timestamptz - make_interval(days => $2))::date) AS n',
        [now, await logDays()],
      );
      note('audit_logs', months[0]!.n);
      await jobs.query('SELECT ensure_audit_months($1::date, 4)', [now]);
      log.info({ gone }, 'what was here long enough is gone');
      return gone;
    },

    logDays,

    async tablesWithoutRule() {
      const { rows } = await jobs.query<{ name: string }>(personalWithoutRule);
      return rows.map(({ name }) => name);
    },
  };
}

/** A table knows people when a row of it belongs to one, or when it has a column that is about one. */
const personalWithoutRule = `
  SELECT DISTINCT c.relname AS name FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'mikro_orm%'
    AND NOT EXISTS (SELECT 1 FROM retention_rules r WHERE r.table_name = c.relname)
    AND (EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid = 'users'::regclass)
      OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attname LIKE '%\\_sealed' OR a.attname IN ('email', 'nickname', 'display_name', 'first_name', 'last_name', 'birth_month', 'phone', 'address', 'user_agent',
          'device_hash', 'user_id', 'child_id', 'guardian_id', 'participant_id', 'actor_id'))))
  ORDER BY 1`;
