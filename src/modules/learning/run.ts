import type pg from 'pg';
import type { Answer, Outcome } from '../../domain/answer/answer.ts';
import type { PlannedRound } from '../../domain/challenge/class-plan.ts';
import type { Edition, EditionLesson } from '../../domain/mission/edition.ts';
import { type Standing, standingIn } from '../../domain/mission/lesson.ts';
import { AppError } from '../../platform/http/app-error.ts';

/** A connection that is in a transaction, or the pool. */
export type Queries = Pick<pg.ClientBase, 'query'>;

export interface RunRow {
  editionId: string;
  contentHash: string;
  plan: Edition;
  attempts: number;
  isDone: boolean;
  lessonId: string | null;
  timeSpentSeconds: number;
  startedAt: Date;
  /** Somebody was seen at it then with a connection; null: never. */
  activeAt: Date | null;
  /** When the newest answer was given; null: there is none. */
  answeredAt: Date | null;
  timezone: string;
  /** When the learner's day begins. */
  dayStartHour: number;
}
export interface LessonRow {
  lessonId: string;
  round: number;
  roundDone: boolean;
  isPassed: boolean;
  /** When it was finished first; null: never. */
  completedAt: Date | null;
  /** When this try began; null: with its first answer. */
  roundBeganAt: Date | null;
}
export interface Response {
  id: string;
  lessonId: string;
  questionId: string;
  round: number;
  try: number;
  answer: Answer;
  outcome: Outcome;
  share: number;
  /** What it earned. */
  xp: number;
}
interface HintRow {
  lessonId: string;
  questionId: string;
  round: number;
}

/** One learner in one mission. */
export interface Run {
  userId: string;
  missionId: string;
  row: RunRow;
  lessons: Map<string, LessonRow>;
  /** Of the rounds that are on, in the order in which they came. */
  responses: Response[];
  hints: HintRow[];
  /** What this attempt earned so far, as the ledger has it once it is told. */
  earned: { xp: number; coins: number };
}

/** `lock`: nobody else writes in this run until the transaction ends. Refuses `mission/not-begun`. */
export async function readRun(
  client: Queries,
  { userId, missionId }: { userId: string; missionId: string },
  { lock }: { lock: boolean },
): Promise<Run> {
  const run = await findRun(client, { userId, missionId }, { lock });
  if (!run) throw new AppError('mission/not-begun');
  return run;
}

export async function findRun(
  client: Queries,
  { userId, missionId }: { userId: string; missionId: string },
  { lock }: { lock: boolean },
): Promise<Run | null> {
  const { rows } = await client.query<RunRow>(`${runSql} ${lock ? 'FOR UPDATE OF p' : ''}`, [
    userId,
    missionId,
  ]);
  const [row] = rows;
  if (!row) return null;
  const lessons = await client.query<LessonRow>(lessonsSql, [userId, missionId]);
  const responses = await client.query<Response>(responsesSql, [userId, missionId]);
  const hints = await client.query<HintRow>(hintsSql, [userId, missionId]);
  const earned = await client.query<Run['earned']>(earnedSql, [userId, missionId]);
  return {
    userId,
    missionId,
    row,
    lessons: new Map(lessons.rows.map((lesson) => [lesson.lessonId, lesson])),
    responses: responses.rows,
    hints: hints.rows,
    earned: earned.rows[0]!,
  };
}

const fresh = (lessonId: string): LessonRow => ({
  lessonId,
  round: 1,
  roundDone: false,
  isPassed: false,
  completedAt: null,
  roundBeganAt: null,
});

export const lessonRow = (run: Run, lessonId: string): LessonRow =>
  run.lessons.get(lessonId) ?? fresh(lessonId);

/** Refuses `lesson/not-found`. */
export function lessonIn({ row }: Run, lessonId: string): EditionLesson {
  const lesson = row.plan.lessons.find((one) => one.lessonId === lessonId);
  if (!lesson) throw new AppError('lesson/not-found');
  return lesson;
}

export const roundOf = ({ row }: Run, questionId: string): PlannedRound | undefined =>
  row.plan.rounds.find((round) => round.questionId === questionId);

/** What was given in the try of the lesson that is on. */
export const responsesIn = (run: Run, lessonId: string): Response[] => {
  const { round } = lessonRow(run, lessonId);
  return run.responses.filter((one) => one.lessonId === lessonId && one.round === round);
};

