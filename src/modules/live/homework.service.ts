import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Log } from '../../platform/log/log.ts';
import { type GiveHomework, type HomeworkProgress, type MyHomework, mostDays } from '../../wire/homework.ts';
import { type SessionSummary, sessionSettings } from '../../wire/session.ts';
import type { Seats } from './seats.ts';
import type { SessionService } from './session.service.ts';

const dayMs = 24 * 3_600_000;
const open = `s.status IN ('lobby', 'running', 'paused')`;
/** Learners still find what ended so lately. */
const shownAfterEnd = `interval '14 days'`;

interface Dependencies {
  db: Database;
  seats: Pick<Seats, 'open' | 'closesAt'>;
  sessions: Pick<SessionService, 'open' | 'get'>;
  log: Log;
}

/** [REP-4] Homework: a session without a host, in which everybody of a class plays at the own pace until a day. */
export function createHomework({ db, seats, sessions, log }: Dependencies) {
  /** Only who teaches the class, or gave the homework, moves its end. */
  const move = async (caller: SignedInCaller, id: string, closesAt: Date): Promise<void> => {
    const leads = await db.asCaller(caller, (em) => isOwn(em, caller, id));
    if (!leads) throw new AppError('session/not-found');
    const { rowCount } = await db.jobs.query(
      `UPDATE live_sessions s SET closes_at = $2 WHERE id = $1 AND format = 'self_paced' AND ${open}`,
      [id, closesAt],
    );
    if (rowCount === 0) throw new AppError('session/ended');
    seats.closesAt(id, closesAt.getTime());
  };

  return {
    async give(
      caller: SignedInCaller,
      wanted: GiveHomework & { idempotencyKey: string | undefined },
    ): Promise<SessionSummary> {
      const { settings, closesAt, ...session } = wanted;
      requireSoon(closesAt);
      return sessions.open(caller, {
        ...session,
        settings: sessionSettings.parse({
          ...settings,
          format: 'self_paced',
          getReadySeconds: 0,
          standings: 'off',
        }),
        closesAt,
      });
    },

    async move(caller: SignedInCaller, id: string, closesAt: string): Promise<SessionSummary> {
      requireSoon(closesAt);
      await move(caller, id, new Date(closesAt));
      return sessions.get(caller, id);
    },

    /** The room ends it within a moment: what is open then counts as not answered. */
    async end(caller: SignedInCaller, id: string): Promise<void> {
      await move(caller, id, new Date());
      await seats.open(id);
    },

    async progress(caller: SignedInCaller, id: string): Promise<HomeworkProgress> {
      const session = await sessions.get(caller, id);
      if (session.closesAt === null) throw new AppError('session/not-found');
      const learners = await db.asWorker((em) =>
        em.execute<Omit<HomeworkProgress['learners'][number], 'finished'>[]>(progress, [
          id,
          id,
          id,
          session.group?.id ?? null,
          session.endedAt,
        ]),
      );
      return {
        session,
        leads: await db.asCaller(caller, (em) => isOwn(em, caller, id)),
        learners: learners.map((one) => ({ ...one, finished: one.done >= session.questions })),
      };
    },

    async mine(userId: string): Promise<MyHomework> {
      const { rows } = await db.jobs.query<
        Omit<MyHomework['items'][number], 'closesAt'> & { closesAt: Date }
      >(mine, [userId]);
      return { items: rows.map((row) => ({ ...row, closesAt: row.closesAt.toISOString() })) };
    },

    /** Opens the rooms of what is due: each sees that its time is over, ends, and is projected as a class is. */
    async closeDue(): Promise<void> {
      const { rows } = await db.jobs.query<{ id: string; closesAt: Date }>(
        `SELECT s.id, s.closes_at AS "closesAt" FROM live_sessions s
         WHERE ${open} AND s.closes_at <= now() ORDER BY s.closes_at LIMIT 200`,
      );
      for (const { id, closesAt } of rows)
        await seats
          .open(id)
          .then(() => seats.closesAt(id, closesAt.getTime()))
          .catch((err) => log.error({ err, sessionId: id }, 'a homework could not be ended yet'));
    },
  };
}
export type HomeworkService = ReturnType<typeof createHomework>;

