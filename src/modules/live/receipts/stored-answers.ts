import type pg from 'pg';
import type { PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { askedOf } from '../../../domain/receipt/asked.ts';
import { type AskedQuestion, askedHashOf, type StoredAnswer } from './receipt-maker.ts';

/** One player of one session. */
export interface Seat {
  session: string;
  participant: string;
}

/** A session as far as receipts need it. */
export interface PlayedSession {
  isReported: boolean;
  /** What was asked in a place. */
  askedIn(round: number): AskedQuestion | null;
}

/** Sessions that are there, by id; groups have none, since nobody answers there alone. */
export async function readSessions(
  jobs: pg.Pool,
  sessionIds: readonly string[],
): Promise<Map<string, PlayedSession>> {
  const { rows } = await jobs.query<{
    id: string;
    reported: boolean;
    rounds: PlannedRound[];
    played: number[] | null;
  }>(sessionsSql, [[...new Set(sessionIds)]]);
  return new Map(
    rows.map(({ id, reported, ...plan }) => [id, { isReported: reported, askedIn: askedBy(plan) }]),
  );
}

function askedBy({ rounds, played }: { rounds: PlannedRound[]; played: number[] | null }) {
  const known = new Map<number, AskedQuestion>();
  return (round: number): AskedQuestion | null => {
    const planned = rounds[played?.[round] ?? round];
    if (!planned) return null;
    const found = known.get(round) ?? withHash(planned);
    known.set(round, found);
    return found;
  };
}

function withHash(planned: PlannedRound): AskedQuestion {
  const asked = askedOf(planned);
  return { question: planned.questionId, asked, askedHash: askedHashOf(asked) };
}

/** Of these seats those that are there. */
export async function readSeats(jobs: pg.Pool, seats: readonly Seat[]): Promise<Seat[]> {
  const { rows } = await jobs.query<Seat>(
    `SELECT lp.session_id AS session, lp.id AS participant FROM ${given} JOIN live_participants lp ON lp.session_id = g.session AND lp.id = g.participant`,
    [JSON.stringify(seats)],
  );
  return rows;
}

/** What the log has of these seats, in its order; answers that were changed stand there as often as they were given. */
export async function readLogged(jobs: pg.Pool, seats: readonly Seat[]): Promise<StoredAnswer[]> {
  const { rows } = await jobs.query<StoredAnswer>(loggedSql, [JSON.stringify(seats)]);
  return rows;
}

/** What the report has of these seats. */
export async function readReported(jobs: pg.Pool, seats: readonly Seat[]): Promise<StoredAnswer[]> {
  const { rows } = await jobs.query<StoredAnswer>(reportedSql, [JSON.stringify(seats)]);
  return rows;
}

const given = `jsonb_to_recordset($1::jsonb) AS g(session uuid, participant uuid)`;
const time = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;
const logged = `e.session_id AS session, e.participant_id AS participant, e.round, e.vote, e.payload->'answer' AS answer,
  e.payload->>'stake' AS stake, ${time('e.at')}, e.seq`;

/** As long as it is played, the order of the questions stands in the log alone. */
const sessionsSql = `
  SELECT s.id, s.projected_at IS NOT NULL AS reported, s.snapshot->'rounds' AS rounds, coalesce(to_jsonb(s.played),
    (SELECT e.payload->'order' FROM live_events e WHERE e.session_id = s.id AND e.type = 'rounds.arranged' ORDER BY e.seq DESC LIMIT 1)) AS played
  FROM live_sessions s WHERE s.id = ANY ($1::uuid[]) AND s.format <> 'group_mission'`;

/** First answers are found by their index; only where answers could be changed the whole log is looked through. */
const loggedSql = `
  WITH found AS (
    SELECT ${logged} FROM ${given} JOIN live_events e
      ON e.session_id = g.session AND e.participant_id = g.participant AND e.type = 'answer.accepted'
    UNION ALL
    SELECT ${logged} FROM ${given} JOIN live_sessions s ON s.id = g.session AND s.settings->>'changeAnswers' = 'true'
      JOIN live_events e ON e.session_id = s.id AND e.participant_id = g.participant AND e.type = 'answer.changed')
  SELECT session, participant, round, vote, answer, stake, at FROM found ORDER BY session, seq`;

const reportedSql = `
  SELECT a.session_id AS session, a.participant_id AS participant, a.round, a.vote, a.answer, a.stake, ${time('a.answered_at')}
  FROM ${given} JOIN live_answers a ON a.session_id = g.session AND a.participant_id = g.participant`;
