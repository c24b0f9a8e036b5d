import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { type Instant, isoOf, isoOrNull } from '../../platform/database/instants.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Breach, Disclosure, RiskAssessment } from '../../wire/compliance.ts';
import { audit } from './audit.service.ts';
import { pageOf, placeOf } from './pages.ts';

interface PageAsked {
  cursor?: string | undefined;
  limit: number;
}
interface NewDisclosure {
  subjectId: string;
  recipient: string;
  interest: string;
  fields: string[];
}
interface NewBreach {
  discoveredAt: string;
  description: string;
  affected: string;
  measures: string;
}
interface BreachChange {
  affected?: string | undefined;
  measures?: string | undefined;
  authorityNotified?: true | undefined;
  closed?: true | undefined;
}

const day = (date: Date | string): string =>
  typeof date === 'string' ? date.slice(0, 10) : date.toISOString().slice(0, 10);
const hourMs = 3_600_000;

/** Disclosures, breaches and risk assessments of the caller's organization: added, read, and never taken away. [CON-9] */
export function createRecordsService(db: Database) {
  const noted = (caller: SignedInCaller, action: string, entity: string, entityId: string) => ({
    orgId: caller.orgId,
    actorId: caller.userId,
    action,
    entity,
    entityId,
  });

  const readBreach = async (caller: SignedInCaller, id: string): Promise<Breach> => {
    const [row] = await db.asCaller(caller, (em) =>
      em.execute<BreachRow[]>(`${breaches} WHERE b.id = ?`, [id]),
    );
    if (!row) throw new AppError('record/not-found');
    return presentBreach(row);
  };

  return {
    async recordDisclosure(caller: SignedInCaller, disclosure: NewDisclosure): Promise<Disclosure> {
      const { subjectId, recipient, interest, fields } = disclosure;
      const seen = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>('SELECT id FROM users WHERE id = ? AND org_id = ?', [
          subjectId,
          caller.orgId,
        ]),
      );
      if (seen.length === 0) throw new AppError('user/not-found');
      const id = uuid();
      await db.asWorker(async (em) => {
        await em.execute(insertDisclosure, [
          id,
          caller.orgId,
          subjectId,
          recipient,
          interest,
          JSON.stringify(fields),
          caller.userId,
        ]);
        await audit(em, noted(caller, 'disclosure.recorded', 'disclosure', id));
      });
      const [row] = await db.asCaller(caller, (em) =>
        em.execute<DisclosureRow[]>(`${disclosures} WHERE d.id = ?`, [id]),
      );
      return presentDisclosure(row!);
    },

    async disclosures(
      caller: SignedInCaller,
      { subjectId, cursor, limit }: PageAsked & { subjectId?: string | undefined },
    ) {
      const [at, after] = placeOf(cursor);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<DisclosureRow[]>(
          `${disclosures} WHERE (?::uuid IS NULL OR d.subject_id = ?::uuid)
             AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', d.disclosed_at), d.id) < (?::timestamptz, ?::uuid))
           ORDER BY date_trunc('milliseconds', d.disclosed_at) DESC, d.id DESC LIMIT ?`,
          [subjectId ?? null, subjectId ?? null, at, at, after, limit + 1],
        ),
      );
      return pageOf(rows.map(presentDisclosure), limit, (one) => [one.disclosedAt, one.id]);
    },

    /** Starts the clock of 72 hours at the moment of discovery. */
    async recordBreach(caller: SignedInCaller, breach: NewBreach): Promise<Breach> {
      const { discoveredAt, description, affected, measures } = breach;
      if (Date.parse(discoveredAt) > Date.now() + hourMs)
        throw new AppError('request/invalid', 'It cannot have been discovered in the future.');
      const id = uuid();
      await db.asWorker(async (em) => {
        await em.execute(insertBreach, [
          id,
          caller.orgId,
          discoveredAt,
          discoveredAt,
          description,
          affected,
          measures,
          caller.userId,
        ]);
        await audit(em, noted(caller, 'breach.recorded', 'breach', id));
      });
      return readBreach(caller, id);
    },

    async changeBreach(caller: SignedInCaller, id: string, change: BreachChange): Promise<Breach> {
      await readBreach(caller, id);
      await db.asWorker(async (em) => {
        await em.execute(updateBreach, [
          change.affected ?? null,
          change.measures ?? null,
          change.authorityNotified ?? false,
          change.closed ?? false,
          id,
        ]);
        await audit(em, {
          ...noted(caller, 'breach.changed', 'breach', id),
          changes: Object.fromEntries(
            Object.entries(change)
              .filter(([, value]) => value !== undefined)
              .map(([name]) => [name, { changed: true as const }]),
          ),
        });
      });
      return readBreach(caller, id);
    },

    async breaches(caller: SignedInCaller, { cursor, limit }: PageAsked) {
      const [at, after] = placeOf(cursor);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<BreachRow[]>(
          `${breaches} WHERE ?::timestamptz IS NULL OR (date_trunc('milliseconds', b.discovered_at), b.id) < (?::timestamptz, ?::uuid)
           ORDER BY date_trunc('milliseconds', b.discovered_at) DESC, b.id DESC LIMIT ?`,
          [at, at, after, limit + 1],
        ),
      );
      return pageOf(rows.map(presentBreach), limit, (one) => [one.discoveredAt, one.id]);
    },

    async recordRiskAssessment(
      caller: SignedInCaller,
      { doneOn, nextDueOn, summary }: { doneOn: string; nextDueOn: string; summary: string },
    ): Promise<RiskAssessment> {
      if (nextDueOn <= doneOn) throw new AppError('request/invalid', 'The next one comes after this one.');
      const id = uuid();
      await db.asWorker(async (em) => {
        await em.execute(
          'INSERT INTO risk_assessments (id, org_id, done_on, next_due_on, summary, recorded_by) VALUES (?, ?, ?, ?, ?, ?)',
          [id, caller.orgId, doneOn, nextDueOn, summary, caller.userId],
        );
        await audit(em, noted(caller, 'risk_assessment.recorded', 'risk_assessment', id));
      });
      const [row] = await db.asCaller(caller, (em) => em.execute<RiskRow[]>(`${risks} WHERE r.id = ?`, [id]));
      return presentRisk(row!);
    },

    async riskAssessments(caller: SignedInCaller, { cursor, limit }: PageAsked) {
      const [at, after] = placeOf(cursor);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<RiskRow[]>(
          `${risks} WHERE ?::timestamptz IS NULL OR (date_trunc('milliseconds', r.created_at), r.id) < (?::timestamptz, ?::uuid)
           ORDER BY date_trunc('milliseconds', r.created_at) DESC, r.id DESC LIMIT ?`,
          [at, at, after, limit + 1],
        ),
      );
      const { items, nextCursor } = pageOf(rows, limit, (row) => [isoOf(row.created_at), row.id]);
      return { items: items.map(presentRisk), nextCursor };
    },
  };
}
export type RecordsService = ReturnType<typeof createRecordsService>;

