import { dayIn } from '../../domain/reward/calendar.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { OwnMission } from '../../wire/learning.ts';
import { spend } from '../progress/spending.service.ts';
import { requireMinutes } from './active-time.service.ts';
import { presentRun } from './run.presenter.ts';
import { startLesson } from './run.service.ts';
import { lessonIn, lessonRow, readRun, roundOf, standingOf } from './run.ts';

interface Wanted {
  lessonId: string;
  questionId: string;
  round: number;
  locale: Locale;
}

/** [ALO-6] */
export function createHints({ db, now }: { db: Database; now: () => Date }) {
  return {
    /**
     * Uncovers a hint for coins, once in a try of a lesson, however often it is asked for; with a question that is settled it is
     * open anyway. Refuses `reward/not-enough-coins`, and `hint/none` where there is nothing to uncover.
     */
    uncover: (
      caller: SignedInCaller,
      missionId: string,
      { lessonId, questionId, round, locale }: Wanted,
    ): Promise<OwnMission> =>
      inTransaction(db.jobs, async (client) => {
        const key = { userId: caller.userId, missionId };
        const run = await readRun(client, key, { lock: true });
        const lesson = lessonIn(run, lessonId);
        const planned = lesson.questionIds.includes(questionId) ? roundOf(run, questionId) : undefined;
        if (lessonRow(run, lessonId).round !== round) throw new AppError('answer/other-try');
        if (!planned?.texts[run.row.plan.locale]?.hint) throw new AppError('hint/none');
        if (standingOf(run, lesson).settled.includes(questionId)) return presentRun(run, locale);
        await requireMinutes(client, caller.userId);
        const cost = run.row.plan.worth[questionId]!.hintCost;
        await startLesson(client, run, lessonId);
        const { rowCount } = await client.query(uncoverSql, [
          caller.userId,
          missionId,
          lessonId,
          round,
          questionId,
          cost,
        ]);
        if (rowCount === 1) {
          if (cost > 0)
            await spend(client, caller.userId, {
              key: `hint:${lessonId}:${round}:${questionId}`,
              price: { coins: cost },
              reason: 'hint',
              source: { type: 'question', id: questionId },
              day: dayIn(run.row.timezone, now().getTime(), run.row.dayStartHour),
            });
          await client.query(countSql, [caller.userId, missionId]);
        }
        return presentRun(await readRun(client, key, { lock: false }), locale);
      }),
  };
}
export type Hints = ReturnType<typeof createHints>;

const uncoverSql = `
INSERT INTO mission_hints (user_id, mission_id, lesson_id, round, question_id, cost) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`;
const countSql =
  'UPDATE mission_progress SET hints_used = hints_used + 1 WHERE user_id = $1 AND mission_id = $2';
