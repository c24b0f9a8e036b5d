import type pg from 'pg';
import { checkAnswer } from '../../domain/answer/check-answer.ts';
import { isWellFormed } from '../../domain/answer/well-formed.ts';
import { givenAt, notBefore } from '../../domain/mission/active-time.ts';
import { dayIn } from '../../domain/reward/calendar.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type { AnswersTaken, GivenAlone, OpenedMission, OwnMission } from '../../wire/learning.ts';
import { requireMinutes } from './active-time.service.ts';
import { editionFor, freezeAlone } from './editions.ts';
import { requireOpen } from './map.service.ts';
import { presentRun } from './run.presenter.ts';
import {
  findRun,
  isThrough,
  lessonIn,
  lessonRow,
  type Run,
  readRun,
  responsesIn,
  roundOf,
  standingOf,
} from './run.ts';

interface Dependencies {
  db: Database;
  now: () => Date;
}

/** [ALO-2..4] Learners in their missions. Everything that changes a run happens in one transaction that has locked it. */
export function createRunService({ db, now }: Dependencies) {
  const inRun = <T>(
    caller: SignedInCaller,
    missionId: string,
    work: (client: pg.ClientBase, run: Run) => Promise<T>,
  ): Promise<T> =>
    inTransaction(db.jobs, async (client) =>
      work(client, await readRun(client, { userId: caller.userId, missionId }, { lock: true })),
    );

  return {
    /** Begins a mission, or goes on with it as it was begun. `again`: the attempt that is through, and the next one begins. */
    async open(
      caller: SignedInCaller,
      missionId: string,
      { locale, again }: { locale: Locale; again?: number | undefined },
    ): Promise<OpenedMission> {
      await requireMinutes(db.jobs, caller.userId);
      const key = { userId: caller.userId, missionId };
      const before = await findRun(db.jobs, key, { lock: false });
      if (!before) await requireOpen(db, caller, missionId);
      const frozen = await freezeAlone(db, missionId).catch((error: unknown) => {
        // what was begun can be finished, also when the mission has left the library
        if (before && error instanceof AppError) return null;
        throw error;
      });
      return inTransaction(db.jobs, async (client) => {
        if (frozen && !before) {
          const { id, plan } = await editionFor(client, missionId, frozen, 1);
          await client.query(beginSql, [caller.userId, missionId, id, plan.lessons.length]);
        }
        let run = await readRun(client, key, { lock: true });
        if (frozen && again === run.row.attempts && isThrough(run)) {
          const attempt = again + 1;
          const { id, plan } = await editionFor(client, missionId, frozen, attempt);
          await client.query(againSql, [caller.userId, missionId, attempt, id, plan.lessons.length]);
          await client.query(roundsAgainSql, [caller.userId, missionId, now()]);
          run = await readRun(client, key, { lock: true });
        }
        await client.query(visitedSql, [caller.userId, missionId]);
        return {
          mission: presentRun(run, locale),
          isNewer: frozen !== null && frozen.hash !== run.row.contentHash,
        };
      });
    },

    /** Each counts once, however often it is sent and from however many devices. */
    answer: (
      caller: SignedInCaller,
      missionId: string,
      { answers, locale }: { answers: readonly GivenAlone[]; locale: Locale },
    ): Promise<AnswersTaken> =>
      inRun(caller, missionId, async (client, run) => {
        const results: AnswersTaken['results'] = [];
        const earlier = run.responses.length;
        for (const given of answers)
          results.push({ id: given.id, refused: await take(client, run, given, now().getTime()) });
        const touched = new Set(answers.map(({ lessonId }) => lessonId));
        const answerIds = run.responses.slice(earlier).map(({ id }) => id);
        if (answerIds.length > 0) await publish(client, caller, 'answers.checked', { missionId, answerIds });
        for (const lesson of run.row.plan.lessons)
          if (touched.has(lesson.lessonId) && lesson.questionIds.length > 0)
            await finishRound(client, caller, run, lesson.lessonId, now());
        // a second look: what an answer earned depends on all the others
        const after = await readRun(client, run, { lock: false });
        return { results, mission: presentRun(after, locale) };
      }),

    /** A text that was read, a film that was watched: lessons with questions are done with the last answer. */
    complete: (
      caller: SignedInCaller,
      missionId: string,
      lessonId: string,
      { round, locale }: { round: number; locale: Locale },
    ): Promise<OwnMission> =>
      inRun(caller, missionId, async (client, run) => {
        const lesson = lessonIn(run, lessonId);
        const row = lessonRow(run, lessonId);
        if (row.round === round && !row.roundDone) {
          if (lesson.questionIds.length > 0) throw new AppError('lesson/not-through');
          await finishRound(client, caller, run, lessonId, now());
        }
        return presentRun(await readRun(client, run, { lock: false }), locale);
      }),

    /** Another try of a lesson whose last one is through. */
    again: (
      caller: SignedInCaller,
      missionId: string,
      lessonId: string,
      { round, locale }: { round: number; locale: Locale },
    ): Promise<OwnMission> =>
      inRun(caller, missionId, async (client, run) => {
        lessonIn(run, lessonId);
        const row = lessonRow(run, lessonId);
        if (row.round === round) {
          await requireMinutes(client, caller.userId);
          if (!row.roundDone) throw new AppError('lesson/not-through');
          await client.query(nextRoundSql, [caller.userId, lessonId, round, now()]);
          await client.query(visitedSql, [caller.userId, missionId]);
        }
        return presentRun(await readRun(client, run, { lock: false }), locale);
      }),
  };
}
export type RunService = ReturnType<typeof createRunService>;

