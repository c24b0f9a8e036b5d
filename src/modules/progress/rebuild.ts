import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import type { Database } from '../../platform/database/database.ts';
import { give, lockLearners, type Sums, sumsOf } from './ledger.ts';
import { unfixedOf } from './played.sql.ts';
import { readLearner } from './played.ts';
import { earnedIn, fix, inTransaction } from './projection.ts';

export interface Difference {
  learnerId: string;
  /** What is otherwise than the facts say, in words without a name. */
  what: string[];
}

interface Entry {
  id: string;
  key: string;
  xp: number;
  day: Day;
  /** Its session was deleted: the entry is the last that knows of it. */
  outlived: boolean;
}

/** Computes every learner's progress from what was answered, and tells where the tables say otherwise. */
export async function rebuildProgress(
  { jobs }: Pick<Database, 'jobs'>,
  { mend }: { mend: boolean },
): Promise<{ learners: number; differences: Difference[] }> {
  const { rows } = await jobs.query<{ id: string }>(everybody);
  const differences: Difference[] = [];
  for (const { id } of rows) {
    const what = mend
      ? await inTransaction(jobs, (client) => mendLearner(client, id))
      : await inTransaction(
          jobs,
          async (client) => wordsOf(await compare(client, id)),
          'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
        );
    if (what.length > 0) differences.push({ learnerId: id, what });
  }
  return { learners: rows.length, differences };
}

async function compare(client: pg.ClientBase, learnerId: string) {
  const earned = earnedIn(await readLearner(client, learnerId));
  const { rows: entries } = await client.query<Entry>(entriesOf, [learnerId]);
  const { rows: days } = await client.query<{ day: Day; outlived: boolean }>(daysOf, [learnerId]);
  const { rows: stats } = await client.query<Record<keyof Sums, string | number | null>>(statsOf, [
    learnerId,
  ]);
  const wanted = new Map(earned.rewards.map((reward) => [reward.key, reward]));
  const stored = new Map(entries.map((entry) => [entry.key, entry]));
  const isWrong = ({ key, xp, day, outlived }: Entry) => {
    const reward = wanted.get(key);
    return !outlived && (reward?.xp !== xp || reward.day !== day);
  };
  const wantedDays = new Set(earned.days);
  const storedDays = new Set(days.map(({ day }) => day));
  const sums = (await sumsOf(client, [learnerId])).get(learnerId)!;
  const unlike = (['xp', 'current', 'longest', 'last'] as const).filter((name) => {
    const value = stats[0]?.[name] ?? (name === 'last' ? null : 0);
    return String(value) !== String(sums[name]);
  });
  return {
    earned,
    missing: earned.rewards.filter(({ key }) => !stored.has(key)),
    wrong: entries.filter(isWrong),
    missingDays: [...wantedDays].filter((day) => !storedDays.has(day)),
    wrongDays: days.filter(({ day, outlived }) => !outlived && !wantedDays.has(day)).map(({ day }) => day),
    unlike,
  };
}
type Compared = Awaited<ReturnType<typeof compare>>;

const wordsOf = ({ missing, wrong, missingDays, wrongDays, unlike }: Compared): string[] => [
  ...missing.map(({ key, xp }) => `missing: ${xp} XP for ${key}`),
  ...wrong.map(({ key, xp }) => `wrong: ${xp} XP for ${key}`),
  ...missingDays.map((day) => `missing day: ${day}`),
  ...wrongDays.map((day) => `wrong day: ${day}`),
  ...unlike.map((name) => `the sum is another: ${sumNames[name]}`),
];
const sumNames = { xp: 'XP', current: 'streak', longest: 'longest streak', last: 'last day' } as const;

async function mendLearner(client: pg.ClientBase, learnerId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(unfixedOf, [learnerId]);
  for (const { id } of rows) await fix(client, id);
  await lockLearners(client, [learnerId]);
  const compared = await compare(client, learnerId);
  const what = wordsOf(compared);
  if (what.length > 0) {
    await client.query('DELETE FROM reward_ledger WHERE id = ANY($1::bigint[])', [
      compared.wrong.map(({ id }) => id),
    ]);
    await client.query('DELETE FROM streak_days WHERE user_id = $1 AND local_date = ANY($2::date[])', [
      learnerId,
      compared.wrongDays,
    ]);
    await give(client, new Map([[learnerId, compared.earned]]));
  }
  return what;
}

const everybody = `
SELECT id FROM users WHERE EXISTS (SELECT 1 FROM learner_stats s WHERE s.user_id = users.id)
  OR EXISTS (SELECT 1 FROM live_participants lp WHERE lp.user_id = users.id) ORDER BY id`;

const entriesOf = `
SELECT l.id::text, l.idempotency_key AS key, l.delta AS xp, l.local_date::text AS day,
  NOT EXISTS (SELECT 1 FROM live_sessions s WHERE s.id = l.source_id) AS outlived
FROM reward_ledger l WHERE l.user_id = $1 AND l.currency = 'xp'`;

const daysOf = 'SELECT local_date::text AS day, outlived FROM streak_days WHERE user_id = $1';

const statsOf = `
SELECT total_xp AS xp, current_streak_days AS current, longest_streak_days AS longest, last_activity_date::text AS last
FROM learner_stats WHERE user_id = $1`;
