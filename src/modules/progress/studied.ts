import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import { nothingAlone, type Studied } from '../../domain/reward/earned.ts';

/** The event after which a learner may know more alone. */
export const answersChecked = 'answers.checked';
/** Events after which a learner may have earned something alone. */
export const studiedTypes = [answersChecked, 'lesson.completed', 'mission.completed'] as const;

interface Fact {
  what: 'answer' | 'lesson' | 'mission';
  id: string;
  day: Day;
  right: boolean;
  xp: number;
  coins: number;
  at: Date;
}

/** What a learner did alone in some missions. */
export const readStudiedIn = (
  client: pg.ClientBase,
  learnerId: string,
  missionIds: readonly string[],
): Promise<Studied> => read(client, facts('mission_id = ANY($2::uuid[])'), [learnerId, missionIds]);

/** What a learner did alone in all missions. `due`: as far as what was told of a mission is worked on, or nobody did so in time. */
export const readStudied = (
  client: pg.ClientBase,
  learnerId: string,
  which: 'all' | 'due',
): Promise<Studied> => read(client, facts(which === 'due' ? isDue : 'true'), [learnerId]);

/** Whether something that this learner did alone was just told and is not worked on yet. */
export const isAwaited = async (client: pg.ClientBase, learnerId: string): Promise<boolean> =>
  (await client.query(`SELECT 1 WHERE EXISTS (${awaited})`, [learnerId])).rowCount === 1;

async function read(client: pg.ClientBase, sql: string, values: unknown[]): Promise<Studied> {
  const { rows } = await client.query<Fact>(sql, values);
  const of = (what: Fact['what']) => rows.filter((row) => row.what === what);
  if (rows.length === 0) return nothingAlone;
  return {
    answers: of('answer').map(({ id, right, xp, day, at }) => ({
      questionId: id,
      right,
      xp,
      day,
      at: at.getTime(),
    })),
    lessons: of('lesson').map(({ id, xp, day }) => ({ lessonId: id, xp, day })),
    missions: of('mission').map(({ id, xp, coins, day }) => ({ missionId: id, xp, coins, day })),
  };
}

const awaited = `
  SELECT 1 FROM outbox_events o WHERE o.payload->>'learnerId' = $1::text AND o.created_at > now() - interval '10 minutes'
    AND o.event_type IN (${studiedTypes.map((type) => `'${type}'`)})
    AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = 'progress')`;
const isDue = `NOT EXISTS (${awaited} AND o.payload->>'missionId' = mission_id::text)`;

const facts = (only: string) => `
SELECT 'answer' AS what, question_id AS id, answered_on::text AS day, outcome = 'right' AS right, xp_reward AS xp, 0 AS coins, answered_at AS at
  FROM question_responses WHERE user_id = $1::uuid AND outcome IN ('right', 'partly', 'wrong') AND ${only}
UNION ALL SELECT 'lesson', lesson_id, completed_on::text, true, xp_reward, 0, completed_at
  FROM lesson_progress WHERE user_id = $1::uuid AND completed_at IS NOT NULL AND ${only}
UNION ALL SELECT 'mission', mission_id, completed_on::text, true, xp_reward, coin_reward, completed_at
  FROM mission_progress WHERE user_id = $1::uuid AND completed_at IS NOT NULL AND ${only}`;
