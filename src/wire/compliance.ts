import { z } from 'zod';
import { line, page, pageQuery, uuid } from './common.ts';
import { ownProof } from './sign-ins.ts';

const when = z.iso.datetime();
const day = z.iso.date();

/* The audit log. [DAT-3] */

export const auditQuery = pageQuery.extend({
  actor: uuid.optional(),
  /** `consent.granted`, or the beginning of it: `consent.` */
  action: z
    .string()
    .regex(/^[a-z_.]+$/)
    .max(100)
    .optional(),
  entity: z
    .string()
    .regex(/^[a-z_]+$/)
    .max(60)
    .optional(),
  entityId: z.string().max(100).optional(),
  from: when.optional(),
  to: when.optional(),
});
export const auditEntry = z.strictObject({
  id: z.string(),
  at: when,
  action: z.string(),
  entity: z.string(),
  entityId: z.string().nullable(),
  /** Of a person who is here still. */
  entityName: z.string().nullable(),
  /** `name` null: somebody who was erased, or nobody. */
  actor: z.strictObject({
    kind: z.enum(['person', 'system', 'anonymous', 'command']),
    id: uuid.nullable(),
    name: z.string().nullable(),
  }),
  /** field → before and after; of a personal field only that it changed. */
  changes: z.record(z.string(), z.unknown()),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export const auditPage = page(auditEntry);
/** What computing every chain anew found. */
export const auditVerification = z.strictObject({
  checkedAt: when,
  months: z.number().int(),
  entries: z.number().int(),
  /** Sentences, the first 20; none when the log is whole. */
  faults: z.array(z.string()),
});
export type AuditVerification = z.infer<typeof auditVerification>;

/* Requests for data. [CON-9] */

export const dataRequestKind = z.enum(['access', 'export', 'rectify', 'restrict', 'erase']);
export type DataRequestKind = z.infer<typeof dataRequestKind>;
export const dataRequestStatus = z.enum(['open', 'done', 'rejected', 'cancelled']);
export const dataRequest = z.strictObject({
  id: uuid,
  kind: dataRequestKind,
  status: dataRequestStatus,
  /** `name` null: erased meanwhile. */
  subject: z.strictObject({ id: uuid, name: z.string().nullable() }),
  /** `guardian`: on behalf of a child; `staff`: who wrote down what came by letter. */
  askedBy: z
    .strictObject({ id: uuid, name: z.string().nullable(), as: z.enum(['self', 'guardian', 'staff']) })
    .nullable(),
  /** What was asked, in the asker's words. */
  note: z.string().nullable(),
  answer: z.string().nullable(),
  createdAt: when,
  dueAt: when,
  overdue: z.boolean(),
  completedAt: when.nullable(),
});
export type DataRequest = z.infer<typeof dataRequest>;
export const dataRequestQuery = pageQuery.extend({ status: dataRequestStatus.optional() });
export const dataRequestPage = page(dataRequest);
/** `note`: refused of a child that waits for a yes. [CON-1] */
export const newDataRequestBody = z.strictObject({
  kind: dataRequestKind,
  note: line.trim().max(1_000).optional(),
});
/** Of somebody else, by an administrator who was asked by letter or telephone. */
export const recordDataRequestBody = newDataRequestBody.extend({ subjectId: uuid });
/** `done` of an erasure or a restriction does it, at that moment. */
export const answerDataRequestBody = z.strictObject({
  status: z.enum(['done', 'rejected']),
  note: line.trim().max(1_000).optional(),
});

/* Disclosures, breaches, risk. */

export const disclosureBody = z.strictObject({
  subjectId: uuid,
  recipient: line.trim().min(1).max(200),
  interest: line.trim().min(1).max(500),
  fields: z.array(line.trim().min(1).max(100)).min(1).max(50),
});
export const disclosure = z.strictObject({
  id: uuid,
  subject: z.strictObject({ id: uuid, name: z.string().nullable() }),
  recipient: z.string(),
  interest: z.string(),
  fields: z.array(z.string()),
  disclosedBy: z.string().nullable(),
  disclosedAt: when,
});
export type Disclosure = z.infer<typeof disclosure>;
export const disclosureQuery = pageQuery.extend({ subjectId: uuid.optional() });
export const disclosurePage = page(disclosure);

const text = (most: number) => z.string().trim().max(most);
export const breachBody = z.strictObject({
  discoveredAt: when,
  description: text(4_000).min(1),
  affected: text(2_000).default(''),
  measures: text(4_000).default(''),
});
export const breachChangeBody = z.strictObject({
  affected: text(2_000).optional(),
  measures: text(4_000).optional(),
  authorityNotified: z.literal(true).optional(),
  closed: z.literal(true).optional(),
});
export const breach = z.strictObject({
  id: uuid,
  discoveredAt: when,
  /** 72 h after it was discovered. */
  notifyBy: when,
  hoursLeft: z.number().int(),
  description: z.string(),
  affected: z.string(),
  measures: z.string(),
  authorityNotifiedAt: when.nullable(),
  closedAt: when.nullable(),
});
export type Breach = z.infer<typeof breach>;
export const breachPage = page(breach);

export const riskAssessmentBody = z.strictObject({
  doneOn: day,
  nextDueOn: day,
  summary: text(8_000).min(1),
});
export const riskAssessment = z.strictObject({
  id: uuid,
  doneOn: day,
  nextDueOn: day,
  summary: z.string(),
  recordedBy: z.string().nullable(),
});
export type RiskAssessment = z.infer<typeof riskAssessment>;
export const riskAssessmentPage = page(riskAssessment);

/* The overview. */

export const retentionRule = z.strictObject({
  table: z.string(),
  purpose: z.string(),
  need: z.string(),
  days: z.number().int().nullable(),
  countedFrom: z.string(),
});
export const complianceOverview = z.strictObject({
  coordinator: z.strictObject({ name: z.string().nullable(), email: z.string().nullable() }),
  riskAssessment: z.strictObject({ doneOn: day, nextDueOn: day, overdue: z.boolean() }).nullable(),
  requests: z.strictObject({ open: z.number().int(), overdue: z.number().int(), nextDueAt: when.nullable() }),
  formsWaiting: z.number().int(),
  breaches: z.strictObject({ open: z.number().int(), nextNotifyBy: when.nullable() }),
  agreements: z.array(
    z.strictObject({
      id: uuid,
      title: z.string(),
      signedBy: z.string(),
      validUntil: day,
      status: z.enum(['valid', 'not_yet', 'over', 'ended']),
    }),
  ),
  children: z.strictObject({ consented: z.number().int(), waiting: z.number().int() }),
  retention: z.array(retentionRule),
  /** Tables with personal data and no rule; there must be none. */
  withoutRule: z.array(z.string()),
  mail: z.strictObject({ delivers: z.boolean(), waiting: z.number().int(), bounced: z.number().int() }),
  audit: z.array(z.strictObject({ month: day, entries: z.number().int(), head: z.string() })),
});
export type ComplianceOverview = z.infer<typeof complianceOverview>;

/** The own password, once more: what follows cannot be taken back. */
export const eraseMeBody = ownProof;
