import { inLocale } from '../../../domain/challenge/class-plan.ts';
import type { GroupMissionPlan } from '../../../domain/group-mission/plan.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Contribution } from '../../../wire/group-mission.ts';
import type { GroupRunReport } from '../../../wire/group-run.ts';
import type { GroupResult } from './group-projection.service.ts';
import { presentRun, type RunRow, runColumns } from './group-rows.ts';

interface GroupRow {
  id: string;
  run_position: number;
  plan: GroupMissionPlan;
  result: GroupResult | null;
  started_at: Date | null;
  ended_at: Date | null;
}
interface LearnerRow {
  id: string;
  session_id: string;
  nickname: string;
  moved: boolean;
  contribution: Contribution | null;
}

const nothingYet: Contribution = { proposals: 0, turns: 0, rightTurns: 0, piecesShared: 0, hintVotes: 0 };

/** [GRP-4] What each group came to and who gave what to it; everything under the caller's row policies. */
export function createGroupReportService({ db }: { db: Database }) {
  return {
    report: (caller: Caller, runId: string, locale: Locale): Promise<GroupRunReport> =>
      db.asCaller(caller, async (em) => {
        const [run] = await em.execute<RunRow[]>(`SELECT ${runColumns} FROM group_runs r WHERE r.id = ?`, [
          runId,
        ]);
        if (!run) throw new AppError('group-run/not-found');
        const groups = await em.execute<GroupRow[]>(
          `SELECT id, run_position, snapshot AS plan, result, started_at, ended_at FROM live_sessions WHERE run_id = ? ORDER BY run_position`,
          [runId],
        );
        const learners = await em.execute<LearnerRow[]>(
          `SELECT lp.id, lp.session_id, lp.nickname, lp.moved_to IS NOT NULL AS moved, lp.contribution
           FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id WHERE s.run_id = ? ORDER BY lp.joined_at, lp.id`,
          [runId],
        );
        return {
          run: presentRun(run),
          groups: groups.map((group) =>
            presentGroup(
              group,
              learners.filter(({ session_id }) => session_id === group.id),
              locale,
            ),
          ),
        };
      }),
  };
}
export type GroupReportService = ReturnType<typeof createGroupReportService>;

function presentGroup(
  { id, run_position, plan, result, started_at, ended_at }: GroupRow,
  learners: LearnerRow[],
  locale: Locale,
): GroupRunReport['groups'][number] {
  return {
    sessionId: id,
    group: run_position,
    ended: result?.ended ?? null,
    right: result?.right ?? 0,
    tasks: plan.tasks.length,
    hearts: result?.hearts ?? 0,
    reward: result?.reward ?? 0,
    startedAt: iso(started_at),
    endedAt: iso(ended_at),
    answers: plan.tasks.map(({ way }, task) => {
      const answer = result?.answers[task];
      return {
        task,
        prompt: inLocale(plan.rounds[task]!.texts, locale, plan.locale).prompt,
        way,
        outcome: reported(answer?.outcome),
        how: answer?.how ?? null,
        hint: answer?.hint ?? false,
      };
    }),
    learners: learners.map(({ id: participantId, nickname, moved, contribution }) => ({
      participantId,
      nickname,
      moved,
      contribution: contribution ?? nothingYet,
    })),
  };
}

type Reported = GroupRunReport['groups'][number]['answers'][number]['outcome'];
const reported = (outcome: NonNullable<GroupResult['answers'][number]>['outcome'] | undefined): Reported =>
  outcome ?? null;

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());
