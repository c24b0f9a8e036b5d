import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { type Instant, isoOf, isoOrNull } from '../../platform/database/instants.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { DataRequest, DataRequestKind } from '../../wire/compliance.ts';
import { requireErasable } from './administrators.ts';
import { audit } from './audit.service.ts';
import type { ErasureService } from './erasure.service.ts';
import { pageOf, placeOf } from './pages.ts';

/** A month, as the GDPR gives (Art. 12 § 3). */
const answerWithinDays = 30;

export interface NewDataRequest {
  orgId: string;
  subjectId: string;
  requestedBy: string | null;
  kind: DataRequestKind;
  note?: string | undefined;
}

/** Writes a request down, with its deadline; gives its id. One that is open already stays the one. */
export async function openDataRequest(em: EntityManager, request: NewDataRequest): Promise<string> {
  const { orgId, subjectId, requestedBy, kind, note } = request;
  if (note) await requireNoteAllowed(em, subjectId);
  const [open] = await em.execute<{ id: string }[]>(
    `SELECT id FROM data_requests WHERE subject_id = ? AND kind = ? AND status = 'open'`,
    [subjectId, kind],
  );
  if (open) return open.id;
  const id = uuid();
  await em.execute(
    `INSERT INTO data_requests (id, org_id, subject_id, requested_by, kind, note, due_at)
     VALUES (?, ?, ?, ?, ?, ?, now() + make_interval(days => ${answerWithinDays}))`,
    [id, orgId, subjectId, requestedBy, kind, note || null],
  );
  await audit(em, {
    orgId,
    actorId: requestedBy,
    onBehalfOf: requestedBy === subjectId ? null : subjectId,
    action: 'data_request.opened',
    entity: 'data_request',
    entityId: id,
    changes: { kind: { before: null, after: kind } },
  });
  return id;
}

interface Row {
  id: string;
  kind: DataRequestKind;
  status: DataRequest['status'];
  subject_id: string;
  subject_name: string | null;
  asker_id: string | null;
  asker_name: string | null;
  asker_is_guardian: boolean;
  note: string | null;
  answer: string | null;
  created_at: Instant;
  due_at: Instant;
  completed_at: Instant | null;
}

const columns = `
  SELECT r.id, r.kind, r.status, r.subject_id, p.display_name AS subject_name, r.requested_by AS asker_id, a.display_name AS asker_name,
    EXISTS (SELECT 1 FROM guardian_links g WHERE g.child_id = r.subject_id AND g.guardian_id = r.requested_by) AS asker_is_guardian,
    r.note, r.answer, r.created_at, r.due_at, r.completed_at
  FROM data_requests r LEFT JOIN user_profiles p ON p.user_id = r.subject_id LEFT JOIN user_profiles a ON a.user_id = r.requested_by`;

const present = (row: Row): DataRequest => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  subject: { id: row.subject_id, name: row.subject_name },
  askedBy:
    row.asker_id === null
      ? null
      : {
          id: row.asker_id,
          name: row.asker_name,
          as: row.asker_id === row.subject_id ? 'self' : row.asker_is_guardian ? 'guardian' : 'staff',
        },
  note: row.note,
  answer: row.answer,
  createdAt: isoOf(row.created_at),
  dueAt: isoOf(row.due_at),
  overdue: row.status === 'open' && new Date(row.due_at) < new Date(),
  completedAt: isoOrNull(row.completed_at),
});

