import type { EntityManager } from '@mikro-orm/postgresql';
import { isStuckIn, triesOf } from '../../domain/mission/stuck.ts';
import { dayIn } from '../../domain/reward/calendar.ts';
import { isQuiet } from '../../domain/reward/quiet.ts';
import type { Caller, Database } from '../../platform/database/database.ts';
import { type ClassMissions, type LearnerMissions, mostMissions } from '../../wire/class-missions.ts';
import type { Locale } from '../../wire/common.ts';
import { requireLearnerOf, requireTaughtClass } from '../classes/followed.service.ts';

interface RunRow {
  userId: string;
  missionId: string;
  title: string;
  done: boolean;
  lessonsDone: number;
  lessons: number;
  seconds: number;
  rightShare: number | null;
  beganAt: Date;
  lastAt: Date;
  doneAt: Date | null;
  at: string | null;
}
interface LearnerRow {
  userId: string;
  name: string | null;
  waits: boolean;
  timezone: string | null;
  startHour: number | null;
  since: Date;
  learntOn: string | null;
  lastAt: Date | null;
  seconds: number;
}
interface LostRow {
  userId: string;
  missionId: string;
  title: string;
  round: number;
  roundDone: boolean;
  bestShare: number | null;
}

/** [CLS-2] Missions alone, for those who teach the learners now, under their own row policies. */
export function createClassMissions({ db, now }: { db: Database; now: () => Date }) {
  return {
    ofClass: (caller: Caller, groupId: string, locale: Locale): Promise<ClassMissions> =>
      db.asCaller(caller, async (em) => {
        const group = await requireTaughtClass(em, groupId);
        const missions = await em.execute<(ClassMissions['missions'][number] & { total: number })[]>(
          missionsOf,
          [groupId, locale, mostMissions],
        );
        const learners = await em.execute<LearnerRow[]>(learnersOf, [groupId]);
        const runs = await em.execute<RunRow[]>(`${runsSql} ${ofClass} AND p.mission_id IN ${listed}`, [
          locale,
          locale,
          groupId,
          JSON.stringify(missions.map(({ id }) => id)),
        ]);
        const lost = await em.execute<LostRow[]>(`${lostSql} ${ofClass}`, [locale, groupId]);
        const stuckIn = new Set(stuck(lost).map(({ userId, missionId }) => `${userId} ${missionId}`));
        const own = Map.groupBy(runs, ({ userId }) => userId);
        return {
          group,
          missions: missions.map(({ id, title, begun, done }) => ({ id, title, begun, done })),
          more: Math.max(0, (missions[0]?.total ?? 0) - missions.length),
          learners: learners.map((learner) => ({
            ...presentLearner(learner, now().getTime()),
            runs: (own.get(learner.userId) ?? []).map((run) => ({
              missionId: run.missionId,
              ...present(run),
              stuck: stuckIn.has(`${run.userId} ${run.missionId}`),
            })),
          })),
        };
      }),

    ofLearner: (
      caller: Caller,
      { groupId, userId, locale }: { groupId: string; userId: string; locale: Locale },
    ): Promise<LearnerMissions> =>
      db.asCaller(caller, async (em) => {
        const { group, learner } = await requireLearnerOf(em, groupId, userId);
        const runs = await readRuns(em, userId, locale);
        const lost = stuck(await em.execute<LostRow[]>(`${lostSql} = ?`, [locale, userId]));
        return {
          learner,
          group,
          seconds: runs[0]?.allSeconds ?? 0,
          more: Math.max(0, (runs[0]?.total ?? 0) - runs.length),
          missions: runs.map((run) => ({
            id: run.missionId,
            title: run.title,
            ...present(run),
            beganAt: iso(run.beganAt),
            doneAt: run.doneAt && iso(run.doneAt),
            at: run.at,
            stuck: lost
              .filter(({ missionId }) => missionId === run.missionId)
              .map(({ title, bestShare, ...tries }) => ({
                title,
                tries: triesOf(tries),
                bestShare,
              })),
          })),
        };
      }),
  };
}
export type ClassMissionsService = ReturnType<typeof createClassMissions>;

const readRuns = (em: EntityManager, userId: string, locale: Locale) =>
  em.execute<(RunRow & { total: number; allSeconds: number })[]>(
    `SELECT *, count(*) OVER ()::integer AS total, sum(seconds) OVER ()::integer AS "allSeconds"
     FROM (${runsSql} = ?) run ORDER BY "lastAt" DESC, "missionId" LIMIT 100`,
    [locale, locale, userId],
  );