/** Checks and keeps an answer; null, or why it is not taken. */
async function take(
  client: pg.ClientBase,
  run: Run,
  given: GivenAlone,
  now: number,
): Promise<ErrorCode | null> {
  const { rows: earlier } = await client.query<{ same: boolean }>(
    'SELECT question_id = $3 AND lesson_id = $4 AND round = $5 AS same FROM question_responses WHERE user_id = $1 AND id = $2',
    [run.userId, given.id, given.questionId, given.lessonId, given.round],
  );
  if (earlier[0]) return earlier[0].same ? null : 'answer/malformed';
  const lesson = run.row.plan.lessons.find(({ lessonId }) => lessonId === given.lessonId);
  const planned = roundOf(run, given.questionId);
  if (!lesson?.questionIds.includes(given.questionId) || !planned) return 'answer/other-question';
  if (lessonRow(run, lesson.lessonId).round !== given.round) return 'answer/other-try';
  if (standingOf(run, lesson).settled.includes(given.questionId)) return 'answer/already-answered';
  if (!isWellFormed(planned, given.answer)) return 'answer/malformed';

  const { outcome, share } = checkAnswer(planned, given.answer);
  const nth = responsesIn(run, lesson.lessonId).filter(({ questionId }) => questionId === given.questionId);
  const at = givenAt(given.at === undefined ? null : Date.parse(given.at), {
    since: notBefore({ ...run.row, roundBeganAt: lessonRow(run, lesson.lessonId).roundBeganAt }),
    now,
  });
  await startLesson(client, run, lesson.lessonId);
  await client.query(keepSql, [
    run.userId,
    given.id,
    run.missionId,
    given.lessonId,
    run.row.editionId,
    given.questionId,
    given.round,
    nth.length + 1,
    JSON.stringify(given.answer),
    outcome,
    share,
    run.row.plan.worth[given.questionId]!.xp,
    given.tookMs ?? null,
    new Date(at),
    dayIn(run.row.timezone, at, run.row.dayStartHour),
    planned.objectives,
  ]);
  await client.query(countSql, [run.userId, run.missionId, given.lessonId, outcome]);
  if (at > (run.row.answeredAt?.getTime() ?? 0)) run.row.answeredAt = new Date(at);
  run.responses.push({
    id: given.id,
    lessonId: given.lessonId,
    questionId: given.questionId,
    round: given.round,
    try: nth.length + 1,
    answer: given.answer,
    outcome,
    share,
    xp: 0,
  });
  return null;
}

export async function startLesson(client: pg.ClientBase, run: Run, lessonId: string): Promise<void> {
  if (run.lessons.has(lessonId)) return;
  await client.query(startLessonSql, [run.userId, run.missionId, lessonId, lessonIn(run, lessonId).kind]);
  run.lessons.set(lessonId, lessonRow(run, lessonId));
}

