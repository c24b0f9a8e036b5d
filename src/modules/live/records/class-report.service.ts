import type { EntityManager } from '@mikro-orm/postgresql';
import { isScored } from '../../../domain/question/question.ts';
import { type Asked, objectiveResults, toTeachAgain } from '../../../domain/report/objectives.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { Locale } from '../../../wire/common.ts';
import type { ClassReport, LearnerReport } from '../../../wire/records.ts';
import { missionsFor } from '../../catalog/training.service.ts';
import { share } from '../report.facts.ts';
import {
  askedIn,
  type ClassSession,
  idsOf,
  judgedRounds,
  listed,
  namesOfObjectives,
  readGroup,
  readRounds,
  readSessions,
} from './sessions-of-class.ts';

/** [REP-1] A class and its learners over time; everything under the caller's row policies. */
export function createClassReportService({ db }: { db: Database }) {
  return {
    ofClass: (caller: Caller, groupId: string, locale: Locale): Promise<ClassReport> =>
      db.asCaller(caller, async (em) => {
        const group = await readGroup(em, groupId);
        const sessions = await readSessions(em, groupId);
        const rounds = await readRounds(em, sessions);
        const judged = judgedRounds(sessions, rounds);
        const results = objectiveResults(judged);
        const nameOf = await namesOfObjectives(em, sessions, locale);
        const weakest = toTeachAgain(results);
        const slugs = weakest.map(({ objective }) => objective);
        const missions = await missionsFor(em, slugs, locale);
        return {
          group,
          sessions: sessions.map((session) => ({
            id: session.id,
            title: session.title,
            at: iso(session.at),
            players: session.players,
            answers: sum(rounds, session.id, ({ answered }) => answered),
            rightShare: shareIn(judged, session.id),
          })),
          teachAgain: weakest.map(({ objective, judged: answers, share: rightShare }) => ({
            objective: nameOf(objective),
            answers,
            rightShare,
            missions: missions.get(objective) ?? [],
          })),
          objectives: results.map((result) => presentObjective(result, nameOf)),
          learners: await readLearners(em, groupId, sessions),
        };
      }),

    ofLearner: (caller: Caller, groupId: string, userId: string, locale: Locale): Promise<LearnerReport> =>
      db.asCaller(caller, async (em) => {
        const group = await readGroup(em, groupId);
        const [learner] = await em.execute<{ name: string | null; waits: boolean }[]>(
          `SELECT p.display_name AS name, u.status = 'pending_consent' AS waits
           FROM group_members m JOIN users u ON u.id = m.user_id LEFT JOIN user_profiles p ON p.user_id = m.user_id
           WHERE m.group_id = ? AND m.user_id = ? AND m.role = 'student'`,
          [groupId, userId],
        );
        if (!learner) throw new AppError('class/not-found', 'There is no such learner in this class.');
        if (learner.waits)
          throw new AppError('consent/required', 'A grown-up has to agree to this account first.');
        const sessions = await readSessions(em, groupId);
        const judged = judgedRounds(sessions, await readRounds(em, sessions));
        const own = await readOwn(em, userId, sessions);
        const nameOf = await namesOfObjectives(em, sessions, locale);
        return {
          learner: { userId, name: learner.name ?? '' },
          group,
          sessions: sessions.flatMap((session) => {
            const played = own.get(session.id);
            if (!played) return [];
            return [
              {
                id: session.id,
                title: session.title,
                at: iso(session.at),
                rank: played.rank,
                players: session.players,
                answers: played.answers,
                rightShare: shareIn(played.judged, session.id),
                classShare: shareIn(judged, session.id),
              },
            ];
          }),
          objectives: objectiveResults([...own.values()].flatMap((played) => played.judged)).map((result) =>
            presentObjective(result, nameOf),
          ),
        };
      }),
  };
}
export type ClassReportService = ReturnType<typeof createClassReportService>;

type Judged = Asked & { session_id: string };

interface Own {
  rank: number | null;
  answers: number;
  judged: Judged[];
}

