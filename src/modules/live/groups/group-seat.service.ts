import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { figures } from '../../../domain/group-mission/figures.ts';
import type { AccountSeat } from '../../../domain/joining/seat-holder.ts';
import type { Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { OpenGroupMission } from '../../../wire/group-run.ts';
import type { Joined } from '../../../wire/session.ts';
import { numbered } from '../account-name.ts';
import { requireStanding } from '../account-seats.ts';
import { kindNickname } from '../nickname.service.ts';
import type { PinGuard } from '../pin-guard.ts';
import type { ResumeTokens } from '../resume-token.ts';
import type { GiveSeat } from '../seat-giver.ts';
import type { SessionDoor } from '../session-door.ts';
import { enterSmallest, findPlace, lockRun, type Place } from './group-places.ts';
import { isOpen } from './group-rows.ts';

interface Dependencies {
  db: Database;
  giveSeat: GiveSeat;
  door: SessionDoor;
  guard: PinGuard;
  resumeTokens: ResumeTokens;
}

interface MineRow {
  id: string;
  title: string;
  class_id: string;
  class_name: string;
  by_learner: boolean;
  minutes: number;
  learners: number;
  own: number | null;
}

/** How learners come into groups: under their accounts, or as guests with the PIN of the run. */
export function createGroupSeatService({ db, giveSeat, door, guard, resumeTokens }: Dependencies) {
  /** One run at a time, so that nobody is put into two groups and no group gets a ninth. */
  async function inRun<T>(runId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await db.jobs.connect();
    try {
      await client.query('BEGIN');
      await lockRun(client, runId);
      const result = await work(client);
      await client.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async function seat(place: Place, locale: Locale, account?: AccountSeat): Promise<Joined> {
    const { sessionId, participantId, nickname, title } = place;
    const holder = { role: 'player', participantId, nickname, locale, ...(account && { account }) } as const;
    const reserved = await giveSeat(sessionId, holder);
    const resumeToken = resumeTokens.sign({
      sid: sessionId,
      pid: participantId,
      ...(account && { fam: account.sessionFamily }),
    });
    return { seat: reserved, resumeToken, participantId, nickname, wanted: null, title };
  }

  return {
    /** [JOIN-6] Under the account, as far as the grown-ups allow: into the own group, the planned one, or the smallest. */
    async take(
      account: AccountSeat,
      runId: string,
      { locale, device }: { locale: Locale; device: Buffer | null },
    ): Promise<Joined> {
      const { rows } = await db.jobs.query<{ allowed: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = r.group_id AND m.user_id = $2 AND m.role = 'student') AS allowed
         FROM group_runs r WHERE r.id = $1`,
        [runId, account.userId],
      );
      if (!rows[0]?.allowed) throw new AppError('group-run/not-found');
      const { name } = await requireStanding(db.jobs, account);
      const place = await inRun(runId, async (client) => {
        const own = await findPlace(client, runId, account.userId);
        if (own) return own;
        return enterSmallest(client, {
          runId,
          userId: account.userId,
          participantId: uuid(),
          locale,
          device,
          nameOf: (n) => kindNickname(numbered(name, n, locale)),
        });
      });
      return seat(place, locale, account);
    },

    /** As a guest, with the PIN of the run; into the smallest group. */
    async join(entry: {
      pin: string;
      nickname: string;
      locale: Locale;
      address: string;
      device: Buffer | null;
    }): Promise<Joined> {
      const { pin, locale, address, device } = entry;
      const { id, runId } = await door.find(pin, address, { format: 'group_mission' });
      const wanted = kindNickname(entry.nickname);
      const place = await inRun(runId!, (client) =>
        enterSmallest(client, {
          runId: runId!,
          userId: null,
          participantId: uuid(),
          locale,
          device,
          nameOf: (n) => (n === 1 ? wanted : null),
        }),
      );
      guard.entered(address, id);
      return seat(place, locale);
    },

    /** Open group missions of the own classes, and the classes in which the caller may open one. */
    async mine(userId: string): Promise<{
      items: OpenGroupMission[];
      mayOpenFor: { id: string; name: string }[];
    }> {
      const [runs, classes] = await Promise.all([
        db.jobs.query<MineRow>(mineSql, [userId, figures.most]),
        db.jobs.query<{ id: string; name: string }>(
          `SELECT g.id, g.name FROM groups g JOIN group_members m ON m.group_id = g.id
           WHERE m.user_id = $1 AND m.role = 'student' AND g.learners_may_open AND g.archived_at IS NULL ORDER BY g.name, g.id LIMIT 50`,
          [userId],
        ),
      ]);
      return {
        items: runs.rows.map((row) => ({
          id: row.id,
          title: row.title,
          class: { id: row.class_id, name: row.class_name },
          byLearner: row.by_learner,
          minutes: row.minutes,
          learners: row.learners,
          group: row.own,
        })),
        mayOpenFor: classes.rows,
      };
    },
  };
}
export type GroupSeatService = ReturnType<typeof createGroupSeatService>;

/** Own groups that are over, those from which the learner was removed, and runs in which no group has a place left, are not offered any more. */
const mineSql = `
SELECT * FROM (
  SELECT r.id, r.title, g.id AS class_id, g.name AS class_name, r.by_learner, r.minutes, r.created_at,
    (SELECT count(*)::integer FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
      WHERE s.run_id = r.id AND lp.moved_to IS NULL AND lp.kicked_at IS NULL) AS learners,
    own.run_position AS own, own.status, own.kicked
  FROM group_runs r JOIN groups g ON g.id = r.group_id
  JOIN group_members m ON m.group_id = g.id AND m.user_id = $1 AND m.role = 'student'
  LEFT JOIN LATERAL (SELECT s.run_position, s.status, lp.kicked_at IS NOT NULL AS kicked FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
    WHERE s.run_id = r.id AND lp.user_id = $1 AND lp.moved_to IS NULL LIMIT 1) own ON true
  WHERE g.archived_at IS NULL AND EXISTS (SELECT 1 FROM live_sessions s WHERE s.run_id = r.id AND ${isOpen})
) runs
WHERE CASE WHEN own IS NOT NULL THEN status IN ('lobby', 'running', 'paused') AND NOT kicked
  ELSE EXISTS (SELECT 1 FROM live_sessions s WHERE s.run_id = runs.id AND ${isOpen}
    AND (SELECT count(*) FROM live_participants lp WHERE lp.session_id = s.id AND lp.moved_to IS NULL AND lp.kicked_at IS NULL) < $2) END
ORDER BY created_at DESC, id LIMIT 50`;
