import pg from 'pg';
import type { EmbeddedPostgres } from '../src/platform/database/embedded.ts';
import type { MissionSummary } from '../src/wire/catalog.ts';
import type { SessionSummary } from '../src/wire/session.ts';
import { call, startProduct } from './servers.ts';

/** Made by the product, and then filled as its projection would. */
export async function playedClass(
  postgres: EmbeddedPostgres,
  players: number,
  questions: number,
): Promise<{ id: string; host: { userId: string; orgId: string } }> {
  const { url, token, stop: stopServer } = await startProduct({ core: null, postgres });
  const { items } = await call<{ items: MissionSummary[] }>(`${url}/api/v1/missions?limit=100`, token);
  const mission = items.find(({ slug }) => slug === 'teach-the-machine')!;
  const { id } = await call<SessionSummary>(`${url}/api/v1/sessions`, token, {
    missionId: mission.id,
    settings: { getReadySeconds: 0, standings: 'off', cap: players },
  });
  await stopServer();
  const pool = new pg.Pool({ connectionString: postgres.jobsUrl, max: 1 });
  const query = (sql: string, values: unknown[]) => pool.query(sql, values);
  await query(
    `UPDATE live_sessions SET status = 'ended', started_at = now(), ended_at = now(), projected_at = now(), snapshot = jsonb_set(snapshot, '{rounds}',
       (SELECT jsonb_agg(snapshot->'rounds'->((n % jsonb_array_length(snapshot->'rounds'))::int)) FROM generate_series(0, $2::int - 1) n)) WHERE id = $1`,
    [id, questions],
  );
  await query(
    `INSERT INTO live_participants (session_id, nickname, skeleton, score, correct_count, answered_count, final_rank, joined_in_round)
     SELECT $1, 'Player ' || n, 'player ' || n, n, $3 / 2, $3, $2 - n, 0 FROM generate_series(1, $2::int) n`,
    [id, players, questions],
  );
  await query(
    `INSERT INTO live_rounds (session_id, position, answered, correct, mean_ms, spread)
     SELECT $1, n, $2, $2 / 2, 5000, '[1000, 400, 300, 300]' FROM generate_series(0, $3::int - 1) n`,
    [id, players, questions],
  );
  await query(
    `INSERT INTO live_answers (session_id, round, vote, participant_id, answer_id, answer, outcome, response_ms, points, answered_at)
     SELECT $1, r.position, 1, lp.id, r.position || '', jsonb_build_array((lp.score * 7 + r.position) % 4),
       CASE WHEN (lp.score * 7 + r.position) % 2 = 0 THEN 'right' ELSE 'wrong' END, 1000 + lp.score, 500, now()
     FROM live_participants lp CROSS JOIN live_rounds r WHERE lp.session_id = $1 AND r.session_id = $1`,
    [id],
  );
  const { rows } = await query(
    'SELECT host_id AS "userId", org_id AS "orgId" FROM live_sessions WHERE id = $1',
    [id],
  );
  await pool.end();
  return { id, host: rows[0] };
}
