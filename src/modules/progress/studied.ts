import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import { nothingAlone, type Studied } from '../../domain/reward/earned.ts';

/** Events after which a learner may have earned something alone. */
export const studiedTypes = ['answers.checked', 'lesson.completed', 'mission.completed'] as const;

interface Fact {
  what: 'answer' | 'lesson' | 'mission';
  id: string;
  day: Day;
  right: boolean;
  xp: number;
  coins: number;
  at: Date;
}

/** What a learner did alone in one mission. */
export const readStudiedIn = (
  client: pg.ClientBase,
  learnerId: string,
  missionId: string,
): Promise<Studied> => read(client, facts('mission_id = $2'), [learnerId, missionId]);

/** What a learner did alone in all missions, as far as it has been told and worked on, or nobody did so in time. */
export const readStudied = (client: pg.ClientBase, learnerId: string): Promise<Studied> =>
  read(client, facts(isCounted), [learnerId]);

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

const isCounted = `NOT EXISTS (
  SELECT 1 FROM outbox_events o WHERE o.payload->>'learnerId' = $1::text AND o.created_at > now() - interval '10 minutes'
    AND o.event_type IN (${studiedTypes.map((type) => `'${type}'`)}) AND o.payload->>'missionId' = mission_id::text
    AND NOT EXISTS (SELECT 1 FROM handled_events h WHERE h.event_id = o.id AND h.handler = 'progress'))`;

const facts = (only: string) => `
SELECT 'answer' AS what, question_id AS id, answered_on::text AS day, outcome = 'right' AS right, xp_reward AS xp, 0 AS coins, answered_at AS at
  FROM question_responses WHERE user_id = $1::uuid AND outcome IN ('right', 'partly', 'wrong') AND ${only}
UNION ALL SELECT 'lesson', lesson_id, completed_on::text, true, xp_reward, 0, completed_at
  FROM lesson_progress WHERE user_id = $1::uuid AND completed_at IS NOT NULL AND ${only}
UNION ALL SELECT 'mission', mission_id, completed_on::text, true, xp_reward, coin_reward, completed_at
  FROM mission_progress WHERE user_id = $1::uuid AND completed_at IS NOT NULL AND ${only}`;
