import type pg from 'pg';
import { type Day, dayIn, daysAfter } from '../../../domain/reward/calendar.ts';
import { factReasons } from '../../../domain/reward/ledger.ts';
import { nextStart } from '../../../domain/reward/season.ts';
import type { Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { eachOnItsOwn } from '../each-on-its-own.ts';
import { lockLearners } from '../ledger.ts';
import { giveOwed } from './season-rewards.ts';
import { seasonsLock, sumUpSeasons } from './season-xp.ts';

/** Whatever else these earn waits so long. */
const learnersAtOnce = 100;
/** Answers that waited without a connection count within a week; own days are up to one behind that of the school. */
const missedDays = 9;

/**
 * Ends seasons whose days are over, begins those that come next, and gives what was reached and not taken. Where that fails it holds
 * nobody else up, and rejects in the end.
 */
export async function turnSeasons(
  { jobs }: Pick<Database, 'jobs'>,
  now: Date,
  signal?: AbortSignal,
): Promise<void> {
  const failed: unknown[] = [];
  const forEach = async (sql: string, work: (id: string) => Promise<unknown>) => {
    const { rows } = await jobs.query<{ id: string }>(sql);
    for (const { id } of rows) if (!signal?.aborted) await work(id).catch((error) => failed.push(error));
  };
  await forEach(withSeasons, (id) =>
    inTransaction(jobs, async (client) => {
      await takeSeasons(client, id);
      await turnSeason(client, id, now);
    }),
  );
  await forEach(unsettled, (id) => settle(jobs, id, now, signal));
  if (failed.length > 0) throw failed[0];
}

const withSeasons = 'SELECT DISTINCT org_id AS id FROM seasons WHERE ended_at IS NULL ORDER BY 1';
const unsettled =
  'SELECT id FROM seasons WHERE ended_at IS NOT NULL AND settled_at IS NULL ORDER BY ended_at, id';

/** Nobody counts XP for seasons of the organization, or begins and ends them, until the transaction is over. */
export const takeSeasons = async (client: pg.ClientBase, orgId: string): Promise<void> =>
  void (await client.query(`SELECT pg_advisory_xact_lock(${seasonsLock('$1')})`, [orgId]));

interface Standing {
  timezone: string;
  activeId: string | null;
  /** The last day that belongs to a season. */
  endsOn: Day | null;
}

/** After `takeSeasons`. What was earned on days of the new season before it began counts for it. */
export async function turnSeason(client: pg.ClientBase, orgId: string, now: Date): Promise<void> {
  const { rows } = await client.query<Standing>(standing, [orgId]);
  const { timezone, activeId, endsOn } = rows[0]!;
  const today = dayIn(timezone, now.getTime());
  if (activeId !== null) {
    // a server of an older version that still runs gives XP and counts them for no season
    await countMissed(client, activeId, daysAfter(today, -missedDays));
    if (today <= endsOn!) return;
    await client.query('UPDATE seasons SET is_active = false, ended_at = $2 WHERE id = $1', [activeId, now]);
  }
  const { rows: waiting } = await client.query<{ id: string; days: number }>(nextOne, [orgId]);
  const next = waiting[0];
  if (!next) return;
  const startsOn = nextStart(endsOn, today);
  const lastDay = daysAfter(startsOn, next.days - 1);
  await client.query('UPDATE seasons SET starts_on = $2, ends_on = $3, is_active = true WHERE id = $1', [
    next.id,
    startsOn,
    lastDay,
  ]);
  await client.query(comeAgain, [next.id]);
  await countMissed(client, next.id, startsOn);
}

/** Entered since then, of XP that are there already; nobody else counts for seasons of the organization meanwhile. */
async function countMissed(client: pg.ClientBase, seasonId: string, since: Day): Promise<void> {
  const { rows } = await client.query<{ learner: string }>(countSince, [seasonId, factReasons, since]);
  const learners = [...new Set(rows.map(({ learner }) => learner))];
  if (learners.length > 0) await sumUpSeasons(client, learners, [seasonId]);
}

/**
 * Learners one by one, some at a time; what breaks off is gone on with, and nobody gets anything twice. Whoever fails holds nobody else
 * up; then it rejects, and the season stays unsettled.
 */
async function settle(jobs: pg.Pool, seasonId: string, now: Date, signal?: AbortSignal): Promise<void> {
  const failed: unknown[] = [];
  for (let last: string | null = null; ; ) {
    if (signal?.aborted) return;
    const page: unknown[] = [seasonId, last, learnersAtOnce];
    const { rows } = await jobs.query<{ id: string }>(nextLearners, page);
    if (rows.length === 0) break;
    const ids = rows.map(({ id }) => id);
    failed.push(...(await eachOnItsOwn(ids, (some) => settleSome(jobs, seasonId, some), signal)));
    last = ids.at(-1)!;
  }
  if (failed.length > 0) throw failed[0];
  if (!signal?.aborted) await jobs.query('UPDATE seasons SET settled_at = $2 WHERE id = $1', [seasonId, now]);
}

const settleSome = (jobs: pg.Pool, seasonId: string, ids: readonly string[]): Promise<void> =>
  inTransaction(jobs, async (client) => giveOwed(client, await lockLearners(client, ids), [seasonId]));

const standing = `
SELECT o.timezone, (SELECT s.id FROM seasons s WHERE s.org_id = o.id AND s.is_active) AS "activeId",
  (SELECT max(s.ends_on) FROM seasons s WHERE s.org_id = o.id)::text AS "endsOn" FROM organizations o WHERE o.id = $1`;

/** In the order of the content; when all were there, from the first on again. */
const nextOne = `
SELECT id, days FROM seasons WHERE org_id = $1 AND starts_on IS NULL ORDER BY round, position, slug LIMIT 1`;

/** The same waits for its next turn. */
const comeAgain = `
WITH again AS (
  INSERT INTO seasons (org_id, slug, round, name, description, i18n, position, days, total_levels, xp_per_level, content_hash)
  SELECT org_id, slug, round + 1, name, description, i18n, position, days, total_levels, xp_per_level, content_hash FROM seasons WHERE id = $1 RETURNING id)
INSERT INTO season_tiers (season_id, level, kind, amount, avatar)
SELECT again.id, t.level, t.kind, t.amount, t.avatar FROM again, season_tiers t WHERE t.season_id = $1`;

/** Whoever is being erased is waited for, and gets nothing. $3: no day before. */
const countSince = `
WITH missed AS MATERIALIZED (
  SELECT l.user_id, l.delta, l.reason, l.source_type, l.source_id, s.id AS season_id, l.local_date, l.idempotency_key
  FROM seasons s JOIN users u ON u.org_id = s.org_id
    JOIN reward_ledger l ON l.user_id = u.id AND l.local_date BETWEEN greatest(s.starts_on, $3::date) AND s.ends_on AND l.currency = 'xp' AND l.reason = ANY($2::text[])
  WHERE s.id = $1 AND NOT EXISTS (
    SELECT 1 FROM reward_ledger c WHERE c.user_id = l.user_id AND c.currency = 'season_xp' AND c.idempotency_key = l.idempotency_key)),
there AS MATERIALIZED (
  SELECT id FROM users WHERE id IN (SELECT user_id FROM missed) ORDER BY id FOR KEY SHARE)
INSERT INTO reward_ledger (user_id, currency, delta, reason, source_type, source_id, season_id, local_date, idempotency_key)
SELECT m.user_id, 'season_xp', m.delta, m.reason, m.source_type, m.source_id, m.season_id, m.local_date, m.idempotency_key
FROM missed m JOIN there ON there.id = m.user_id ORDER BY m.user_id, m.idempotency_key ON CONFLICT DO NOTHING RETURNING user_id AS learner`;

const nextLearners = `
SELECT user_id AS id FROM season_progress WHERE season_id = $1 AND ($2::uuid IS NULL OR user_id > $2) ORDER BY user_id LIMIT $3`;
