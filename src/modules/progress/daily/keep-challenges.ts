import type pg from 'pg';
import { type Day, dayIn, daysAfter } from '../../../domain/reward/calendar.ts';
import {
  type DailyStep,
  type DailyTask,
  daysBefore,
  isDone,
  nearest,
  nothingDone,
  stepsOf,
} from '../../../domain/reward/daily/tasks.ts';
import { type FactsByDay, readDays } from './day-facts.ts';
import { makeChallenges } from './make-challenges.ts';

interface OpenRow {
  learner: string;
  challenge: string;
  day: Day;
  tasks: DailyTask[];
}

/** How far a learner is with a challenge, by the task that is nearest to its end. */
export interface Kept {
  learner: string;
  challenge: string;
  value: number;
  target: number;
  done: boolean;
}

/**
 * [DAY-3] Keeps how far locked learners are with the challenges of some own days, computed from all that they did on those: the same in
 * whatever order and however often it is told. What is done stays done, and nothing falls back.
 */
export async function keepChallenges(
  client: pg.ClientBase,
  daysOf: ReadonlyMap<string, Iterable<Day>>,
  now: Date,
): Promise<void> {
  const wanted = [...daysOf].flatMap(([learner, days]) =>
    [...new Set(days)].map((day) => ({ learner, day })),
  );
  if (wanted.length === 0) return;
  await makeMissing(client, [...daysOf.keys()], [...new Set(wanted.map(({ day }) => day))], now);
  const { rows } = await client.query<OpenRow>(openOf, [JSON.stringify(wanted)]);
  if (rows.length === 0) return;
  const facts = await readDays(
    client,
    [...new Set(rows.map(({ learner }) => learner))],
    [...new Set(rows.map(({ day }) => day))],
    { back: Math.max(...rows.map(({ tasks }) => daysBefore(tasks))) },
  );
  await store(
    client,
    rows.map((row) => keptOf(row, stepsOf(row.tasks, factsIn(facts, row)))),
  );
}

const factsIn = (facts: FactsByDay, { learner, day }: { learner: string; day: Day }) =>
  facts.get(learner)?.get(day) ?? nothingDone;

export function keptOf(
  { learner, challenge }: { learner: string; challenge: string },
  steps: readonly DailyStep[],
): Kept {
  const { value, target } = nearest(steps);
  return { learner, challenge, value, target, done: isDone(steps) };
}

/** What nobody began leaves no row. */
export async function store(client: pg.ClientBase, kept: readonly Kept[]): Promise<void> {
  const begun = kept.filter(({ value }) => value > 0);
  if (begun.length > 0) await client.query(storeSql, [JSON.stringify(begun)]);
}

/** Answers that waited without a connection count within a week; own days are up to one ahead of UTC and one behind. */
const lateDays = 8;

/** The challenges of days that may still be new, where nobody made them in time. */
async function makeMissing(
  client: pg.ClientBase,
  learners: readonly string[],
  days: readonly Day[],
  now: Date,
): Promise<void> {
  const today = dayIn('UTC', now.getTime());
  const recent = days.filter((day) => day >= daysAfter(today, -lateDays) && day <= daysAfter(today, 1));
  if (recent.length === 0) return;
  const { rows } = await client.query<{ id: string }>(
    'SELECT DISTINCT org_id AS id FROM users WHERE id = ANY($1::uuid[])',
    [learners],
  );
  await makeChallenges(
    client,
    rows.map(({ id }) => id),
    recent,
  );
}

const openOf = `
SELECT w.learner, c.id AS challenge, w.day::text, c.tasks
FROM json_to_recordset($1::json) AS w(learner uuid, day date) JOIN users u ON u.id = w.learner
  JOIN daily_challenges c ON c.org_id = u.org_id AND c.valid_date = w.day
  LEFT JOIN user_daily_challenges k ON k.user_id = w.learner AND k.challenge_id = c.id
WHERE k.completed_at IS NULL`;

/** Two that are as far keep the one that was there. */
const storeSql = `
INSERT INTO user_daily_challenges AS k (user_id, challenge_id, current_value, target_value, completed_at)
SELECT learner, challenge, value, target, CASE WHEN done THEN now() END
FROM json_to_recordset($1::json) AS n(learner uuid, challenge uuid, value smallint, target smallint, done boolean) ORDER BY learner, challenge
ON CONFLICT (user_id, challenge_id) DO UPDATE SET current_value = EXCLUDED.current_value, target_value = EXCLUDED.target_value,
  completed_at = EXCLUDED.completed_at
WHERE k.completed_at IS NULL AND EXCLUDED.current_value * k.target_value > k.current_value * EXCLUDED.target_value`;
