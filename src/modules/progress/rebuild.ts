import type pg from 'pg';
import type { Day } from '../../domain/reward/calendar.ts';
import { type Currency, factReasons, type Reason, type Reward } from '../../domain/reward/ledger.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { compareAvatars, mendAvatars, wordsOfAvatars } from './avatars/check-avatars.ts';
import { awardBadges } from './badges/awarding.ts';
import { type ComparedBadges, compareBadges, mendBadges } from './badges/check.ts';
import { readLearners } from './badges/deeds.ts';
import { keepFacts } from './badges/kept-facts.ts';
import { type ComparedChallenges, compareChallenges, mendChallenges } from './daily/check-challenges.ts';
import { type Earned, enter, lockLearners, type Sums, sumsOf, sumUp } from './ledger.ts';
import { masteryDifferences } from './mastery/compare-mastery.ts';
import { fixUntrained, learnAnew } from './mastery/mastery-projection.ts';
import { compareMissions, mendMissions, wordsOfMissions } from './mission-check.ts';
import { unfixedOf } from './played.sql.ts';
import { readLearner } from './played.ts';
import { earnedIn, fix } from './projection.ts';
import { type ComparedSeasons, compareSeasons, mendSeasons } from './seasons/season-check.ts';
import { sumUpSeasons, withSeasonXp } from './seasons/season-xp.ts';
import { readStudied } from './studied.ts';

export interface Difference {
  learnerId: string;
  /** What is otherwise than the facts say, in words without a name. */
  what: string[];
}

interface Entry {
  id: string;
  currency: Currency;
  key: string;
  amount: number;
  reason: Reason;
  seasonId?: string;
  day: Day;
  /** Its session was deleted: the entry is the last that knows of it. */
  outlived: boolean;
}

/** Computes the progress of every learner, or of those in `of`, from what was answered, and tells where the tables say otherwise. */
export async function rebuildProgress(
  { jobs }: Pick<Database, 'jobs'>,
  { mend, of = null }: { mend: boolean; of?: readonly string[] | null },
): Promise<{ learners: number; differences: Difference[] }> {
  const { rows } = await jobs.query<{ id: string }>(everybody, [of]);
  const differences: Difference[] = [];
  for (const { id } of rows) {
    const what = mend
      ? await inTransaction(jobs, (client) => mendLearner(client, id))
      : await inTransaction(
          jobs,
          async (client) => {
            const progress = wordsOf(await compare(client, id));
            const mastery = await masteryDifferences(client, id);
            const seasons = wordsOfSeasons(await compareSeasons(client, id));
            const challenges = wordsOfChallenges(await compareChallenges(client, id));
            const avatars = wordsOfAvatars(await compareAvatars(client, id));
            const missions = wordsOfMissions(await compareMissions(client, id, { lock: false }));
            return wordsOfAll(
              [...progress, ...mastery, ...seasons, ...challenges, ...avatars, ...missions],
              await compareBadges(client, id),
            );
          },
          'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
        );
    if (what.length > 0) differences.push({ learnerId: id, what });
  }
  return { learners: rows.length, differences };
}

async function compare(client: pg.ClientBase, learnerId: string) {
  const played = await readLearner(client, learnerId);
  const counted = async (one: Earned) =>
    (await withSeasonXp(client, new Map([[learnerId, one]]))).get(learnerId)!;
  const earned = await counted(earnedIn(played, await readStudied(client, learnerId, 'due')));
  // what is not due yet may be there already: another event of its mission brought it
  const possible = await counted(earnedIn(played, await readStudied(client, learnerId, 'all')));
  const { rows: entries } = await client.query<Entry>(entriesOf, [learnerId, factReasons]);
  const { rows: days } = await client.query<{ day: Day; outlived: boolean }>(daysOf, [learnerId]);
  const { rows: stats } = await client.query<Record<keyof Sums, unknown>>(statsOf, [learnerId]);
  const rightly = new Set([...earned.rewards, ...possible.rewards].map(termsOf));
  const stored = new Set(entries.map(keyOf));
  const wantedDays = new Set(earned.days);
  const possibleDays = new Set(possible.days);
  const storedDays = new Set(days.map(({ day }) => day));
  const sums = (await sumsOf(client, [learnerId])).get(learnerId)!;
  const unlike = sumOrder.filter((name) => {
    const value = stats[0]?.[name] ?? noSums[name];
    return String(value) !== String(sums[name]);
  });
  return {
    earned,
    missing: earned.rewards.filter((reward) => !stored.has(keyOf(reward))),
    wrong: entries.filter((entry) => !entry.outlived && !rightly.has(termsOf(entry))),
    missingDays: [...wantedDays].filter((day) => !storedDays.has(day)),
    wrongDays: days.filter(({ day, outlived }) => !outlived && !possibleDays.has(day)).map(({ day }) => day),
    unlike,
  };
}
type Compared = Awaited<ReturnType<typeof compare>>;

