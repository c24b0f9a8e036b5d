import type pg from 'pg';
import { type Day, dayIn } from '../../../domain/reward/calendar.ts';
import {
  type DailyTask,
  daysBefore,
  isDone,
  nothingDone,
  stepsOf,
} from '../../../domain/reward/daily/tasks.ts';
import type { Caller, Database } from '../../../platform/database/database.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import { AppError } from '../../../platform/http/app-error.ts';
import type { DailyChallenge, OwnDailyChallenges } from '../../../wire/daily.ts';
import { lockLearners } from '../ledger.ts';
import { readDays } from './day-facts.ts';
import { giveChallenges } from './give-challenges.ts';
import { keepChallenges } from './keep-challenges.ts';
import { makeChallenges } from './make-challenges.ts';

interface ChallengeRow extends Pick<DailyChallenge, 'id' | 'day' | 'xp' | 'coins'> {
  title: string;
  description: string;
  i18n: Pick<DailyChallenge['texts'], 'es'>;
  tasks: DailyTask[];
  done: boolean;
  claimed: boolean;
}

interface Dependencies {
  db: Pick<Database, 'jobs'>;
  now: () => Date;
}

export function createDailyService({ db: { jobs }, now }: Dependencies) {
  return {
    /** The challenge of the learner's own day, computed from what was done until now, and those of days before that wait. */
    async read({ userId, orgId }: Caller): Promise<OwnDailyChallenges> {
      const { own, ...challenges } = await inTransaction(jobs, async (client) => {
        const today = await todayOf(client, userId);
        await makeChallenges(client, [orgId], [today]);
        const { rows } = await client.query<ChallengeRow>(ownChallenges, [userId, orgId, today]);
        const own = rows.find(({ day }) => day === today);
        return {
          own,
          today: own ? await present(client, userId, own) : null,
          waiting: rows.filter(({ day }) => day !== today).map(partsOf),
        };
      });
      // done, and nobody has worked on it: from now on it waits to be claimed, whatever becomes of the day
      if (own && !own.done && challenges.today?.state === 'done')
        await inTransaction(jobs, async (client) => {
          const there = await lockLearners(client, [userId]);
          await keepChallenges(client, new Map(there.map((learner) => [learner, [own.day]])), now());
        });
      return challenges;
    },

    /** Given once, however often it is asked for. Refuses with `challenge/not-found` or `challenge/not-done`. */
    claim: ({ userId, orgId }: Caller, id: string): Promise<void> =>
      inTransaction(jobs, async (client) => {
        const { rows } = await client.query<{ day: Day }>(
          'SELECT valid_date::text AS day FROM daily_challenges WHERE id = $1 AND org_id = $2',
          [id, orgId],
        );
        const there = await lockLearners(client, [userId]);
        if (!rows[0] || there.length === 0) throw new AppError('challenge/not-found');
        // what was just done counts, also before anybody worked on it
        await keepChallenges(client, new Map([[userId, [rows[0].day]]]), now());
        const done = await client.query(
          'SELECT 1 FROM user_daily_challenges WHERE user_id = $1 AND challenge_id = $2 AND completed_at IS NOT NULL',
          [userId, id],
        );
        if (done.rowCount === 0) throw new AppError('challenge/not-done');
        await giveChallenges(client, [userId], id);
      }),
  };

  async function todayOf(client: pg.ClientBase, userId: string): Promise<Day> {
    const { rows } = await client.query<{ timezone: string; startHour: number }>(
      'SELECT timezone, day_start_hour AS "startHour" FROM user_profiles WHERE user_id = $1',
      [userId],
    );
    if (!rows[0]) throw new AppError('user/not-found');
    return dayIn(rows[0].timezone, now().getTime(), rows[0].startHour);
  }
}
export type DailyService = ReturnType<typeof createDailyService>;

async function present(client: pg.ClientBase, learner: string, own: ChallengeRow): Promise<DailyChallenge> {
  const facts = await readDays(client, [learner], [own.day], { back: daysBefore(own.tasks) });
  const steps = stepsOf(own.tasks, facts.get(learner)?.get(own.day) ?? nothingDone);
  const state = own.claimed ? 'claimed' : own.done || isDone(steps) ? 'done' : 'open';
  const topics = await topicNames(client, learner, own.tasks);
  return {
    ...partsOf(own),
    steps: steps.map((step, i) => ({ ...step, ...only(own.tasks[i]!, topics) })),
    state,
  };
}

type TopicName = NonNullable<DailyChallenge['steps'][number]['topic']>;

/** What else a step must be of to count. A topic that there is not any more stands in the description only. */
function only(task: DailyTask, topics: ReadonlyMap<string, TopicName>) {
  if (task.kind !== 'answers' && task.kind !== 'right') return {};
  const topic = task.topic === undefined ? undefined : topics.get(task.topic);
  return { ...(topic && { topic }), ...(task.question && { question: task.question }) };
}

async function topicNames(
  client: pg.ClientBase,
  learner: string,
  tasks: readonly DailyTask[],
): Promise<ReadonlyMap<string, TopicName>> {
  const slugs = tasks.flatMap((task) => ('topic' in task && task.topic ? [task.topic] : []));
  if (slugs.length === 0) return new Map();
  const { rows } = await client.query<{ slug: string; en: string; es: string | null }>(topicsOf, [
    learner,
    slugs,
  ]);
  return new Map(rows.map(({ slug, en, es }) => [slug, { en, ...(es && { es }) }]));
}

const partsOf = ({ id, day, title, description, i18n, xp, coins }: ChallengeRow) => ({
  id,
  day,
  texts: { en: { title, description }, ...(i18n.es && { es: i18n.es }) },
  xp,
  coins,
});

const topicsOf = `
SELECT t.slug, t.name AS en, t.i18n #>> '{es,name}' AS es FROM topics t JOIN users u ON u.org_id = t.org_id
WHERE u.id = $1 AND t.slug = ANY($2) LIMIT 10`;

const ownChallenges = `
SELECT c.id, c.valid_date::text AS day, c.title, c.description, c.i18n, c.tasks, c.xp_reward AS xp, c.coin_reward AS coins,
  k.completed_at IS NOT NULL AS done, k.claimed_at IS NOT NULL AS claimed
FROM daily_challenges c LEFT JOIN user_daily_challenges k ON k.challenge_id = c.id AND k.user_id = $1
WHERE c.org_id = $2 AND (c.valid_date = $3::date OR (k.completed_at IS NOT NULL AND k.claimed_at IS NULL)) ORDER BY c.valid_date = $3::date DESC, c.valid_date DESC LIMIT 11`;