/** Closes the try that is on as soon as it is through, and with it perhaps the lesson and the mission. */
async function finishRound(
  client: pg.ClientBase,
  caller: SignedInCaller,
  run: Run,
  lessonId: string,
  now: Date,
): Promise<void> {
  const lesson = lessonIn(run, lessonId);
  const standing = standingOf(run, lesson);
  const row = lessonRow(run, lessonId);
  if (!standing.isThrough || row.roundDone) return;
  await startLesson(client, run, lessonId);
  const day = dayIn(run.row.timezone, now.getTime(), run.row.dayStartHour);
  const isFirst = standing.isPassed && row.completedAt === null;
  await client.query(finishRoundSql, [
    run.userId,
    lessonId,
    standing.isPassed,
    standing.share,
    isFirst ? now : null,
    isFirst ? day : null,
    isFirst ? lesson.xp : null,
  ]);
  run.lessons.set(lessonId, {
    ...row,
    roundDone: true,
    isPassed: row.isPassed || standing.isPassed,
    completedAt: row.completedAt ?? (isFirst ? now : null),
  });
  const { plan } = run.row;
  const done = plan.lessons.filter((one) => lessonRow(run, one.lessonId).isPassed).length;
  const isFinished = isThrough(run) && !run.row.isDone;
  await client.query(doneSql, [
    run.userId,
    run.missionId,
    done,
    isFinished ? now : null,
    isFinished ? day : null,
    isFinished ? plan.xp : null,
    isFinished ? plan.coins : null,
    lessonId,
  ]);
  const about = { missionId: run.missionId, lessonId };
  if (isFirst) await publish(client, caller, 'lesson.completed', about);
  if (isFinished) {
    run.row.isDone = true;
    await publish(client, caller, 'mission.completed', { missionId: run.missionId });
  }
}

const publish = (
  client: pg.ClientBase,
  { userId, orgId }: SignedInCaller,
  type: 'answers.checked' | 'lesson.completed' | 'mission.completed',
  about: { missionId: string; lessonId?: string; answerIds?: readonly string[] },
) =>
  client.query('INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, $2, $3)', [
    orgId,
    type,
    JSON.stringify({ learnerId: userId, ...about }),
  ]);

const beginSql = `
INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const againSql = `
UPDATE mission_progress SET attempts = $3, edition_id = $4, lessons_total = $5, lessons_completed = 0, lesson_id = NULL,
  attempt_began_at = now()
WHERE user_id = $1 AND mission_id = $2`;
/** What is to be done again; a try that was begun goes on as the next one. */
const roundsAgainSql = `
UPDATE lesson_progress SET is_passed = false, round = round + 1, round_done = false, round_began_at = $3 WHERE user_id = $1 AND mission_id = $2`;
const visitedSql = `UPDATE mission_progress SET last_accessed_at = now() WHERE user_id = $1 AND mission_id = $2`;
const nextRoundSql = `
UPDATE lesson_progress SET round = round + 1, round_done = false, round_began_at = $4 WHERE user_id = $1 AND lesson_id = $2 AND round = $3`;
const startLessonSql = `
INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const keepSql = `
INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward,
  hint_used, time_taken_ms, answered_at, answered_on, objectives, topic)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
  EXISTS (SELECT 1 FROM mission_hints h WHERE h.user_id = $1 AND h.lesson_id = $4 AND h.round = $7 AND h.question_id = $6), $13, $14, $15,
  $16, (SELECT t.slug FROM missions m JOIN topics t ON t.id = m.topic_id WHERE m.id = $3))`;
const countSql = `
UPDATE mission_progress SET lesson_id = $3, last_accessed_at = now(),
  questions_answered = questions_answered + CASE WHEN $4 IN ('right', 'partly', 'wrong') THEN 1 ELSE 0 END,
  questions_correct = questions_correct + CASE WHEN $4 = 'right' THEN 1 ELSE 0 END
WHERE user_id = $1 AND mission_id = $2`;
const finishRoundSql = `
UPDATE lesson_progress SET round_done = true, is_passed = is_passed OR $3, best_share = greatest(best_share, $4),
  completed_at = coalesce(completed_at, $5), completed_on = coalesce(completed_on, $6), xp_reward = coalesce(xp_reward, $7)
WHERE user_id = $1 AND lesson_id = $2`;
const doneSql = `
UPDATE mission_progress SET lessons_completed = $3, lesson_id = $8, last_accessed_at = now(),
  status = CASE WHEN $4::timestamptz IS NULL THEN status ELSE 'completed' END,
  completed_at = coalesce(completed_at, $4), completed_on = coalesce(completed_on, $5), xp_reward = coalesce(xp_reward, $6),
  coin_reward = coalesce(coin_reward, $7)
WHERE user_id = $1 AND mission_id = $2`;
