import type pg from 'pg';
import { type Day, daysAfter } from '../../../domain/reward/calendar.ts';
import {
  type DayAnswer,
  type DayFacts,
  type Finishable,
  nothingDone,
} from '../../../domain/reward/daily/tasks.ts';
import { dayFacts } from './day-facts.sql.ts';

type FactRow = { learner: string; day: Day } & (({ what: 'answer' } & DayAnswer) | { what: Finishable });

/** By learner and day; who did nothing on a day is not in it. */
export type FactsByDay = ReadonlyMap<string, ReadonlyMap<Day, DayFacts>>;

/**
 * What learners did on own days. `back`: as far as it must be looked to say what went wrong before; without it `mends` is of these
 * days alone.
 */
export const readDays = (
  client: pg.ClientBase,
  learners: readonly string[],
  days: readonly Day[],
  { back }: { back: boolean },
): Promise<FactsByDay> =>
  // a day begins up to 14 hours earlier than in UTC
  read(client, [learners, back ? '-infinity' : daysAfter([...days].sort()[0]!, -1), days]);

export const readAllDays = async (
  client: pg.ClientBase,
  learner: string,
): Promise<ReadonlyMap<Day, DayFacts>> =>
  (await read(client, [[learner], '-infinity', null])).get(learner) ?? new Map();

async function read(client: pg.ClientBase, values: unknown[]): Promise<FactsByDay> {
  const { rows } = await client.query<FactRow>(dayFacts, values);
  const byLearner = Map.groupBy(rows, ({ learner }) => learner);
  return new Map(
    [...byLearner].map(([learner, own]) => [
      learner,
      new Map([...Map.groupBy(own, ({ day }) => day)].map(([day, facts]) => [day, factsOf(facts)])),
    ]),
  );
}

function factsOf(rows: readonly FactRow[]): DayFacts {
  const finished = { ...nothingDone.finished };
  const answers: DayAnswer[] = [];
  for (const row of rows) {
    if (row.what === 'answer') answers.push(row);
    else finished[row.what] += 1;
  }
  return { answers, finished };
}
