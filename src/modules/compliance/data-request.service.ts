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
  const [open] = await em.execute<{ id: string }[]>(
    `SELECT id FROM data_requests WHERE subject_id = ? AND kind = ? AND status = 'open'`,
    [subjectId, kind],
  );
  if (open) return open.id;
  const id = uuid();
  await em.execute(
    `INSERT INTO data_requests (id, org_id, subject_id, requested_by, kind, note, due_at)
     VALUES (?, ?, ?, ?, ?, ?, now() + make_interval(days => ${answerWithinDays}))`,
    [id, orgId, subjectId, requestedBy, kind, note ?? null],
  );
  await audit(em, {
    orgId,
    actorId: requestedBy,
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
  note: string | null;
  created_at: Instant;
  due_at: Instant;
  completed_at: Instant | null;
}

const columns = `
  SELECT r.id, r.kind, r.status, r.subject_id, p.display_name AS subject_name, r.note, r.created_at, r.due_at, r.completed_at
  FROM data_requests r LEFT JOIN user_profiles p ON p.user_id = r.subject_id`;

const present = (row: Row): DataRequest => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  subject: { id: row.subject_id, name: row.subject_name },
  note: row.note,
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
  /** Ends every sign-in of somebody whose data may not be worked with. */
  restrict(caller: SignedInCaller, userId: string): Promise<void>;
}

export function createDataRequestService({ db, erasure, restrict }: Dependencies) {
  const list = async (
    caller: SignedInCaller,
    { status, cursor, limit }: ListQuery,
    subjectId: string | null,
  ) => {
    const [at, after] = placeOf(cursor);
    const rows = await db.asCaller(caller, (em) =>
      em.execute<Row[]>(
        `${columns}
         WHERE (?::text IS NULL OR r.status = ?::text) AND (?::uuid IS NULL OR r.subject_id = ?::uuid)
           AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', r.due_at), r.id) > (?::timestamptz, ?::uuid))
         ORDER BY date_trunc('milliseconds', r.due_at), r.id LIMIT ?`,
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
    listMine: (caller: SignedInCaller, query: ListQuery) => list(caller, query, caller.userId),

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

    /** Erasing and restricting happen with the answer, so that nothing is called done that is not. */
    async answer(
      caller: SignedInCaller,
      id: string,
      { status, note }: { status: 'done' | 'rejected'; note?: string | undefined },
    ): Promise<DataRequest> {
      const request = await read(caller, id);
      if (request.status !== 'open')
        throw new AppError('data-request/not-open', 'This request was answered already.');
      const userId = request.subject.id;
      const erases = status === 'done' && request.kind === 'erase' && request.subject.name !== null;
      if (status === 'done' && request.kind === 'restrict' && request.subject.name !== null)
        await restrict(caller, userId);
      await db.asWorker(async (em) => {
        const answered = await em.execute<{ id: string }[]>(
          `UPDATE data_requests SET status = ?, note = COALESCE(?, note), answered_by = ?, completed_at = now()
           WHERE id = ? AND status = 'open' RETURNING id`,
          [status, note ?? null, caller.userId, id],
        );
        if (answered.length === 0)
          throw new AppError('data-request/not-open', 'This request was answered already.');
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'data_request.answered',
          entity: 'data_request',
          entityId: id,
          changes: { status: { before: 'open', after: status } },
        });
        if (erases) {
          await requireErasable(em, caller, userId);
          await erasure.erase(em, {
            userId,
            orgId: caller.orgId,
            actorId: caller.userId,
            reason: 'administrator',
          });
        }
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
