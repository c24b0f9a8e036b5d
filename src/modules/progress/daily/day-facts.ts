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

/** What learners did on own days. `back`: so many days before them are read to say what went wrong there. */
export const readDays = (
  client: pg.ClientBase,
  learners: readonly string[],
  days: readonly Day[],
  { back }: { back: number },
): Promise<FactsByDay> =>
  // a day begins up to 14 hours earlier than in UTC
  read(client, [learners, `${daysAfter([...days].sort()[0]!, -back - 1)}T00:00:00Z`, days]);

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
