import type { Caller, Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport } from '../../wire/session.ts';
import { presentReport, type ReportFacts } from './report.presenter.ts';
import { presentSession, type SessionRow, sessionColumns } from './session.presenter.ts';

/** [REP-1] What a class learnt, read from the projection of its log; everything under the caller's row policies. */
export function createReportService({ db }: { db: Database }) {
  return {
    async report(caller: Caller, sessionId: string, locale: Locale): Promise<SessionReport> {
      return db.asCaller(caller, async (em) => {
        const [row] = await em.execute<
          (SessionRow & Pick<ReportFacts, 'plan'> & { projected: boolean; played: number[] | null })[]
        >(
          `SELECT ${sessionColumns}, s.snapshot AS plan, s.played, s.projected_at IS NOT NULL AS projected FROM live_sessions s WHERE s.id = ? AND s.format <> 'group_mission'`,
          [sessionId],
        );
        if (!row) throw new AppError('session/not-found');
        if (!row.projected)
          throw new AppError('session/not-ended', 'The report is there as soon as the class has ended.');
        const rounds = await em.execute<ReportFacts['rounds']>(
          'SELECT position, answered, correct, mean_ms, spread FROM live_rounds WHERE session_id = ? ORDER BY position',
          [sessionId],
        );
        const participants = await em.execute<ReportFacts['participants']>(
          `SELECT id, nickname, score, correct_count, answered_count, final_rank, joined_in_round, left_in_round,
             kicked_at IS NOT NULL AS kicked
           FROM live_participants WHERE session_id = ? AND joined_in_round IS NOT NULL ORDER BY final_rank NULLS LAST, joined_at, id`,
          [sessionId],
        );
        const answers = await em.execute<ReportFacts['answers']>(
          `SELECT round, vote, participant_id, answer, outcome, response_ms, points FROM live_answers WHERE session_id = ?`,
          [sessionId],
        );
        const plan = row.played
          ? { ...row.plan, rounds: row.played.map((question) => row.plan.rounds[question]!) }
          : row.plan;
        return presentReport({ session: presentSession(row), plan, rounds, participants, answers }, locale);
      });
    },
  };
}
export type ReportService = ReturnType<typeof createReportService>;
