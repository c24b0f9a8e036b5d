import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { figures } from '../../../domain/group-mission/figures.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { ErrorCode } from '../../../wire/error-codes.ts';
import { isOpen } from './group-rows.ts';

/** Where somebody sits in a run. */
export interface Place {
  sessionId: string;
  participantId: string;
  nickname: string;
  title: string;
}

/** So many of one name find a place in a group. */
const mostOfAName = 8;

/** Until the transaction ends nobody else is given a place in this run. */
export async function lockRun(client: pg.PoolClient, runId: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM group_runs WHERE id = $1 FOR UPDATE', [runId]);
  if (!rowCount) throw new AppError('group-run/not-found');
}

/** The account's place in this run; refused when its group is over. */
export async function findPlace(client: pg.PoolClient, runId: string, userId: string): Promise<Place | null> {
  const { rows } = await client.query<Place & { open: boolean; kicked: boolean }>(
    `SELECT s.id AS "sessionId", lp.id AS "participantId", lp.nickname, s.title, ${isOpen} AS open, lp.kicked_at IS NOT NULL AS kicked
     FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
     WHERE s.run_id = $1 AND lp.user_id = $2 AND lp.moved_to IS NULL`,
    [runId, userId],
  );
  const place = rows[0];
  if (!place) return null;
  if (place.kicked) throw new AppError('join/kicked');
  if (!place.open) throw new AppError('session/ended');
  return place;
}

interface Newcomer {
  runId: string;
  /** null: a guest. */
  userId: string | null;
  participantId: string;
  locale: string;
  /** The hash of the browser's random cookie; null: it showed none. */
  device: Buffer | null;
  /** The n-th name to try; null: there is no further one. */
  nameOf(n: number): { nickname: string; skeleton: string } | null;
}

/** [GRP-3] Into the group that was planned, else into the smallest that is open. */
export async function enterSmallest(client: pg.PoolClient, newcomer: Newcomer): Promise<Place> {
  const { runId, userId, participantId, locale, device } = newcomer;
  const removed = await client.query(
    `SELECT 1 FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
     WHERE s.run_id = $1 AND lp.device_hash = $2 AND lp.kicked_at IS NOT NULL LIMIT 1`,
    [runId, device],
  );
  if (removed.rowCount) throw new AppError('join/kicked');
  const { rows } = await client.query<{ id: string; title: string }>(
    `SELECT s.id, s.title FROM live_sessions s
     WHERE s.run_id = $1 AND ${isOpen} AND ${membersOf('s.id')} < $3
     ORDER BY (s.run_position = (SELECT p.run_position FROM group_places p WHERE p.run_id = $1 AND p.user_id = $2)) DESC NULLS LAST,
       ${membersOf('s.id')}, s.run_position LIMIT 1`,
    [runId, userId, figures.most],
  );
  const session = rows[0];
  if (!session) throw await whyNot(client, runId);
  for (let n = 1; n <= mostOfAName; n++) {
    const name = newcomer.nameOf(n);
    if (!name) break;
    const { rowCount } = await client.query(
      `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, locale, device_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING`,
      [participantId, session.id, userId, name.nickname, name.skeleton, locale, device],
    );
    if (rowCount)
      return { sessionId: session.id, participantId, nickname: name.nickname, title: session.title };
  }
  throw new AppError('nickname/taken');
}

type Moved =
  | { ok: true; fromSessionId: string; participantId: string; toParticipantId: string }
  | { ok: false; code: ErrorCode };

/**
 * [GRP-3] The learner gets a place in the other group as a new participant there, under the same name; whoever goes back to an
 * earlier group is the earlier participant again. Contributions stay where they were made.
 */
