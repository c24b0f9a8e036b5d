import type { EntityManager } from '@mikro-orm/postgresql';
import { lockOf } from '../../domain/mission/lock.ts';
import type { Caller, Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { MissionMap, MissionOnMap } from '../../wire/learning.ts';

interface MapRow {
  id: string;
  title: string;
  description: string;
  difficulty: MissionOnMap['difficulty'];
  minutes: number;
  requiredLevel: number;
  requires: string[];
  lessons: number;
  xp: number;
  coins: number;
  topicId: string | null;
  topicName: string | null;
  topicDescription: string | null;
  begun: boolean;
  done: boolean;
  lessonsDone: number;
  rightShare: number | null;
  /** Milliseconds since 1970; 0: never. */
  lastAt: number;
}

export function createMissionMap({ db }: { db: Database }) {
  return {
    /**
     * [ALO-1] All missions that can be played alone, topic by topic, and how far this learner is. What the caller sees of it the row
     * policies say.
     */
    read: (caller: Caller, learnerId: string, locale: Locale): Promise<MissionMap> =>
      db.asCaller(caller, async (em) => {
        const rows = await em.execute<MapRow[]>(mapSql, [locale, locale, locale, locale, learnerId]);
        const level = await levelOf(em, learnerId);
        const completed = new Set(rows.filter(({ done }) => done).map(({ id }) => id));
        const titles = new Map(rows.map(({ id, title }) => [id, title]));
        const missions = rows.map((row) => present(row, { level, completed, titles }));
        const topics = Map.groupBy(rows, ({ topicId }) => topicId);
        return {
          level,
          next: nextOf(rows, missions),
          topics: [...topics].map(([id, own]) => ({
            id,
            name: own[0]!.topicName ?? '',
            description: own[0]!.topicDescription ?? '',
            missions: own.map((row) => missions.find((mission) => mission.id === row.id)!),
          })),
        };
      }),
  };
}
export type MissionMapService = ReturnType<typeof createMissionMap>;

/** Refuses `mission/not-found` and `mission/locked`. */
export async function requireOpen(db: Database, caller: Caller, missionId: string): Promise<void> {
  await db.asCaller(caller, async (em) => {
    const [asks] = await em.execute<{ requiredLevel: number; requires: string[] }[]>(
      `SELECT required_level AS "requiredLevel", ${requiresSql} AS requires FROM missions m
       WHERE m.id = ? AND m.is_active AND m.mission_type <> 'group'`,
      [missionId],
    );
    if (!asks) throw new AppError('mission/not-found');
    const done = await em.execute<{ id: string }[]>(
      'SELECT mission_id AS id FROM mission_progress WHERE user_id = ? AND completed_at IS NOT NULL',
      [caller.userId],
    );
    const level = await levelOf(em, caller.userId);
    const lock = lockOf(asks, { level, completed: new Set(done.map(({ id }) => id)), begun: false });
    if (lock) throw new AppError('mission/locked');
  });
}

async function levelOf(em: EntityManager, userId: string): Promise<number> {
  const [stats] = await em.execute<{ level: number }[]>(
    'SELECT current_level AS level FROM learner_stats WHERE user_id = ?',
    [userId],
  );
  return stats?.level ?? 1;
}

interface Reached {
  level: number;
  completed: ReadonlySet<string>;
  titles: ReadonlyMap<string, string>;
}

function present(row: MapRow, { level, completed, titles }: Reached): MissionOnMap {
  const lock = lockOf(row, { level, completed, begun: row.begun });
  return {
    id: row.id,
    title: row.title,
    description: row.description,
    difficulty: row.difficulty,
    estimatedMinutes: row.minutes,
    state: lock ? 'locked' : row.done ? 'done' : row.begun ? 'begun' : 'open',
    isOn: row.begun && row.lessonsDone < row.lessons,
    lock: lock && {
      level: lock.level,
      missions: lock.missions.flatMap((id) => (titles.has(id) ? [{ id, title: titles.get(id)! }] : [])),
    },
    lessons: row.lessons,
    lessonsDone: row.lessonsDone,
    rightShare: row.rightShare,
    xp: row.xp,
    coins: row.coins,
  };
}

function nextOf(rows: readonly MapRow[], missions: readonly MissionOnMap[]): MissionMap['next'] {
  const lastAt = new Map(rows.map(({ id, lastAt }) => [id, lastAt]));
  const [on] = missions.filter(({ isOn }) => isOn).sort((a, b) => lastAt.get(b.id)! - lastAt.get(a.id)!);
  const next = on ?? missions.find(({ state }) => state === 'open');
  return next ? { id: next.id, title: next.title, begun: next === on } : null;
}

/** What nobody can work through alone any more bars nobody. */
const requiresSql = `
  ARRAY(SELECT p.requires_mission_id::text FROM mission_prerequisites p JOIN missions b ON b.id = p.requires_mission_id AND b.is_active
      AND b.mission_type <> 'group' AND b.total_questions > 0 WHERE p.mission_id = m.id)`;

const mapSql = `
SELECT m.id, coalesce(m.i18n #>> ARRAY[?::text, 'title'], m.title) AS title, coalesce(m.i18n #>> ARRAY[?::text, 'description'], m.description) AS description,
  m.difficulty, m.estimated_minutes AS minutes, m.required_level AS "requiredLevel", ${requiresSql} AS requires,
  coalesce(p.lessons_total, m.total_lessons) AS lessons, m.xp_reward AS xp, m.coin_reward AS coins, t.id AS "topicId",
  coalesce(t.i18n #>> ARRAY[?::text, 'name'], t.name) AS "topicName", coalesce(t.i18n #>> ARRAY[?::text, 'description'], t.description) AS "topicDescription",
  p.user_id IS NOT NULL AS begun, p.completed_at IS NOT NULL AS done, coalesce(p.lessons_completed, 0) AS "lessonsDone",
  CASE WHEN p.questions_answered > 0 THEN p.questions_correct::real / p.questions_answered END AS "rightShare", coalesce(extract(epoch FROM p.last_accessed_at) * 1000, 0)::float8 AS "lastAt"
FROM missions m LEFT JOIN topics t ON t.id = m.topic_id AND t.is_active
LEFT JOIN mission_progress p ON p.mission_id = m.id AND p.user_id = ?
WHERE m.mission_type <> 'group' AND m.total_questions > 0 AND (m.is_active OR (p.user_id IS NOT NULL AND p.lessons_completed < p.lessons_total))
ORDER BY t.position NULLS LAST, m.position, m.id LIMIT 500`;