const wordsOf = ({ missing, wrong, missingDays, wrongDays, unlike }: Compared): string[] => [
  ...missing.map((reward) => `missing: ${inWords(reward)}`),
  ...wrong.map((entry) => `wrong: ${inWords(entry)}`),
  ...missingDays.map((day) => `missing day: ${day}`),
  ...wrongDays.map((day) => `wrong day: ${day}`),
  ...unlike.map((name) => `the sum is another: ${sumNames[name]}`),
];
const wordsOfBadges = ({ missing, wrong, missingRewards, wrongEntries }: ComparedBadges): string[] => [
  ...missing.map(({ badge }) => `missing badge: ${badge.slug}`),
  ...wrong.map(({ slug }) => `wrong badge: ${slug}`),
  ...missingRewards.map((reward) => `missing: ${inWords(reward)}`),
  ...wrongEntries.map((entry) => `wrong: ${inWords(entry)}`),
];
/** Whatever else is wrong makes what is counted for badges wrong, too. */
function wordsOfAll(others: readonly string[], badges: ComparedBadges): string[] {
  const words = [...others, ...wordsOfBadges(badges)];
  return words.length === 0 && badges.staleFacts ? ['what badges ask for is counted otherwise'] : words;
}
const wordsOfSeasons = (compared: ComparedSeasons): string[] => [
  ...compared.unlike.map((slug) => `the sum is another: season ${slug}`),
  ...compared.owed.map(
    ({ seasonId, levels }) => `missing rewards of season ${seasonId}: ${levels.join(', ')}`,
  ),
  ...compared.missingRewards.map((reward) => `missing: ${inWords(reward)}`),
  ...compared.missingAvatars.map((id) => `missing avatar: ${id}`),
  ...compared.wrongEntries.map((entry) => `wrong: ${inWords(entry)}`),
];
const wordsOfChallenges = ({
  missing,
  wrong,
  missingRewards,
  wrongEntries,
}: ComparedChallenges): string[] => [
  ...missing.map(({ day }) => `missing of the challenge: ${day}`),
  ...wrong.map(({ day }) => `wrong of the challenge: ${day}`),
  ...missingRewards.map((reward) => `missing: ${inWords(reward)}`),
  ...wrongEntries.map((entry) => `wrong: ${inWords(entry)}`),
];
const currencyNames = {
  xp: 'XP',
  coin: 'coins',
  key: 'keys',
  season_xp: 'season XP',
  freeze: 'freezes',
} as const satisfies Record<Currency, string>;
const inWords = ({ amount, currency, key }: Pick<Reward, 'amount' | 'currency' | 'key'>): string =>
  `${amount} ${currencyNames[currency]} for ${key}`;
const keyOf = ({ currency, key }: Pick<Reward, 'currency' | 'key'>): string => `${currency} ${key}`;
const termsOf = (one: Pick<Reward, 'currency' | 'key' | 'amount' | 'day' | 'seasonId'>): string =>
  `${keyOf(one)} ${one.amount} ${one.day} ${one.seasonId ?? ''}`;
const sumNames = {
  xp: 'XP',
  coins: 'coins',
  keys: 'keys',
  current: 'streak',
  longest: 'longest streak',
  last: 'last day',
  freezes: 'freezes',
  frozen: 'frozen days',
} as const satisfies Record<keyof Sums, string>;
const sumOrder = Object.keys(sumNames) as (keyof Sums)[];
const noSums: Sums = { xp: 0, coins: 0, keys: 0, current: 0, longest: 0, last: null, freezes: 0, frozen: [] };