export const standingOf = (run: Run, { lessonId, kind, questionIds }: EditionLesson): Standing =>
  standingIn(kind, questionIds, responsesIn(run, lessonId));

/** All lessons of this attempt are done. */
export const isThrough = (run: Run): boolean =>
  run.row.plan.lessons.every(({ lessonId }) => lessonRow(run, lessonId).isPassed);

const runSql = `
SELECT p.edition_id AS "editionId", e.content_hash AS "contentHash", e.plan, p.attempts, p.completed_at IS NOT NULL AS "isDone", p.lesson_id AS "lessonId",
  p.time_spent_seconds AS "timeSpentSeconds", p.started_at AS "startedAt", p.active_at AS "activeAt",
  (SELECT max(r.answered_at) FROM question_responses r WHERE r.user_id = p.user_id AND r.mission_id = p.mission_id) AS "answeredAt", u.timezone, u.day_start_hour AS "dayStartHour"
FROM mission_progress p JOIN mission_editions e ON e.id = p.edition_id JOIN user_profiles u ON u.user_id = p.user_id
WHERE p.user_id = $1 AND p.mission_id = $2`;

const lessonsSql = `
SELECT lesson_id AS "lessonId", round, round_done AS "roundDone", is_passed AS "isPassed", completed_at AS "completedAt", round_began_at AS "roundBeganAt"
FROM lesson_progress WHERE user_id = $1 AND mission_id = $2`;

/** What a class earned on the same day for the same question is not earned again, unless it was less. */
const ofNoClass = `
  NOT EXISTS (SELECT 1 FROM reward_ledger l WHERE l.user_id = r.user_id AND l.currency = 'xp' AND l.source_type = 'live_session'
    AND l.delta >= r.xp_reward AND l.idempotency_key = 'question:' || r.question_id || ':' || r.answered_on)`;

/** Nor is what another answer did: one that is worth more, or an earlier one. */
const responsesSql = `
SELECT r.id, r.lesson_id AS "lessonId", r.question_id AS "questionId", r.round, r.try, r.answer, r.outcome, r.share,
  CASE WHEN r.outcome = 'right' AND ${ofNoClass}
    AND NOT EXISTS (SELECT 1 FROM question_responses e WHERE e.user_id = r.user_id AND e.question_id = r.question_id AND e.answered_on = r.answered_on
      AND e.outcome = 'right' AND (-e.xp_reward, e.answered_at, e.id) < (-r.xp_reward, r.answered_at, r.id))
    THEN r.xp_reward ELSE 0 END AS xp
FROM question_responses r LEFT JOIN lesson_progress lp ON lp.user_id = r.user_id AND lp.lesson_id = r.lesson_id
WHERE r.user_id = $1 AND r.mission_id = $2 AND r.round = coalesce(lp.round, 1) ORDER BY r.round, r.try, r.received_at, r.id`;

/** Over all tries of this attempt; lessons and the mission count where it was the first time. */
const earnedSql = `
SELECT (coalesce((SELECT sum(r.xp_reward) FROM (
        SELECT DISTINCT ON (a.question_id, a.answered_on) a.user_id, a.mission_id, a.question_id, a.answered_on, a.received_at, a.xp_reward
        FROM question_responses a WHERE a.user_id = $1 AND a.outcome = 'right'
          AND a.question_id IN (SELECT o.question_id FROM question_responses o WHERE o.user_id = $1 AND o.mission_id = $2)
        ORDER BY a.question_id, a.answered_on, a.xp_reward DESC, a.answered_at, a.id) r
      WHERE r.mission_id = $2 AND r.received_at >= p.since AND ${ofNoClass}), 0)
    + coalesce((SELECT sum(l.xp_reward) FROM lesson_progress l
      WHERE l.user_id = p.user_id AND l.mission_id = p.mission_id AND l.completed_at >= p.since), 0)
    + CASE WHEN p.completed_at >= p.since THEN p.xp_reward ELSE 0 END)::integer AS xp,
  CASE WHEN p.completed_at >= p.since THEN p.coin_reward ELSE 0 END AS coins
FROM (SELECT *, coalesce(attempt_began_at, '-infinity') AS since FROM mission_progress WHERE user_id = $1 AND mission_id = $2) p`;

const hintsSql = `
SELECT lesson_id AS "lessonId", question_id AS "questionId", round FROM mission_hints WHERE user_id = $1 AND mission_id = $2`;
