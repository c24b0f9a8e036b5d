import type pg from 'pg';
import { type Day, dayIn, daysAfter } from '../../../domain/reward/calendar.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { eachOnItsOwn } from '../each-on-its-own.ts';
import { lockLearners } from '../ledger.ts';
import { giveChallenges } from './give-challenges.ts';
import { keepChallenges } from './keep-challenges.ts';
import { makeChallenges } from './make-challenges.ts';

/** Own days run from one behind UTC to one ahead of it; the rest is in store for an hour that is missed. */
const days = [-1, 0, 1, 2];
/** Whatever else these earn waits so long. */
const learnersAtOnce = 100;

/**
 * [DAY-2] [DAY-5] What is due each hour: challenges of days to come, how far those are who did something before one was
 * made, and what was done and not claimed on days that are over everywhere. Where that fails it holds nobody else up, and rejects in
 * the end.
 */
export async function keepDays(jobs: pg.Pool, now: Date, signal?: AbortSignal): Promise<void> {
  const { rows: orgs } = await jobs.query<{ id: string }>('SELECT id FROM organizations ORDER BY id');
  const today = dayIn('UTC', now.getTime());
  const failed: unknown[] = [];
  for (const { id } of orgs) {
    if (signal?.aborted) return;
    await inTransaction(jobs, (client) =>
      makeChallenges(
        client,
        [id],
        days.map((n) => daysAfter(today, n)),
      ),
    ).catch((error) => failed.push(error));
  }
  const forDue = async (
    sql: string,
    work: (client: pg.ClientBase, learners: string[], due: Due) => Promise<void>,
  ) => {
    for (let last: Due | undefined; !signal?.aborted; ) {
      const values = [now, learnersAtOnce, last?.challenge, last?.learner];
      const { rows } = await jobs.query<Due>(sql, values);
      if (rows.length === 0) break;
      for (const due of Map.groupBy(rows, ({ challenge }) => challenge).values()) {
        const ids = due.map(({ learner }) => learner);
        const some = (own: readonly string[]) =>
          inTransaction(jobs, async (client) => work(client, await lockLearners(client, own), due[0]!));
        failed.push(...(await eachOnItsOwn(ids, some, signal)));
      }
      last = rows.at(-1);
    }
  };
  await forDue(madeLate, (client, learners, { day }) =>
    keepChallenges(client, new Map(learners.map((learner) => [learner, [day]])), now),
  );
  await forDue(unclaimed, (client, learners, { challenge }) => giveChallenges(client, learners, challenge));
  if (failed.length > 0) throw failed[0];
}

interface Due {
  challenge: string;
  learner: string;
  day: Day;
}

/** $3, $4: after that; null: from the first on. */
const page = (challenge: string, learner: string) =>
  `($3::uuid IS NULL OR (${challenge}, ${learner}) > ($3::uuid, $4::uuid)) ORDER BY ${challenge}, ${learner} LIMIT $2`;

const unclaimed = `
SELECT k.challenge_id AS challenge, k.user_id AS learner, c.valid_date::text AS day
FROM user_daily_challenges k JOIN daily_challenges c ON c.id = k.challenge_id
WHERE k.completed_at IS NOT NULL AND k.claimed_at IS NULL AND c.expires_at <= $1 AND ${page('k.challenge_id', 'k.user_id')}`;

/** Who learnt on a day whose challenge may have been made after that, and is not told of in it. */
const madeLate = `
SELECT c.id AS challenge, d.user_id AS learner, c.valid_date::text AS day
FROM daily_challenges c JOIN users u ON u.org_id = c.org_id JOIN streak_days d ON d.user_id = u.id AND d.local_date = c.valid_date
WHERE c.created_at > $1::timestamptz - interval '2 days' AND c.created_at > (c.valid_date - interval '1 day') AT TIME ZONE 'UTC'
  AND NOT EXISTS (SELECT 1 FROM user_daily_challenges k WHERE k.user_id = d.user_id AND k.challenge_id = c.id)
  AND ${page('c.id', 'd.user_id')}`;
