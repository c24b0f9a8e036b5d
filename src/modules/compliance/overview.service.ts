import { csv } from '../../platform/csv/csv.ts';
import type { Database } from '../../platform/database/database.ts';
import { type Instant, isoOrNull } from '../../platform/database/instants.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { ComplianceOverview } from '../../wire/compliance.ts';
import { readHeads } from './audit-verify.ts';
import type { RetentionService } from './retention.service.ts';
import { recordHead, ruleIn } from './retention-words.ts';

interface Dependencies {
  db: Database;
  retention: RetentionService;
  /** Whether letters leave this server. */
  mailDelivers: boolean;
}

interface Numbers {
  coordinator_name: string | null;
  coordinator_email: string | null;
  done_on: string | null;
  next_due_on: string | null;
  risk_overdue: boolean | null;
  requests_open: number;
  requests_overdue: number;
  next_due_at: Instant | null;
  forms_waiting: number;
  breaches_open: number;
  next_notify_by: Instant | null;
  consented: number;
  waiting: number;
}

/** Everything that a data-protection officer asks first, on one page. */
export function createOverviewService({ db, retention, mailDelivers }: Dependencies) {
  /** The rules as the nightly purge keeps them: how long the log stays is a setting. [CON-7] */
  const rulesIn = async (locale: Locale): Promise<ComplianceOverview['retention']> => {
    const logDays = await retention.logDays();
    const { rows } = await db.jobs.query<ComplianceOverview['retention'][number]>(rules);
    return rows.map((rule) =>
      ruleIn(locale, logTables.includes(rule.table) ? { ...rule, days: logDays } : rule),
    );
  };

  return {
    async overview(caller: SignedInCaller, locale: Locale): Promise<ComplianceOverview> {
      const seen = await db.asCaller(caller, async (em) => ({
        numbers: (await em.execute<Numbers[]>(numbers, [caller.orgId]))[0]!,
        agreements: await em.execute<ComplianceOverview['agreements']>(agreements),
      }));
      const { rows } = await db.jobs.query<{ waiting: number; bounced: number }>(letters, [caller.orgId]);
      const { numbers: n } = seen;
      return {
        coordinator: { name: n.coordinator_name, email: n.coordinator_email },
        riskAssessment: n.done_on
          ? { doneOn: n.done_on, nextDueOn: n.next_due_on!, overdue: n.risk_overdue! }
          : null,
        requests: {
          open: n.requests_open,
          overdue: n.requests_overdue,
          nextDueAt: isoOrNull(n.next_due_at),
        },
        formsWaiting: n.forms_waiting,
        breaches: { open: n.breaches_open, nextNotifyBy: isoOrNull(n.next_notify_by) },
        agreements: seen.agreements,
        children: { consented: n.consented, waiting: n.waiting },
        retention: await rulesIn(locale),
        withoutRule: await retention.tablesWithoutRule(),
        mail: { delivers: mailDelivers, ...rows[0]! },
        audit: (await readHeads(db.jobs)).map(({ month, entries, hash }) => ({ month, entries, head: hash })),
      };
    },

    /** What is processed, why, and for how long: the record of GDPR Art. 30, made from the rules that delete. [CON-9] */
    async processingRecord(caller: SignedInCaller, locale: Locale): Promise<string> {
      const [settings] = await db.asCaller(caller, (em) =>
        em.execute<{ name: string; coordinator_name: string | null; coordinator_email: string | null }[]>(
          'SELECT o.name, s.coordinator_name, s.coordinator_email FROM organizations o JOIN org_settings s ON s.org_id = o.id WHERE o.id = ?',
          [caller.orgId],
        ),
      );
      const rows = await rulesIn(locale);
      const contact = [settings!.coordinator_name, settings!.coordinator_email].filter(Boolean).join(', ');
      return csv([
        recordHead[locale],
        ...rows.map((rule) => [
          settings!.name,
          contact,
          rule.table,
          rule.purpose,
          rule.need,
          rule.days ?? '',
          rule.countedFrom,
        ]),
      ]);
    },
  };
}
export type OverviewService = ReturnType<typeof createOverviewService>;

/** The log, and the chain that goes with it. */
const logTables: readonly string[] = ['audit_logs', 'audit_chain'];

const numbers = `
  SELECT s.coordinator_name, s.coordinator_email, r.done_on::text, r.next_due_on::text, r.next_due_on < current_date AS risk_overdue,
    (SELECT count(*)::int FROM data_requests d WHERE d.org_id = s.org_id AND d.status = 'open') AS requests_open,
    (SELECT count(*)::int FROM data_requests d WHERE d.org_id = s.org_id AND d.status = 'open' AND d.due_at < now()) AS requests_overdue,
    (SELECT min(d.due_at) FROM data_requests d WHERE d.org_id = s.org_id AND d.status = 'open') AS next_due_at,
    (SELECT count(*)::int FROM consent_forms f WHERE f.status = 'waiting') AS forms_waiting,
    (SELECT count(*)::int FROM breach_records b WHERE b.closed_at IS NULL) AS breaches_open,
    (SELECT min(b.notify_by) FROM breach_records b WHERE b.closed_at IS NULL AND b.authority_notified_at IS NULL) AS next_notify_by,
    (SELECT count(*)::int FROM users u WHERE u.org_id = s.org_id AND u.is_minor AND u.status = 'active') AS consented,
    (SELECT count(*)::int FROM users u WHERE u.org_id = s.org_id AND u.status = 'pending_consent') AS waiting
  FROM org_settings s LEFT JOIN LATERAL (SELECT done_on, next_due_on FROM risk_assessments a WHERE a.org_id = s.org_id ORDER BY done_on DESC, created_at DESC LIMIT 1) r ON true
  WHERE s.org_id = ?`;
const agreements = `
  SELECT id, title, signed_by AS "signedBy", valid_until::text AS "validUntil",
    CASE WHEN ended_at IS NOT NULL THEN 'ended' WHEN valid_until < current_date THEN 'over' WHEN signed_on > current_date THEN 'not_yet' ELSE 'valid' END AS status
  FROM school_agreements ORDER BY ended_at NULLS FIRST, valid_until DESC LIMIT 50`;
const rules = `
  SELECT table_name AS "table", purpose, need, days, counted_from AS "countedFrom" FROM retention_rules ORDER BY table_name`;
const letters = `
  SELECT count(*) FILTER (WHERE status IN ('waiting', 'kept'))::int AS waiting, count(*) FILTER (WHERE status = 'bounced')::int AS bounced
  FROM mail_messages WHERE org_id = $1`;
