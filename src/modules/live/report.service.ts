import type { EntityManager } from '@mikro-orm/postgresql';
import { type ClassPlan, inLocale } from '../../domain/challenge/class-plan.ts';
import { type ObjectiveResult, toTeachAgain } from '../../domain/report/objectives.ts';
import type { Caller, Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { inSlices } from '../../platform/in-slices.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport, TeachAgain } from '../../wire/report.ts';
import { missionsFor } from '../catalog/training.service.ts';
import type { ReceiptMaker } from './receipts/receipt-maker.ts';
import type { AnswerFact, ReportFacts } from './report.facts.ts';
import { objectivesOf, presentReport } from './report.presenter.ts';
import type { ReceiptOf } from './report-xlsx.ts';
import { presentSession, type SessionRow, sessionColumns } from './session.presenter.ts';

/** What is asked for, or gone through, in one go. */
const answersAtOnce = 2_000;

/** Enough to tell the answers of a class apart, and short enough to read aloud. */
const receiptLetters = 8;

/** [REP-1] What a class learnt, read from the projection of its log; everything under the caller's row policies. */
export function createReportService({
  db,
  receiptMaker,
}: {
  db: Database;
  receiptMaker: Pick<ReceiptMaker, 'answerHashOf'>;
}) {
  const read = async (caller: Caller, sessionId: string, locale: Locale) => {
    const { facts, teachAgain } = await db.asCaller(caller, async (em) => {
      const facts = await readFacts(em, sessionId);
      const teachAgain = await teachAgainOf(em, facts.plan, objectivesOf(facts), locale);
      return { facts, teachAgain };
    });
    return { facts, report: await presentReport(facts, locale, teachAgain) };
  };

  return {
    async report(caller: Caller, sessionId: string, locale: Locale): Promise<SessionReport> {
      return (await read(caller, sessionId, locale)).report;
    },

    /** [REP-2] `receiptOf`: how the receipt of an answer begins, so that the two can be held side by side. */
    async reportWithReceipts(caller: Caller, sessionId: string, locale: Locale) {
      const { facts, report } = await read(caller, sessionId, locale);
      const counting = facts.plan.rounds.map(() => new Map<string, AnswerFact>());
      await inSlices(facts.answers, answersAtOnce, (fact) => {
        const ofRound = counting[fact.round];
        if (fact.vote >= (ofRound?.get(fact.participant_id)?.vote ?? 0))
          ofRound?.set(fact.participant_id, fact);
      });
      const receiptOf: ReceiptOf = (participant, round) => {
        const fact = counting[round]?.get(participant);
        if (!fact) return null;
        const { vote, answer, stake } = fact;
        const hash = receiptMaker.answerHashOf({
          session: sessionId,
          participant,
          round,
          vote,
          answer,
          stake,
        });
        return hash?.slice(0, receiptLetters) ?? null;
      };
      return { report, receiptOf };
    },
  };
}
export type ReportService = ReturnType<typeof createReportService>;

/** The weakest objectives in the reader's words, with what trains them. */
export async function teachAgainOf(
  em: EntityManager,
  { objectives, locale: written }: Pick<ClassPlan, 'objectives' | 'locale'>,
  results: ObjectiveResult[],
  locale: Locale,
): Promise<TeachAgain[]> {
  const weakest = toTeachAgain(results);
  const missions = await missionsFor(
    em,
    weakest.map(({ objective }) => objective),
    locale,
  );
  return weakest.map(({ objective, judged, share }) => ({
    objective: inLocale(objectives[objective] ?? { [written]: objective }, locale, written),
    answers: judged,
    rightShare: share,
    missions: missions.get(objective) ?? [],
  }));
}

async function readFacts(em: EntityManager, sessionId: string): Promise<ReportFacts> {
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
    'SELECT position, answered, correct, mean_ms, spread, texts, first_vote FROM live_rounds WHERE session_id = ? ORDER BY position',
    [sessionId],
  );
  const participants = await em.execute<ReportFacts['participants']>(
    `SELECT id, nickname, score, correct_count, answered_count, final_rank, joined_in_round, left_in_round, team,
       kicked_at IS NOT NULL AS kicked
     FROM live_participants WHERE session_id = ? AND joined_in_round IS NOT NULL ORDER BY final_rank NULLS LAST, joined_at, id`,
    [sessionId],
  );
  const answers: AnswerFact[] = [];
  const roundsAtOnce = Math.max(1, Math.floor(answersAtOnce / Math.max(1, participants.length)));
  for (let i = 0; i < rounds.length; i += roundsAtOnce) {
    const some = rounds.slice(i, i + roundsAtOnce).map(({ position }) => position);
    answers.push(
      ...(await em.execute<AnswerFact[]>(
        `SELECT round, vote, participant_id, answer, outcome, stake, response_ms, points FROM live_answers
         WHERE session_id = ? AND round BETWEEN ? AND ?`,
        [sessionId, some[0], some.at(-1)],
      )),
    );
  }
  const session = presentSession(row);
  const notBegun =
    session.closesAt === null
      ? null
      : await em.execute<{ userId: string; name: string }[]>(notBegunSql, [sessionId]);
  const plan = row.played
    ? { ...row.plan, rounds: row.played.map((question) => row.plan.rounds[question]!) }
    : row.plan;
  return { session, plan, rounds, participants, answers, notBegun };
}

/** Of the class as it was at the end: who came into it later had nothing to do. */
const notBegunSql = `
SELECT m.user_id AS "userId", p.display_name AS name
FROM live_sessions s JOIN group_members m ON m.group_id = s.group_id AND m.role = 'student' AND m.created_at <= s.ended_at
JOIN user_profiles p ON p.user_id = m.user_id
WHERE s.id = ? AND NOT EXISTS (SELECT 1 FROM live_participants lp WHERE lp.session_id = s.id AND lp.user_id = m.user_id)
ORDER BY p.display_name, m.user_id LIMIT 5000`;
