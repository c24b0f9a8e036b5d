import type pg from 'pg';
import type { EditionLesson } from '../../domain/mission/edition.ts';
import { type Given, standingIn } from '../../domain/mission/lesson.ts';

const counted = {
  lessons_completed: 'lessons done',
  questions_answered: 'questions answered',
  questions_correct: 'questions right',
  hints_used: 'hints',
} as const;
type Counter = keyof typeof counted;
const counters = Object.keys(counted) as Counter[];

type Counts = Record<Counter, number>;
interface CountsRow {
  missionId: string;
  slug: string;
  stored: Counts;
  wanted: Counts;
}
interface BestShare {
  lessonId: string;
  wanted: number | null;
}
export interface ComparedMissions {
  missions: (Omit<CountsRow, 'stored'> & { unlike: Counter[] })[];
  lessons: BestShare[];
}

/**
 * Holds what is counted of missions alone against answers, hints and finished lessons. Active time is its own record: nothing else knows
 * it of each mission. `lock`: nobody else writes in these missions until the transaction ends; to be taken before the learner, as runs do.
 */
export async function compareMissions(
  client: pg.ClientBase,
  learnerId: string,
  { lock }: { lock: boolean },
): Promise<ComparedMissions> {
  const { rows: own } = await client.query<{ id: string }>(
    `SELECT mission_id AS id FROM mission_progress WHERE user_id = $1 ORDER BY mission_id ${lock ? 'FOR UPDATE' : ''}`,
    [learnerId],
  );
  if (own.length === 0) return { missions: [], lessons: [] };
  const values = [learnerId, own.map(({ id }) => id)];
  const { rows: missions } = await client.query<CountsRow>(countsOf, values);
  const { rows: rounds } = await client.query<RoundRow>(roundsOf, values);
  return {
    missions: missions.flatMap(({ stored, ...one }) => {
      const unlike = counters.filter((counter) => stored[counter] !== one.wanted[counter]);
      return unlike.length > 0 ? [{ ...one, unlike }] : [];
    }),
    lessons: [...Map.groupBy(rounds, ({ lessonId }) => lessonId)].flatMap(([lessonId, tries]) => {
      const wanted = bestOf(tries);
      return isSame(tries[0]!.stored, wanted) ? [] : [{ lessonId, wanted }];
    }),
  };
}

export const wordsOfMissions = ({ missions, lessons }: ComparedMissions): string[] => [
  ...missions.flatMap(({ slug, unlike }) =>
    unlike.map((counter) => `the count is another: ${counted[counter]} of mission ${slug}`),
  ),
  ...lessons.map(({ lessonId }) => `the best share is another: lesson ${lessonId}`),
];

/** Puts right what was compared and locked. */
export async function mendMissions(
  client: pg.ClientBase,
  learnerId: string,
  { missions, lessons }: ComparedMissions,
): Promise<void> {
  for (const { missionId, wanted } of missions)
    await client.query(
      `UPDATE mission_progress SET ${counters.map((counter, i) => `${counter} = $${i + 3}`).join(', ')} WHERE user_id = $1 AND mission_id = $2`,
      [learnerId, missionId, ...counters.map((counter) => wanted[counter])],
    );
  for (const { lessonId, wanted } of lessons)
    await client.query('UPDATE lesson_progress SET best_share = $3 WHERE user_id = $1 AND lesson_id = $2', [
      learnerId,
      lessonId,
      wanted,
    ]);
}

interface RoundRow {
  lessonId: string;
  stored: number | null;
  /** As it was in the edition that was answered; null: nothing was answered, or it was not in it. */
  lesson: EditionLesson | null;
  given: Given[];
}

/** Only a try that came to its end counts. */
function bestOf(rounds: readonly RoundRow[]): number | null {
  const shares = rounds.flatMap(({ lesson, given }) => {
    if (!lesson) return [];
    const { isThrough, share } = standingIn(lesson.kind, lesson.questionIds, given);
    return isThrough && share !== null ? [share] : [];
  });
  return shares.length > 0 ? Math.max(...shares) : null;
}

/** The table keeps fewer digits. */
const isSame = (stored: number | null, wanted: number | null): boolean =>
  stored === null || wanted === null ? stored === wanted : Math.abs(stored - wanted) < 1e-5;

const countsOf = `
SELECT p.mission_id AS "missionId", m.slug, to_json(p) AS stored, json_build_object(
    'lessons_completed', (SELECT count(*) FROM lesson_progress l WHERE l.user_id = p.user_id AND l.mission_id = p.mission_id AND l.is_passed
      AND l.lesson_id::text IN (SELECT one->>'lessonId' FROM jsonb_array_elements(e.plan->'lessons') AS one)),
    'questions_answered', (SELECT count(*) FROM question_responses r WHERE r.user_id = p.user_id AND r.mission_id = p.mission_id
      AND r.outcome IN ('right', 'partly', 'wrong')),
    'questions_correct', (SELECT count(*) FROM question_responses r WHERE r.user_id = p.user_id AND r.mission_id = p.mission_id AND r.outcome = 'right'),
    'hints_used', (SELECT count(*) FROM mission_hints h WHERE h.user_id = p.user_id AND h.mission_id = p.mission_id)) AS wanted
FROM mission_progress p JOIN missions m ON m.id = p.mission_id JOIN mission_editions e ON e.id = p.edition_id
WHERE p.user_id = $1 AND p.mission_id = ANY($2::uuid[]) ORDER BY m.slug`;

const roundsOf = `
SELECT p.lesson_id AS "lessonId", p.best_share AS stored,
  (SELECT one FROM jsonb_array_elements(e.plan->'lessons') AS one WHERE one->>'lessonId' = p.lesson_id::text) AS lesson,
  json_agg(json_build_object('questionId', r.question_id, 'try', r.try, 'outcome', r.outcome) ORDER BY r.try, r.received_at, r.id) AS given
FROM lesson_progress p LEFT JOIN question_responses r ON r.user_id = p.user_id AND r.lesson_id = p.lesson_id LEFT JOIN mission_editions e ON e.id = r.edition_id
WHERE p.user_id = $1 AND p.mission_id = ANY($2::uuid[]) GROUP BY p.user_id, p.lesson_id, r.round, e.id ORDER BY p.lesson_id, r.round`;
