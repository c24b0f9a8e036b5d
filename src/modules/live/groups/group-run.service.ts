import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { dealGroupMission, type GroupMissionPlan } from '../../../domain/group-mission/plan.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Locale } from '../../../wire/common.ts';
import { groupRoomName, groupWatchName } from '../../../wire/group-mission.ts';
import type { GroupRun, openGroupsBody } from '../../../wire/group-run.ts';
import type { Seat } from '../../../wire/session.ts';
import { CatalogService } from '../../catalog/catalog.service.ts';
import { claimPin } from '../claim-pin.ts';
import type { Seats } from '../seats.ts';
import { isOpen, presentRun, type RunRow, runColumns } from './group-rows.ts';

type Wanted = z.output<typeof openGroupsBody> & { idempotencyKey: string | undefined };

/** Where a page of runs ends: the newest come first. */
const place = z.tuple([z.iso.datetime().refine((at) => at > '0001'), z.uuid()]);
/** A class's own groups at a time; more are a sign that something plays with the button. */
const mostOwnGroups = 20;

/** Opens groups, and lets teachers watch them. */
export function createGroupRunService({ db, seats }: { db: Database; seats: Seats }) {
  const read = async (em: EntityManager, id: string): Promise<GroupRun> => {
    const [row] = await em.execute<RunRow[]>(`SELECT ${runColumns} FROM group_runs r WHERE r.id = ?`, [id]);
    if (!row) throw new AppError('group-run/not-found');
    return presentRun(row);
  };

  const startRooms = async (runId: string): Promise<void> => {
    const { rows } = await db.jobs.query<{ id: string }>(
      `SELECT s.id FROM live_sessions s WHERE s.run_id = $1 AND ${isOpen} ORDER BY run_position`,
      [runId],
    );
    for (const { id } of rows) await seats.open(id, groupRoomName);
  };

  return {
    /** [GRP-3] Freezes the mission, opens the groups with their rooms, and draws one PIN for all. */
    async open(caller: Caller, wanted: Wanted): Promise<GroupRun> {
      const run = await db.asCaller(caller, async (em) => {
        const [taught] = await em.execute(
          'SELECT 1 FROM groups WHERE id = ? AND archived_at IS NULL AND id IN (SELECT app_taught_groups())',
          [wanted.classId],
        );
        if (!taught) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
        return read(em, await insertRun(em, caller, wanted));
      });
      await startRooms(run.id);
      return run;
    },

    /** A learner opens a group of an own class in which the teacher allows it. */
    async openOwn(
      caller: SignedInCaller,
      { missionId, classId }: { missionId: string; classId: string },
    ): Promise<{ id: string }> {
      const id = await db.asWorker(async (em) => {
        const [member] = await em.execute<{ allowed: boolean; open: number; own: boolean }[]>(
          `SELECT g.learners_may_open AS allowed,
             (SELECT count(*)::integer FROM group_runs r WHERE r.group_id = g.id AND r.by_learner AND ${someOpen}) AS open,
             EXISTS (SELECT 1 FROM group_runs r WHERE r.opened_by = ? AND r.by_learner AND ${someOpen}) AS own
           FROM groups g JOIN group_members m ON m.group_id = g.id AND m.user_id = ? AND m.role = 'student'
           WHERE g.id = ? AND g.org_id = ? AND g.archived_at IS NULL FOR UPDATE OF g`,
          [caller.userId, caller.userId, classId, caller.orgId],
        );
        if (!member) throw new AppError('class/not-found');
        if (!member.allowed)
          throw new AppError('group/not-allowed', 'The teacher has not allowed this for the class.');
        if (member.own || member.open >= mostOwnGroups)
          throw new AppError('group/already-open', 'There is an open group already. Finish it first.');
        const plans = await plansOf(em, missionId, 1);
        return insertAll(em, caller, { missionId, classId, plans, byLearner: true, hostId: null });
      });
      await startRooms(id);
      return { id };
    },

    get: (caller: Caller, id: string): Promise<GroupRun> => db.asCaller(caller, (em) => read(em, id)),

    async list(
      caller: Caller,
      {
        classId,
        cursor,
        limit,
      }: { classId?: string | undefined; cursor?: string | undefined; limit: number },
    ) {
      const after = cursor === undefined ? null : decodeCursor(cursor, place);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<RunRow[]>(
          `SELECT ${runColumns} FROM group_runs r
           WHERE ${classId === undefined ? '(r.opened_by = ? OR r.group_id IN (SELECT app_taught_groups()))' : 'r.group_id = ?'}
             AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', r.created_at), r.id) < (?::timestamptz, ?::uuid))
           ORDER BY date_trunc('milliseconds', r.created_at) DESC, r.id DESC LIMIT ?`,
          [classId ?? caller.userId, after?.[0] ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
        ),
      );
      const items = rows.slice(0, limit).map(presentRun);
      const last = items.at(-1);
      const hasMore = rows.length > limit && last;
      return { items, nextCursor: hasMore ? encodeCursor([last.createdAt, last.id]) : null };
    },

    /** [GRP-3] A seat at the panel of all groups, for teachers of the class. */
    async watch(caller: SignedInCaller, id: string, locale: Locale): Promise<{ seat: Seat }> {
      const run = await db.asCaller(caller, async (em) => {
        const [teaches] = await em.execute(
          'SELECT 1 FROM group_runs WHERE id = ? AND group_id IN (SELECT app_taught_groups())',
          [id],
        );
        const found = await read(em, id);
        if (!teaches) throw new AppError('group/not-teacher', 'This is for the teachers of the class.');
        return found;
      });
      if (run.open > 0) await startRooms(id);
      await seats.open(id, groupWatchName);
      const { userId, sessionFamily } = caller;
      const seat = await seats.reserve(id, { role: 'host', userId, sessionFamily, locale });
      if (!seat) throw new AppError('server/not-ready', 'The groups are on their way back.');
      return { seat };
    },

    /** Whether learners of the class may open group missions by themselves. */
    async readLearnersMayOpen(caller: Caller, classId: string): Promise<{ allowed: boolean }> {
      const [row] = await db.asCaller(caller, (em) =>
        em.execute<{ allowed: boolean }[]>('SELECT learners_may_open AS allowed FROM groups WHERE id = ?', [
          classId,
        ]),
      );
      if (!row) throw new AppError('class/not-found');
      return row;
    },

    async setLearnersMayOpen(caller: Caller, classId: string, allowed: boolean) {
      const [taught] = await db.asCaller(caller, (em) =>
        em.execute('SELECT 1 FROM groups WHERE id = ? AND id IN (SELECT app_taught_groups())', [classId]),
      );
      if (!taught) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
      await db.jobs.query('UPDATE groups SET learners_may_open = $2 WHERE id = $1', [classId, allowed]);
      return { allowed };
    },
  };
}
export type GroupRunService = ReturnType<typeof createGroupRunService>;

