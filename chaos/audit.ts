import pg from 'pg';
import type { DatabaseUrls } from '../src/config.ts';
import type { Answers } from './outcome.ts';
import type { Acknowledged } from './players.ts';

/** Holds what players were told against what the database has of these sessions. */
export async function auditAnswers(
  { ownerUrl }: DatabaseUrls,
  sessions: string[],
  acknowledged: Acknowledged[],
): Promise<Answers> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const { rows: stored } = await client.query<{ place: string; times: number }>(
      `SELECT concat_ws('/', session_id, participant_id, round, vote) AS place, count(*)::int AS times
       FROM live_events WHERE session_id = ANY($1::uuid[]) AND type = 'answer.accepted' GROUP BY 1`,
      [sessions],
    );
    const { rows: counted } = await client.query<{ doubled: number }>(
      `SELECT count(*)::int AS doubled FROM (
         SELECT p.id FROM live_participants p JOIN live_sessions s ON s.id = p.session_id
         WHERE s.id = ANY($1::uuid[]) AND s.status = 'ended' AND
           (p.score IS DISTINCT FROM (SELECT coalesce(sum(a.points), 0) FROM live_answers a WHERE a.participant_id = p.id)
            OR (SELECT count(*) FROM live_answers a WHERE a.participant_id = p.id) <>
               (SELECT count(*) FROM live_events e WHERE e.session_id = s.id AND e.participant_id = p.id AND e.type = 'answer.accepted'))
       ) AS wrong`,
      [sessions],
    );
    const places = new Set(stored.map(({ place }) => place));
    const told = new Set(
      acknowledged.map(({ sessionId, participantId, round, vote }) =>
        [sessionId, participantId, round, vote].join('/'),
      ),
    );
    return {
      acknowledged: told.size,
      stored: places.size,
      lost: [...told].filter((place) => !places.has(place)).length,
      doubled: stored.filter(({ times }) => times > 1).length + counted[0]!.doubled,
    };
  } finally {
    await client.end();
  }
}

/** [DUR-3] Events that an earlier owner of the session wrote after a later one had begun. */
export async function lateWriters({ ownerUrl }: DatabaseUrls, sessions: string[]): Promise<number> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ late: number }>(
      `SELECT count(*)::int AS late FROM live_events e
       WHERE session_id = ANY($1::uuid[]) AND EXISTS (
         SELECT 1 FROM live_events o WHERE o.session_id = e.session_id AND o.seq < e.seq AND o.epoch > e.epoch)`,
      [sessions],
    );
    return rows[0]!.late;
  } finally {
    await client.end();
  }
}