async function mendLearner(client: pg.ClientBase, learnerId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(unfixedOf, [learnerId]);
  for (const { id } of rows) await fix(client, id);
  await fixUntrained(client, learnerId);
  const missions = await compareMissions(client, learnerId, { lock: true });
  await mendMissions(client, learnerId, missions);
  if ((await lockLearners(client, [learnerId])).length === 0) return [];
  const compared = await compare(client, learnerId);
  const what = wordsOf(compared);
  const unlikeMastery = await masteryDifferences(client, learnerId);
  if (unlikeMastery.length > 0) await learnAnew(client, learnerId);
  if (what.length > 0) {
    await client.query('DELETE FROM reward_ledger WHERE id = ANY($1::bigint[])', [
      compared.wrong.map(({ id }) => id),
    ]);
    await client.query('DELETE FROM streak_days WHERE user_id = $1 AND local_date = ANY($2::date[])', [
      learnerId,
      compared.wrongDays,
    ]);
    await enter(client, new Map([[learnerId, compared.earned]]));
    await sumUpSeasons(client, [learnerId]);
    await client.query(coverSpent, [learnerId]);
    await sumUp(client, [learnerId]);
  }
  const seasons = await compareSeasons(client, learnerId);
  const whatOfSeasons = wordsOfSeasons(seasons);
  if (whatOfSeasons.length > 0) {
    await mendSeasons(client, learnerId, seasons);
    await client.query(coverSpent, [learnerId]);
    await sumUp(client, [learnerId]);
  }
  const challenges = await compareChallenges(client, learnerId);
  const whatOfChallenges = wordsOfChallenges(challenges);
  if (whatOfChallenges.length > 0) {
    await mendChallenges(client, learnerId, challenges);
    await client.query(coverSpent, [learnerId]);
    await sumUp(client, [learnerId]);
  }
  const avatars = await compareAvatars(client, learnerId);
  await mendAvatars(client, learnerId, avatars);
  const badges = await compareBadges(client, learnerId);
  if (wordsOfBadges(badges).length > 0) {
    await mendBadges(client, learnerId, badges);
    await client.query(coverSpent, [learnerId]);
    await sumUp(client, [learnerId]);
    await awardBadges(client, [learnerId]);
  } else if (badges.staleFacts) await keepFacts(client, await readLearners(client, [learnerId]));
  return wordsOfAll(
    [
      ...what,
      ...unlikeMastery,
      ...whatOfSeasons,
      ...whatOfChallenges,
      ...wordsOfAvatars(avatars),
      ...wordsOfMissions(missions),
    ],
    badges,
  );
}

/** What was bought stays bought, also where the coins for it were wrong. */
const coverSpent = `
INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
SELECT $1, currency, -sum(delta), 'correction', current_date, 'correction:' || max(id) FROM reward_ledger
WHERE user_id = $1 AND currency IN ('coin', 'key') GROUP BY currency HAVING sum(delta) < 0`;

const everybody = `
SELECT id FROM users WHERE ($1::uuid[] IS NULL OR id = ANY($1::uuid[])) AND (EXISTS (SELECT 1 FROM learner_stats s WHERE s.user_id = users.id)
  OR EXISTS (SELECT 1 FROM live_participants lp WHERE lp.user_id = users.id)
  OR EXISTS (SELECT 1 FROM mission_progress mp WHERE mp.user_id = users.id)) ORDER BY id`;

const entriesOf = `
SELECT l.id::text, l.currency, l.idempotency_key AS key, l.delta AS amount, l.reason, l.season_id AS "seasonId", l.local_date::text AS day,
  l.source_type = 'live_session' AND NOT EXISTS (SELECT 1 FROM live_sessions s WHERE s.id = l.source_id) AS outlived
FROM reward_ledger l WHERE l.user_id = $1 AND l.reason = ANY($2::text[])`;

const daysOf = 'SELECT local_date::text AS day, outlived FROM streak_days WHERE user_id = $1';

const statsOf = `
SELECT total_xp AS xp, coins, keys, current_streak_days AS current, longest_streak_days AS longest, last_activity_date::text AS last,
  streak_freezes AS freezes, frozen_days::text[] AS frozen
FROM learner_stats WHERE user_id = $1`;