export async function movePlace(
  client: pg.PoolClient,
  runId: string,
  participantId: string,
  toSessionId: string,
): Promise<Moved> {
  await lockRun(client, runId);
  const { rows } = await client.query<Learner>(learnerSql, [runId, participantId]);
  const learner = rows[0];
  if (!learner) return { ok: false, code: 'challenge/no-such-player' };
  if (learner.session_id === toSessionId) return { ok: false, code: 'request/invalid' };
  const target = await client.query<{ open: boolean; members: number }>(
    `SELECT ${isOpen} AS open, ${membersOf('s.id')}::integer AS members FROM live_sessions s WHERE s.id = $1 AND s.run_id = $2`,
    [toSessionId, runId],
  );
  const group = target.rows[0];
  if (!group?.open) return { ok: false, code: 'session/ended' };
  if (group.members >= figures.most) return { ok: false, code: 'group/full' };
  const there = await placeThere(client, learner, toSessionId);
  await client.query('UPDATE live_participants SET moved_to = NULL WHERE id = $1', [there]);
  await client.query('UPDATE live_participants SET moved_to = $2 WHERE id = $1', [learner.id, there]);
  return {
    ok: true,
    fromSessionId: learner.session_id,
    participantId: learner.id,
    toParticipantId: there,
  };
}

/** [HST-1] The group from which the learner was taken; null: nobody like that plays in this run. */
export async function removePlace(
  client: pg.PoolClient,
  runId: string,
  participantId: string,
): Promise<string | null> {
  await lockRun(client, runId);
  const { rows } = await client.query<{ session_id: string }>(
    `UPDATE live_participants lp SET kicked_at = now() FROM live_sessions s
     WHERE s.id = lp.session_id AND s.run_id = $1 AND ${isOpen} AND lp.id = $2 AND lp.moved_to IS NULL AND lp.kicked_at IS NULL
     RETURNING lp.session_id`,
    [runId, participantId],
  );
  return rows[0]?.session_id ?? null;
}

interface Learner {
  id: string;
  session_id: string;
  user_id: string | null;
  nickname: string;
  skeleton: string;
  locale: string;
  device_hash: Buffer | null;
}

/** The participant who was there before, or a new one; a name that is taken there gets a number. */
async function placeThere(client: pg.PoolClient, learner: Learner, sessionId: string): Promise<string> {
  const before = await client.query<{ id: string }>(earlierSql, [learner.id, sessionId]);
  if (before.rows[0]) return before.rows[0].id;
  const id = uuid();
  for (let n = 1; n <= mostOfAName; n++) {
    const ending = n === 1 ? '' : ` ${n}`;
    const { rowCount } = await client.query(
      `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, locale, device_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING`,
      [
        id,
        sessionId,
        learner.user_id,
        learner.nickname + ending,
        learner.skeleton + ending.trim(),
        learner.locale,
        learner.device_hash,
      ],
    );
    if (rowCount) return id;
  }
  throw new AppError('nickname/taken');
}

const membersOf = (session: string) =>
  `(SELECT count(*) FROM live_participants lp WHERE lp.session_id = ${session} AND lp.moved_to IS NULL AND lp.kicked_at IS NULL)`;

const learnerSql = `
SELECT lp.id, lp.session_id, lp.user_id, lp.nickname, lp.skeleton, lp.locale, lp.device_hash
FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
WHERE s.run_id = $1 AND lp.id = $2 AND lp.moved_to IS NULL AND lp.kicked_at IS NULL`;

/** Whoever this learner was in that group, along the ways of all moves. */
const earlierSql = `
WITH RECURSIVE earlier AS (
  SELECT id, session_id FROM live_participants WHERE id = $1
  UNION SELECT lp.id, lp.session_id FROM live_participants lp JOIN earlier e ON lp.moved_to = e.id
)
SELECT id FROM earlier WHERE session_id = $2 LIMIT 1`;

async function whyNot(client: pg.PoolClient, runId: string): Promise<AppError> {
  const { rows } = await client.query(
    `SELECT 1 FROM live_sessions s WHERE s.run_id = $1 AND ${isOpen} LIMIT 1`,
    [runId],
  );
  return new AppError(rows[0] ? 'group/full' : 'group-run/ended');
}
