import { z } from 'zod';
import type { Answer, Outcome } from '../../../domain/answer/answer.ts';
import { inLocale, type PlannedRound } from '../../../domain/challenge/class-plan.ts';
import { answerInWords, keyInWords } from '../../../domain/challenge/key.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Locale } from '../../../wire/common.ts';
import type { Mistake } from '../../../wire/records.ts';
import type { PlayerDoor } from './player-door.ts';

interface MistakeRow {
  session_id: string;
  round: number;
  title: string;
  /** To the microsecond, as the order has it. */
  at: string;
  answer: Answer;
  outcome: Outcome;
}
interface AskedRow {
  session_id: string;
  position: number;
  planned: PlannedRound;
  locale: string;
}

const place = z.tuple([
  z.iso.datetime({ precision: 6 }).refine((at) => at >= '1970'),
  z.uuid(),
  z.number().int().min(0).max(10_000),
]);
const microseconds = `to_char(answered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * Own answers that were not (all) right, with what would have been. Whose answers these are the row policies and the resume token
 * say; only then the questions are read, which hold the keys and which no learner may read.
 */
export function createMistakes({ db, door }: { db: Database; door: PlayerDoor }) {
  async function present(
    rows: readonly MistakeRow[],
    locale: Locale,
    questionsSql = askedSql,
  ): Promise<Mistake[]> {
    const places = rows.map(({ session_id, round }) => ({ session_id, round }));
    const { rows: asked } = await db.jobs.query<AskedRow>(questionsSql, [JSON.stringify(places)]);
    const byPlace = new Map(asked.map((row) => [`${row.session_id}/${row.position}`, row]));
    return rows.flatMap((row) => {
      const found = byPlace.get(`${row.session_id}/${row.round}`);
      return found ? [presentMistake(row, found, locale)] : [];
    });
  }

  /** [REP-4] Of whoever is through with a homework that is still open. */
  async function soFar(
    { sessionId, participantId }: { sessionId: string; participantId: string },
    locale: Locale,
  ): Promise<{ items: Mistake[] }> {
    const through = await db.jobs.query(throughSql, [sessionId, participantId]);
    if (through.rowCount === 0)
      throw new AppError('session/not-ended', 'They are there as soon as the class has ended.');
    const { rows } = await db.jobs.query<MistakeRow>(ofOwnPaceSql, [sessionId, participantId]);
    return { items: await present(rows, locale, askedAtOwnPaceSql) };
  }

  return {
    /** A learner's, of all sessions played under the account, newest first. */
    async mine(
      caller: Caller,
      { cursor, limit, locale }: { cursor?: string | undefined; limit: number; locale: Locale },
    ) {
      const after = cursor === undefined ? null : decodeCursor(cursor, place);
      const found = await db.asCaller(caller, (em) =>
        em.execute<MistakeRow[]>(mineSql, [
          after?.[0] ?? null,
          after?.[0] ?? null,
          after?.[1] ?? null,
          after?.[2] ?? null,
          limit + 1,
        ]),
      );
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      return {
        items: await present(rows, locale),
        nextCursor:
          found.length > limit && last ? encodeCursor([last.at, last.session_id, last.round]) : null,
      };
    },

    /** [JOIN-6] Of whoever has the resume token, in its session, once that has ended; of a homework once the learner is through. */
    async ofPlayer(resumeToken: string, locale: Locale): Promise<{ items: Mistake[] }> {
      const { sessionId, participantId, hasEnded } = await door(resumeToken);
      if (!hasEnded) return soFar({ sessionId, participantId }, locale);
      const mistakes = await db.jobs.query<MistakeRow>(ofPlayerSql, [sessionId, participantId]);
      return { items: await present(mistakes.rows, locale) };
    },
  };
}
export type Mistakes = ReturnType<typeof createMistakes>;

function presentMistake(row: MistakeRow, { planned, locale: written }: AskedRow, locale: Locale): Mistake {
  const texts = inLocale(planned.texts, locale, written);
  return {
    sessionId: row.session_id,
    title: row.title,
    at: new Date(row.at).toISOString(),
    round: row.round,
    kind: planned.kind,
    prompt: texts.prompt,
    media: planned.media ?? null,
    outcome: row.outcome,
    answer: answerInWords(planned, texts, row.answer),
    rightAnswer: keyInWords(planned, texts),
    explanation: texts.explanation,
  };
}

const mineSql = `
  SELECT session_id, round, title, ${microseconds} AS at, answer, outcome FROM (
    SELECT DISTINCT ON (a.session_id, a.round) a.session_id, a.round, w.title, a.answered_at, a.answer, a.outcome
    FROM app_watched_sessions() w JOIN live_answers a ON a.session_id = w.session_id AND a.participant_id = w.participant_id
    WHERE w.user_id = (SELECT app_user_id()) ORDER BY a.session_id, a.round, a.vote DESC) last
  WHERE outcome IN ('wrong', 'partly') AND (?::timestamptz IS NULL OR (answered_at, session_id, round) < (?::timestamptz, ?::uuid, ?::integer))
  ORDER BY answered_at DESC, session_id DESC, round DESC LIMIT ?`;

const ofPlayerSql = `
  SELECT session_id, round, title, ${microseconds} AS at, answer, outcome FROM (
    SELECT DISTINCT ON (a.round) a.session_id, a.round, s.title, a.answered_at, a.answer, a.outcome
    FROM live_answers a JOIN live_sessions s ON s.id = a.session_id
    WHERE a.session_id = $1 AND a.participant_id = $2 ORDER BY a.round, a.vote DESC) last
  WHERE outcome IN ('wrong', 'partly') ORDER BY round`;

/** [REP-4] Before the projection the log is what there is; each question was answered once, in the order of the mission as it was dealt. */
const throughSql = `
  SELECT 1 FROM live_sessions s JOIN live_events e ON e.session_id = s.id AND e.participant_id = $2 AND e.type = 'podium.shown'
  WHERE s.id = $1 AND s.closes_at IS NOT NULL LIMIT 1`;
const ofOwnPaceSql = `
  SELECT e.session_id, e.round, s.title, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
    e.payload->'answer' AS answer, e.payload->>'outcome' AS outcome
  FROM live_events e JOIN live_sessions s ON s.id = e.session_id
  WHERE e.session_id = $1 AND e.participant_id = $2 AND e.type = 'answer.accepted' AND e.payload->>'outcome' IN ('wrong', 'partly')
  ORDER BY e.round`;
const askedAtOwnPaceSql = `
  SELECT s.id AS session_id, p.round AS position, s.snapshot->'rounds'->p.round AS planned, s.snapshot->>'locale' AS locale
  FROM jsonb_to_recordset($1::jsonb) AS p(session_id uuid, round integer) JOIN live_sessions s ON s.id = p.session_id AND s.closes_at IS NOT NULL`;

/** Of ended sessions alone; a question that was skipped counted for nobody. */
const askedSql = `
  SELECT r.session_id, r.position, s.snapshot->'rounds'->(coalesce(s.played[r.position + 1], r.position)) AS planned, s.snapshot->>'locale' AS locale
  FROM jsonb_to_recordset($1::jsonb) AS p(session_id uuid, round integer)
  JOIN live_rounds r ON r.session_id = p.session_id AND r.position = p.round AND r.answered > 0
  JOIN live_sessions s ON s.id = r.session_id AND s.projected_at IS NOT NULL AND s.format <> 'group_mission'`;
