import type pg from 'pg';
import { type Known, knownKey, type Learnt, nothingLearnt } from './learnt.ts';
import type { ReviewCard } from './memory.ts';

type KnownRow = Omit<Known, 'lastAt'> & { learnerId: string; lastAt: Date };
type CardRow = Omit<ReviewCard, 'dueAt' | 'lastAt'> & {
  learnerId: string;
  questionId: string;
  dueAt: Date;
  lastAt: Date;
};

export async function storedOf(
  client: pg.ClientBase,
  learners: readonly string[],
): Promise<Map<string, Learnt>> {
  const stored = new Map(learners.map((id) => [id, nothingLearnt()]));
  const known = await client.query<KnownRow>(readKnown, [learners]);
  for (const { learnerId, lastAt, ...row } of known.rows)
    stored.get(learnerId)!.known.set(knownKey(row), { ...row, lastAt: lastAt.getTime() });
  const cards = await client.query<CardRow>(readCards, [learners]);
  for (const { learnerId, questionId, dueAt, lastAt, ...row } of cards.rows)
    stored
      .get(learnerId)!
      .cards.set(questionId, { ...row, dueAt: dueAt.getTime(), lastAt: lastAt.getTime() });
  return stored;
}

export interface Change {
  learner: string;
  known: Known[];
  cards: (ReviewCard & { questionId: string })[];
}

export async function store(client: pg.ClientBase, changes: readonly Change[]): Promise<void> {
  const rows = <T>(of: (change: Change) => readonly T[]) =>
    JSON.stringify(
      changes.flatMap((change) => of(change).map((row) => ({ learner: change.learner, ...row }))),
    );
  await client.query(storeKnown, [rows(({ known }) => known)]);
  await client.query(storeCards, [rows(({ cards }) => cards)]);
}

/** Puts this in the place of all that is stored of a learner. */
export async function replace(
  client: pg.ClientBase,
  learner: string,
  { known, cards }: Learnt,
): Promise<void> {
  await client.query('DELETE FROM learner_mastery WHERE user_id = $1', [learner]);
  await client.query('DELETE FROM review_cards WHERE user_id = $1', [learner]);
  await store(client, [
    {
      learner,
      known: [...known.values()],
      cards: [...cards].map(([questionId, card]) => ({ questionId, ...card })),
    },
  ]);
}

const readKnown = `
SELECT user_id AS "learnerId", scope, slug, answers, weight_right AS "right", weight_wrong AS wrong, last_answer_at AS "lastAt"
FROM learner_mastery WHERE user_id = ANY($1::uuid[])`;
const readCards = `
SELECT user_id AS "learnerId", question_id AS "questionId", due_at AS "dueAt", stability, difficulty, state, reps, lapses, last_review_at AS "lastAt"
FROM review_cards WHERE user_id = ANY($1::uuid[])`;

const storeKnown = `
INSERT INTO learner_mastery (user_id, scope, slug, answers, weight_right, weight_wrong, last_answer_at)
SELECT k.learner, k.scope, k.slug, k.answers, k."right", k.wrong, to_timestamp(k."lastAt" / 1000.0)
FROM json_to_recordset($1::json) AS k(learner uuid, scope text, slug text, answers integer, "right" double precision, wrong double precision, "lastAt" numeric)
ON CONFLICT (user_id, scope, slug) DO UPDATE SET answers = excluded.answers, weight_right = excluded.weight_right,
  weight_wrong = excluded.weight_wrong, last_answer_at = excluded.last_answer_at`;
/** A question that was deleted meanwhile has no card. */
const storeCards = `
INSERT INTO review_cards (user_id, question_id, due_at, stability, difficulty, state, reps, lapses, last_review_at)
SELECT c.learner, q.id, to_timestamp(c."dueAt" / 1000.0), c.stability, c.difficulty, c.state, c.reps, c.lapses, to_timestamp(c."lastAt" / 1000.0)
FROM json_to_recordset($1::json) AS c(learner uuid, "questionId" uuid, "dueAt" numeric, stability double precision, difficulty double precision,
  state smallint, reps integer, lapses integer, "lastAt" numeric) JOIN questions q ON q.id = c."questionId"
ON CONFLICT (user_id, question_id) DO UPDATE SET due_at = excluded.due_at, stability = excluded.stability, difficulty = excluded.difficulty,
  state = excluded.state, reps = excluded.reps, lapses = excluded.lapses, last_review_at = excluded.last_review_at`;
