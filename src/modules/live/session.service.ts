import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { ChosenQuestion } from '../../domain/challenge/class-plan.ts';
import { deal } from '../../domain/challenge/deal.ts';
import type { Caller, Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import type { Seat, SessionSettings, SessionSummary } from '../../wire/session.ts';
import { CatalogService } from '../catalog/catalog.service.ts';
import { claimPin } from './claim-pin.ts';
import { LiveSession } from './live.entity.ts';
import type { GiveSeat } from './seat-giver.ts';
import type { Seats } from './seats.ts';
import { presentSession, type SessionRow, sessionColumns } from './session.presenter.ts';

const open = ['lobby', 'running', 'paused', 'parked'] as const;
/** Where a page of sessions ends: the newest come first. The database knows no year 0. */
const place = z.tuple([z.iso.datetime().refine((at) => at > '0001'), z.uuid()]);

export interface OpenSession {
  missionId: string;
  groupId: string | null;
  /** Only these, in this order; null: all of the mission. */
  questions: ChosenQuestion[] | null;
  settings: SessionSettings;
  /** [REP-4] Of a homework: when it ends. */
  closesAt?: string;
  /** The same key again gives the same session. */
  idempotencyKey: string | undefined;
}

interface ListOptions {
  cursor?: string | undefined;
  limit: number;
  status?: 'open' | 'over' | undefined;
  groupId?: string | undefined;
}

export function createSessionService({
  db,
  seats,
  giveSeat,
}: {
  db: Database;
  seats: Seats;
  giveSeat: GiveSeat;
}) {
  const read = async (em: EntityManager, id: string): Promise<SessionSummary> => {
    const [row] = await em.execute<SessionRow[]>(
      `SELECT ${sessionColumns} FROM live_sessions s WHERE s.id = ? AND s.format <> 'group_mission'`,
      [id],
    );
    if (!row) throw new AppError('session/not-found');
    return presentSession(row);
  };

  return {
    /** Freezes the mission, draws a PIN and opens the lobby. */
    async open(caller: Caller, wanted: OpenSession): Promise<SessionSummary> {
      const summary = await db.asCaller(caller, async (em) => {
        const id = await insertSession(em, caller, wanted);
        return read(em, id);
      });
      // homework waits for the first learner
      if (isOpen(summary) && summary.closesAt === null) await seats.open(summary.id, undefined, 'anywhere');
      return summary;
    },

    get: (caller: Caller, id: string): Promise<SessionSummary> => db.asCaller(caller, (em) => read(em, id)),

    async list(caller: Caller, { cursor, limit, status, groupId }: ListOptions) {
      const after = cursor === undefined ? null : decodeCursor(cursor, place);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<SessionRow[]>(
          `SELECT ${sessionColumns} FROM live_sessions s
           WHERE s.format <> 'group_mission' AND NOT coalesce((s.settings->>'rehearsal')::boolean, false) AND CASE WHEN ?::uuid IS NULL THEN s.host_id = ? ELSE s.group_id = ?::uuid END
             AND (?::text IS NULL OR (s.status = ANY(ARRAY['lobby', 'running', 'paused', 'parked'])) = (?::text = 'open'))
             AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', s.created_at), s.id) < (?::timestamptz, ?::uuid))
           ORDER BY date_trunc('milliseconds', s.created_at) DESC, s.id DESC LIMIT ?`,
          [
            groupId ?? null,
            caller.userId,
            groupId ?? null,
            status ?? null,
            status ?? null,
            after?.[0] ?? null,
            after?.[0] ?? null,
            after?.[1] ?? null,
            limit + 1,
          ],
        ),
      );
      const items = rows.slice(0, limit).map(presentSession);
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },

    /** A seat for the session's own host, as the panel or as a second screen. */
    async seat(
      caller: SignedInCaller,
      id: string,
      { as, locale }: { as: 'host' | 'projector'; locale: string },
    ): Promise<{ seat: Seat; session: SessionSummary }> {
      const session = await db.asCaller(caller, async (em) => {
        const own = await em.findOne(LiveSession, { id }, { fields: ['hostId'] });
        if (own && own.hostId !== caller.userId)
          throw new AppError('session/forbidden', 'Another teacher hosts this class.');
        return read(em, id);
      });
      if (!isOpen(session)) throw new AppError('session/ended');
      if (session.closesAt !== null) throw new AppError('session/forbidden', 'Nobody leads a homework.');
      await seats.open(id);
      const { userId, sessionFamily } = caller;
      const seat = await giveSeat(id, { role: as, userId, sessionFamily, locale });
      return { seat, session };
    },
  };
}
export type SessionService = ReturnType<typeof createSessionService>;

const isOpen = ({ status }: SessionSummary) => (open as readonly string[]).includes(status);

async function insertSession(
  em: EntityManager,
  caller: Caller,
  { missionId, groupId, questions, settings, closesAt, idempotencyKey }: OpenSession,
): Promise<string> {
  if (groupId !== null) {
    const [taught] = await em.execute(
      'SELECT 1 FROM groups WHERE id = ? AND archived_at IS NULL AND id IN (SELECT app_taught_groups())',
      [groupId],
    );
    if (!taught) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
  }
  const mission = await CatalogService.freezeMission(em, missionId);
  const plan = deal(mission, settings, () => randomInt(2 ** 32) / 2 ** 32, questions);
  if (plan.rounds.length === 0) throw new AppError('mission/no-questions');
  const [created] = await em.execute<{ id: string }[]>(
    `INSERT INTO live_sessions (id, org_id, host_id, mission_id, group_id, title, format, scoring, settings, snapshot, idempotency_key, closes_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?) ON CONFLICT (host_id, idempotency_key) DO NOTHING RETURNING id`,
    [
      uuid(),
      caller.orgId,
      caller.userId,
      missionId,
      groupId,
      plan.titles[plan.locale]!,
      settings.format,
      settings.scoring,
      JSON.stringify(settings),
      JSON.stringify(plan),
      idempotencyKey ?? null,
      closesAt ?? null,
    ],
  );
  if (created) {
    // nobody joins a rehearsal, so it takes no PIN from others
    if (!settings.rehearsal) await claimPin(em, created.id);
    return created.id;
  }
  const earlier = await em.findOneOrFail(
    LiveSession,
    { hostId: caller.userId, idempotencyKey },
    { fields: ['missionId', 'groupId'] },
  );
  if (earlier.missionId !== missionId || earlier.groupId !== groupId)
    throw new AppError('request/duplicate-key', 'This key opened another mission, or for another class.');
  return earlier.id;
}