const stuck = (lost: readonly LostRow[]): LostRow[] =>
  lost.filter(({ round, roundDone }) => isStuckIn({ round, roundDone, wasWon: false }));

const present = ({ done, lessonsDone, lessons, seconds, rightShare, lastAt }: RunRow) => ({
  state: done ? ('done' as const) : ('begun' as const),
  lessonsDone,
  lessons,
  seconds,
  rightShare,
  lastAt: iso(lastAt),
});

function presentLearner(
  { userId, name, waits, seconds, learntOn, lastAt, since, ...own }: LearnerRow,
  now: number,
): Omit<ClassMissions['learners'][number], 'runs'> {
  const dayOf = (at: number) => dayIn(own.timezone ?? 'UTC', at, own.startHour ?? 0);
  const visitedOn = lastAt && dayOf(new Date(lastAt).getTime());
  const lastDay = [learntOn, visitedOn].reduce(
    (last, day) => (day !== null && (last === null || day > last) ? day : last),
    null,
  );
  const quiet = !waits && isQuiet(lastDay, dayOf(new Date(since).getTime()), dayOf(now));
  return { userId, name: name ?? '', waits, seconds, lastDay, quiet };
}

const iso = (at: Date): string => new Date(at).toISOString();

/** As an array, so that rows are found learner by learner and not among those of the whole school. */
const members = `SELECT m.user_id FROM group_members m WHERE m.group_id = ? AND m.role = 'student'`;
const ofClass = `= ANY (ARRAY(${members}))`;
const listed = `(SELECT jsonb_array_elements_text(?::jsonb)::uuid)`;

/** What somebody was in last is what the class is at. */
const missionsOf = `
WITH met AS (
  SELECT p.mission_id, count(*)::integer AS begun, count(p.completed_at)::integer AS done, max(p.last_accessed_at) AS last
  FROM mission_progress p WHERE p.user_id ${ofClass} GROUP BY p.mission_id
)
SELECT newest.* FROM (
  SELECT m.id, coalesce(m.i18n #>> ARRAY[?::text, 'title'], m.title) AS title, met.begun, met.done, count(*) OVER ()::integer AS total,
    m.topic_id, m.position
  FROM met JOIN missions m ON m.id = met.mission_id ORDER BY met.last DESC, m.id LIMIT ?
) newest LEFT JOIN topics t ON t.id = newest.topic_id ORDER BY t.position NULLS LAST, newest.position, newest.id`;

const learnersOf = `
SELECT m.user_id AS "userId", p.display_name AS name, m.user_id NOT IN (SELECT app_followed_learners()) AS waits, p.timezone,
  p.day_start_hour AS "startHour", m.created_at AS since, s.last_activity_date::text AS "learntOn", a.last AS "lastAt", coalesce(a.seconds, 0) AS seconds
FROM group_members m LEFT JOIN user_profiles p ON p.user_id = m.user_id LEFT JOIN learner_stats s ON s.user_id = m.user_id
  CROSS JOIN LATERAL (SELECT max(last_accessed_at) AS last, sum(time_spent_seconds)::integer AS seconds FROM mission_progress
    WHERE user_id = m.user_id) a
WHERE m.group_id = ? AND m.role = 'student' ORDER BY p.display_name, m.user_id LIMIT 500`;

const runsSql = `
SELECT p.user_id AS "userId", p.mission_id AS "missionId", coalesce(m.i18n #>> ARRAY[?::text, 'title'], m.title) AS title,
  p.completed_at IS NOT NULL AS done, p.lessons_completed AS "lessonsDone", p.lessons_total AS lessons, p.time_spent_seconds AS seconds,
  CASE WHEN p.questions_answered > 0 THEN p.questions_correct::real / p.questions_answered END AS "rightShare",
  p.started_at AS "beganAt", p.last_accessed_at AS "lastAt", p.completed_at AS "doneAt", coalesce(l.i18n #>> ARRAY[?::text, 'title'], l.title) AS at
FROM mission_progress p JOIN missions m ON m.id = p.mission_id LEFT JOIN lessons l ON l.id = p.lesson_id WHERE p.user_id`;

/** Lessons that took more than one try and were never won. */
const lostSql = `
SELECT lp.user_id AS "userId", lp.mission_id AS "missionId", coalesce(l.i18n #>> ARRAY[?::text, 'title'], l.title) AS title, lp.round,
  lp.round_done AS "roundDone", lp.best_share AS "bestShare"
FROM lesson_progress lp JOIN lessons l ON l.id = lp.lesson_id WHERE lp.completed_at IS NULL AND lp.round > 1 AND lp.user_id`;