const someOpen = `EXISTS (SELECT 1 FROM live_sessions s WHERE s.run_id = r.id AND ${isOpen})`;

async function insertRun(em: EntityManager, caller: Caller, wanted: Wanted): Promise<string> {
  const { missionId, classId, groups, idempotencyKey } = wanted;
  if (idempotencyKey !== undefined) {
    const [earlier] = await em.execute<{ id: string; mission_id: string; group_id: string }[]>(
      'SELECT id, mission_id, group_id FROM group_runs WHERE opened_by = ? AND idempotency_key = ?',
      [caller.userId, idempotencyKey],
    );
    if (earlier && (earlier.mission_id !== missionId || earlier.group_id !== classId))
      throw new AppError('request/duplicate-key', 'This key opened another mission, or for another class.');
    if (earlier) return earlier.id;
  }
  const count = Array.isArray(groups) ? groups.length : groups;
  const plans = await plansOf(em, missionId, count, wanted.minutes);
  const chosen = Array.isArray(groups) ? groups : [];
  const learners = chosen.flat();
  if (new Set(learners).size !== learners.length)
    throw new AppError('request/invalid', 'A learner can be in one group only.');
  const id = await insertAll(em, caller, {
    missionId,
    classId,
    plans,
    byLearner: false,
    hostId: caller.userId,
    idempotencyKey,
  });
  await insertPlaces(em, id, classId, chosen);
  return id;
}

/** Each group has an order of choices of its own, so that groups cannot just tell each other letters. */
async function plansOf(
  em: EntityManager,
  missionId: string,
  groups: number,
  minutes?: number,
): Promise<GroupMissionPlan[]> {
  const frozen = await CatalogService.freezeGroupMission(em, missionId);
  const random = () => randomInt(2 ** 32) / 2 ** 32;
  return Array.from({ length: groups }, () =>
    dealGroupMission(frozen.mission, frozen.scenes, minutes ?? Math.max(5, frozen.minutes), random),
  );
}

interface NewRun {
  missionId: string;
  classId: string;
  plans: GroupMissionPlan[];
  byLearner: boolean;
  hostId: string | null;
  idempotencyKey?: string | undefined;
}

async function insertAll(em: EntityManager, caller: Caller, run: NewRun): Promise<string> {
  const id = uuid();
  const plan = run.plans[0]!;
  const title = plan.titles[plan.locale]!;
  const byLearner = run.byLearner ? { by_learner: true } : {};
  const row = {
    id,
    org_id: caller.orgId,
    group_id: run.classId,
    mission_id: run.missionId,
    opened_by: caller.userId,
    title,
    minutes: plan.minutes,
    idempotency_key: run.idempotencyKey ?? null,
    ...byLearner,
  };
  const names = Object.keys(row);
  await em.execute(`INSERT INTO group_runs (${names}) VALUES (${names.map(() => '?')})`, Object.values(row));
  const sessions = run.plans.map((snapshot, i) => ({ id: uuid(), run_position: i + 1, snapshot }));
  await em.execute(
    `INSERT INTO live_sessions (id, org_id, host_id, mission_id, group_id, title, format, scoring, settings, snapshot, run_id, run_position)
     SELECT s.id, ?, ?, ?, ?, ?, 'group_mission', 'accuracy', ?::jsonb, s.snapshot, ?, s.run_position
     FROM jsonb_to_recordset(?::jsonb) AS s(id uuid, run_position integer, snapshot jsonb)`,
    [
      caller.orgId,
      run.hostId,
      run.missionId,
      run.classId,
      title,
      JSON.stringify({ minutes: plan.minutes }),
      id,
      JSON.stringify(sessions),
    ],
  );
  // learners who open one play with their class, under their accounts
  if (run.hostId !== null) await claimPin(em, sessions[0]!.id);
  return id;
}

async function insertPlaces(em: EntityManager, runId: string, classId: string, groups: string[][]) {
  const places = groups.flatMap((learners, i) =>
    learners.map((user_id) => ({ user_id, run_position: i + 1 })),
  );
  if (places.length === 0) return;
  const found = await em.execute(
    `INSERT INTO group_places (run_id, user_id, run_position)
     SELECT ?, p.user_id, p.run_position FROM jsonb_to_recordset(?::jsonb) AS p(user_id uuid, run_position integer)
     JOIN group_members m ON m.group_id = ? AND m.user_id = p.user_id AND m.role = 'student' RETURNING user_id`,
    [runId, JSON.stringify(places), classId],
  );
  if (found.length < places.length)
    throw new AppError('user/not-found', 'Not all of them are in this class.');
}