interface DisclosureRow {
  id: string;
  subject_id: string;
  subject_name: string | null;
  recipient: string;
  interest: string;
  fields: string[];
  by_name: string | null;
  disclosed_at: Instant;
}
const disclosures = `
  SELECT d.id, d.subject_id, s.display_name AS subject_name, d.recipient, d.interest, d.fields, b.display_name AS by_name, d.disclosed_at
  FROM disclosures d LEFT JOIN user_profiles s ON s.user_id = d.subject_id LEFT JOIN user_profiles b ON b.user_id = d.disclosed_by`;
const insertDisclosure = `
  INSERT INTO disclosures (id, org_id, subject_id, recipient, interest, fields, disclosed_by)
  VALUES (?, ?, ?, ?, ?, ARRAY(SELECT jsonb_array_elements_text(?::jsonb)), ?)`;
const presentDisclosure = (row: DisclosureRow): Disclosure => ({
  id: row.id,
  subject: { id: row.subject_id, name: row.subject_name },
  recipient: row.recipient,
  interest: row.interest,
  fields: row.fields,
  disclosedBy: row.by_name,
  disclosedAt: isoOf(row.disclosed_at),
});

interface BreachRow {
  id: string;
  discovered_at: Instant;
  notify_by: Instant;
  description: string;
  affected: string;
  measures: string;
  authority_notified_at: Instant | null;
  closed_at: Instant | null;
}
const breaches = `
  SELECT b.id, b.discovered_at, b.notify_by, b.description, b.affected, b.measures, b.authority_notified_at, b.closed_at FROM breach_records b`;
const insertBreach = `
  INSERT INTO breach_records (id, org_id, discovered_at, notify_by, description, affected, measures, recorded_by)
  VALUES (?, ?, ?::timestamptz, ?::timestamptz + interval '72 hours', ?, ?, ?, ?)`;
const updateBreach = `
  UPDATE breach_records SET affected = COALESCE(?, affected), measures = COALESCE(?, measures),
    authority_notified_at = CASE WHEN ? THEN COALESCE(authority_notified_at, now()) ELSE authority_notified_at END,
    closed_at = CASE WHEN ? THEN COALESCE(closed_at, now()) ELSE closed_at END WHERE id = ?`;
const presentBreach = (row: BreachRow): Breach => ({
  id: row.id,
  discoveredAt: isoOf(row.discovered_at),
  notifyBy: isoOf(row.notify_by),
  hoursLeft: Math.floor((new Date(row.notify_by).getTime() - Date.now()) / hourMs),
  description: row.description,
  affected: row.affected,
  measures: row.measures,
  authorityNotifiedAt: isoOrNull(row.authority_notified_at),
  closedAt: isoOrNull(row.closed_at),
});

interface RiskRow {
  id: string;
  done_on: string;
  next_due_on: string;
  summary: string;
  by_name: string | null;
  created_at: Instant;
}
const risks = `
  SELECT r.id, r.done_on::text, r.next_due_on::text, r.summary, b.display_name AS by_name, r.created_at
  FROM risk_assessments r LEFT JOIN user_profiles b ON b.user_id = r.recorded_by`;
const presentRisk = (row: RiskRow): RiskAssessment => ({
  id: row.id,
  doneOn: day(row.done_on),
  nextDueOn: day(row.next_due_on),
  summary: row.summary,
  recordedBy: row.by_name,
});