interface ListQuery {
  status?: DataRequest['status'] | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Dependencies {
  db: Database;
  erasure: ErasureService;
  /** Closes the account of somebody whose data may not be worked with; `before` happens first, in the same transaction. */
  restrict(
    caller: SignedInCaller,
    userId: string,
    before: (em: EntityManager) => Promise<void>,
  ): Promise<void>;
}

export function createDataRequestService({ db, erasure, restrict }: Dependencies) {
  const list = async (
    caller: SignedInCaller,
    { status, cursor, limit }: ListQuery,
    subjectId: string | null,
  ) => {
    const [at, after] = placeOf(cursor);
    const [order, past] = subjectId === null ? ['ASC', '>'] : ['DESC', '<'];
    const rows = await db.asCaller(caller, (em) =>
      em.execute<Row[]>(
        `${columns}
         WHERE (?::text IS NULL OR r.status = ?::text) AND (?::uuid IS NULL OR r.subject_id = ?::uuid)
           AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', r.due_at), r.id) ${past} (?::timestamptz, ?::uuid))
         ORDER BY date_trunc('milliseconds', r.due_at) ${order}, r.id ${order} LIMIT ?`,
        [status ?? null, status ?? null, subjectId, subjectId, at, at, after, limit + 1],
      ),
    );
    return pageOf(rows.map(present), limit, ({ dueAt, id }) => [dueAt, id]);
  };

  const read = async (caller: SignedInCaller, id: string): Promise<DataRequest> => {
    const [row] = await db.asCaller(caller, (em) => em.execute<Row[]>(`${columns} WHERE r.id = ?`, [id]));
    if (!row) throw new AppError('data-request/not-found');
    return present(row);
  };

  return {
    /** Those with the nearest deadline first. */
    list: (caller: SignedInCaller, query: ListQuery) => list(caller, query, null),
    /** About one person, the newest first. */
    listOf: (caller: SignedInCaller, subjectId: string, query: ListQuery) => list(caller, query, subjectId),
    read,

    /** For oneself, or, by an administrator, for somebody of the organization who asked by letter. */
    async open(
      caller: SignedInCaller,
      { subjectId, kind, note }: { subjectId: string; kind: DataRequestKind; note?: string | undefined },
    ): Promise<DataRequest> {
      await requireSight(db, caller, subjectId);
      const { orgId, userId: requestedBy } = caller;
      const id = await db.asWorker((em) =>
        openDataRequest(em, { orgId, subjectId, requestedBy, kind, note }),
      );
      return read(caller, id);
    },

    /**
     * Erasing and restricting happen with the answer, in its transaction: nothing is called done that is not, and of two who
     * answer at once the one who comes second does nothing.
     */
    async answer(
      caller: SignedInCaller,
      id: string,
      { status, note }: { status: 'done' | 'rejected'; note?: string | undefined },
    ): Promise<DataRequest> {
      const request = await read(caller, id);
      if (request.status !== 'open') throw notOpen();
      const { kind, subject } = request;
      const does = status === 'done' && (await isThere(db, subject.id)) ? kind : null;
      if (does === 'erase' || does === 'restrict') await requireSight(db, caller, subject.id);
      const close = (em: EntityManager) => closeRequest(em, caller, id, { status, answer: note || null });
      if (does === 'restrict') await restrict(caller, subject.id, close);
      else
        await db.asWorker(async (em) => {
          await close(em);
          if (does !== 'erase') return;
          const { orgId, userId: actorId } = caller;
          await requireErasable(em, caller, subject.id);
          await erasure.erase(em, { userId: subject.id, orgId, actorId, reason: 'administrator' });
        });
      return read(caller, id);
    },
  };
}
export type DataRequestService = ReturnType<typeof createDataRequestService>;

/** Whom the database does not show to the caller, nobody asks about. */
async function requireSight(db: Database, caller: SignedInCaller, userId: string): Promise<void> {
  const seen = await db.asCaller(caller, (em) =>
    em.execute<{ id: string }[]>('SELECT id FROM users WHERE id = ? AND org_id = ?', [userId, caller.orgId]),
  );
  if (seen.length === 0) throw new AppError('user/not-found');
}

/** Whoever was erased meanwhile can be neither erased nor restricted. */
async function isThere(db: Database, userId: string): Promise<boolean> {
  const found = await db.asWorker((em) => em.execute<object[]>('SELECT 1 FROM users WHERE id = ?', [userId]));
  return found.length > 0;
}

/** [CON-1] Of a child that waits for a yes nothing is kept beyond what the question needs: no words about it. */
async function requireNoteAllowed(em: EntityManager, subjectId: string): Promise<void> {
  const waiting = await em.execute<object[]>(
    `SELECT 1 FROM users WHERE id = ? AND status = 'pending_consent' FOR KEY SHARE`,
    [subjectId],
  );
  if (waiting.length > 0)
    throw new AppError(
      'data-request/note-not-allowed',
      'Nobody has agreed to this account yet: ask without a note.',
    );
}

const notOpen = () => new AppError('data-request/not-open', 'This request was answered already.');

/** Claims the request: whoever comes second finds it answered. */
async function closeRequest(
  em: EntityManager,
  { orgId, userId: actorId }: SignedInCaller,
  id: string,
  { status, answer }: { status: 'done' | 'rejected'; answer: string | null },
): Promise<void> {
  const answered = await em.execute<object[]>(
    `UPDATE data_requests SET status = ?, answer = ?, answered_by = ?, completed_at = now()
     WHERE id = ? AND status = 'open' RETURNING id`,
    [status, answer, actorId, id],
  );
  if (answered.length === 0) throw notOpen();
  await audit(em, {
    orgId,
    actorId,
    action: 'data_request.answered',
    entity: 'data_request',
    entityId: id,
    changes: { status: { before: 'open', after: status } },
  });
}