function requireSoon(closesAt: string): void {
  const left = Date.parse(closesAt) - Date.now();
  if (left <= 0 || left > mostDays * dayMs)
    throw new AppError('homework/bad-deadline', `The end lies ahead, by ${mostDays} days at most.`);
}

async function isOwn(em: EntityManager, caller: SignedInCaller, id: string): Promise<boolean> {
  const [own] = await em.execute(
    `SELECT 1 FROM live_sessions WHERE id = ? AND format = 'self_paced' AND (host_id = ? OR group_id IN (SELECT app_taught_groups()))`,
    [id, caller.userId],
  );
  return own !== undefined;
}

/** How far each learner is, straight from the log: it is the truth until the homework has ended, and afterwards. */
const progress = `
WITH done AS (
  SELECT participant_id, count(*)::integer AS n FROM live_events
  WHERE session_id = ? AND type = 'round.closed' AND payload->>'reason' <> 'host' GROUP BY participant_id
), rights AS (
  SELECT participant_id, count(*) FILTER (WHERE payload->>'outcome' = 'right')::integer AS n, count(*)::integer AS judged FROM live_events
  WHERE session_id = ? AND type = 'answer.accepted' AND payload->>'outcome' IN ('right', 'partly', 'wrong') GROUP BY participant_id
), here AS (
  SELECT * FROM live_participants WHERE session_id = ?
), members AS (
  SELECT m.user_id, p.display_name FROM group_members m JOIN user_profiles p ON p.user_id = m.user_id
  WHERE m.group_id = ?::uuid AND m.role = 'student' AND m.created_at <= coalesce(?::timestamptz, now())
)
SELECT h.id AS "participantId", COALESCE(h.nickname, m.display_name) AS name, COALESCE(d.n, 0) AS done, COALESCE(r.judged, 0) AS judged, COALESCE(r.n, 0) AS "right"
FROM here h FULL JOIN members m ON m.user_id = h.user_id
LEFT JOIN done d ON d.participant_id = h.id LEFT JOIN rights r ON r.participant_id = h.id
ORDER BY name, h.id LIMIT 5000`;

const mine = `
SELECT s.id, s.title, g.name AS "className", pin.pin, coalesce(s.ended_at, s.closes_at) AS "closesAt",
  jsonb_array_length(s.snapshot->'rounds') AS questions, lp.id IS NOT NULL AS begun, coalesce(e.done, 0) AS done, coalesce(e."right", 0) AS "right"
FROM group_members m JOIN groups g ON g.id = m.group_id AND g.archived_at IS NULL
JOIN live_sessions s ON s.group_id = g.id AND s.format = 'self_paced'
LEFT JOIN live_pins pin ON pin.session_id = s.id AND pin.released_at IS NULL AND ${open} AND s.closes_at > now()
LEFT JOIN live_participants lp ON lp.session_id = s.id AND lp.user_id = m.user_id
LEFT JOIN LATERAL (SELECT
  (SELECT count(*)::integer FROM live_events WHERE session_id = s.id AND participant_id = lp.id AND type = 'round.closed' AND payload->>'reason' <> 'host') AS done,
  (SELECT count(*)::integer FROM live_events WHERE session_id = s.id AND participant_id = lp.id AND type = 'answer.accepted' AND payload->>'outcome' = 'right') AS "right"
) e ON true
WHERE m.user_id = $1 AND m.role = 'student' AND (pin.pin IS NOT NULL
  OR s.ended_at > greatest(m.created_at, now() - ${shownAfterEnd}))
ORDER BY pin.pin IS NULL, CASE WHEN pin.pin IS NULL THEN now() - s.ended_at ELSE s.closes_at - now() END, s.id LIMIT 100`;