/** Of each answer the last vote, which is the one that counts. */
const lastVotes = `SELECT DISTINCT ON (a.session_id, a.participant_id, a.round) a.session_id, a.participant_id, a.round, a.outcome
  FROM live_answers a WHERE a.session_id IN ${listed} ORDER BY a.session_id, a.participant_id, a.round, a.vote DESC`;

async function readLearners(
  em: EntityManager,
  groupId: string,
  sessions: readonly ClassSession[],
): Promise<ClassReport['learners']> {
  const rows = await em.execute<
    {
      userId: string;
      name: string | null;
      sessions: number;
      answers: number;
      judged: number;
      right: number;
    }[]
  >(
    `WITH last AS (${lastVotes})
     SELECT m.user_id AS "userId", p.display_name AS name, count(DISTINCT lp.session_id)::integer AS sessions, count(l.outcome)::integer AS answers,
       count(l.outcome) FILTER (WHERE l.outcome IN ('right', 'partly', 'wrong'))::integer AS judged,
       count(l.outcome) FILTER (WHERE l.outcome = 'right')::integer AS right
     FROM group_members m
     LEFT JOIN user_profiles p ON p.user_id = m.user_id
     LEFT JOIN users u ON u.id = m.user_id AND u.status <> 'pending_consent'
     LEFT JOIN live_participants lp ON lp.user_id = u.id AND lp.session_id IN ${listed}
     LEFT JOIN last l ON l.session_id = lp.session_id AND l.participant_id = lp.id
     WHERE m.group_id = ? AND m.role = 'student'
     GROUP BY m.user_id, p.display_name ORDER BY p.display_name, m.user_id LIMIT 500`,
    [idsOf(sessions), idsOf(sessions), groupId],
  );
  return rows.map(({ userId, name, sessions: played, answers, judged, right }) => ({
    userId,
    name: name ?? '',
    sessions: played,
    answers,
    rightShare: share(right, judged),
  }));
}

/** What one learner did in these sessions, by session. */
async function readOwn(
  em: EntityManager,
  userId: string,
  sessions: readonly ClassSession[],
): Promise<Map<string, Own>> {
  const rows = await em.execute<
    { session_id: string; rank: number | null; round: number | null; outcome: string | null }[]
  >(
    `SELECT DISTINCT ON (lp.session_id, a.round) lp.session_id, lp.final_rank AS rank, a.round, a.outcome
     FROM live_participants lp LEFT JOIN live_answers a ON a.session_id = lp.session_id AND a.participant_id = lp.id
     WHERE lp.user_id = ? AND lp.joined_in_round IS NOT NULL AND lp.session_id IN ${listed}
     ORDER BY lp.session_id, a.round, a.vote DESC`,
    [userId, idsOf(sessions)],
  );
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const own = new Map<string, Own>();
  for (const { session_id, rank, round, outcome } of rows) {
    const played = own.get(session_id) ?? { rank, answers: 0, judged: [] };
    own.set(session_id, played);
    if (round === null) continue;
    played.answers++;
    const asked = askedIn(byId.get(session_id)!, round);
    if (!asked || !isScored(asked) || outcome === 'unmarked') continue;
    played.judged.push({
      session_id,
      objectives: asked.objectives,
      judged: 1,
      right: Number(outcome === 'right'),
    });
  }
  return own;
}

const presentObjective = (
  { objective, judged, share: rightShare }: ReturnType<typeof objectiveResults>[number],
  nameOf: (objective: string) => string,
) => ({ objective: nameOf(objective), answers: judged, rightShare });

function sum<T extends { session_id: string }>(all: readonly T[], sessionId: string, of: (one: T) => number) {
  return all.reduce((total, one) => (one.session_id === sessionId ? total + of(one) : total), 0);
}

const shareIn = (judged: readonly Judged[], sessionId: string) =>
  share(
    sum(judged, sessionId, ({ right }) => right),
    sum(judged, sessionId, (one) => one.judged),
  );

const iso = (at: Date | string): string => new Date(at).toISOString();
