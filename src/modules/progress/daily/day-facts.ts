import type pg from 'pg';
import { type Day, daysAfter } from '../../../domain/reward/calendar.ts';
import {
  type DayAnswer,
  type DayFacts,
  type Finishable,
  nothingDone,
} from '../../../domain/reward/daily/tasks.ts';
import { askedQuestions, dayFacts } from './day-facts.sql.ts';

type FactRow = { learner: string; day: Day } & (
  | ({ what: 'answer' } & Omit<DayAnswer, 'kind'>)
  | { what: Finishable }
);
type Question = Pick<DayAnswer, 'kind' | 'topic'>;

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
  const questions = await readQuestions(
    client,
    new Set(rows.flatMap((row) => (row.what === 'answer' ? [row.questionId] : []))),
  );
  const byLearner = Map.groupBy(rows, ({ learner }) => learner);
  return new Map(
    [...byLearner].map(([learner, own]) => [
      learner,
      new Map(
        [...Map.groupBy(own, ({ day }) => day)].map(([day, facts]) => [day, factsOf(facts, questions)]),
      ),
    ]),
  );
}

/** Those that are still there. */
async function readQuestions(
  client: pg.ClientBase,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Question>> {
  if (ids.size === 0) return new Map();
  const { rows } = await client.query<Question & { id: string }>(askedQuestions, [[...ids]]);
  return new Map(rows.map(({ id, ...question }) => [id, question]));
}

function factsOf(rows: readonly FactRow[], questions: ReadonlyMap<string, Question>): DayFacts {
  const finished = { ...nothingDone.finished };
  const answers: DayAnswer[] = [];
  for (const row of rows) {
    if (row.what !== 'answer') {
      finished[row.what] += 1;
      continue;
    }
    const { kind = null, topic = null } = questions.get(row.questionId) ?? {};
    answers.push({ ...row, kind, topic: row.topic ?? topic });
  }
  return { answers, finished };
}
