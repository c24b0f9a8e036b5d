import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type AskedQuestion, answeredSession } from '../test/support/answered-session.ts';

export interface School {
  orgId: string;
  teacher: string;
  learners: readonly string[];
  /** Its learners in classes of the same size; the teacher has all of them. */
  classes: readonly { id: string; learners: readonly string[] }[];
  /** Each trains one objective, in turns. */
  questions: readonly AskedQuestion[];
}

/** A school in an empty organization, as large as is wanted. */
export async function fillSchool(
  jobs: pg.Pool,
  {
    learners,
    ofClass,
    objectives,
    questions: asked = objectives,
  }: { learners: number; ofClass: number; objectives: number; questions?: number },
): Promise<School> {
  const orgId = (await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1')).rows[0]!.id;
  const [teacher] = await addPeople(jobs, orgId, 'teacher', 1);
  const everybody = await addPeople(jobs, orgId, 'student', learners);
  const classes = Array.from({ length: Math.ceil(learners / ofClass) }, (_, i) => ({
    id: randomUUID(),
    learners: everybody.slice(i * ofClass, (i + 1) * ofClass),
  }));
  await jobs.query(
    `INSERT INTO groups (id, org_id, name, grade_level, school_year) SELECT id, $2, '4b', '', '' FROM unnest($1::uuid[]) AS id`,
    [classes.map(({ id }) => id), orgId],
  );
  const seats = classes.flatMap(({ id, learners }) => learners.map((learner) => [id, learner] as const));
  await jobs.query(
    `INSERT INTO group_members (group_id, user_id, role)
     SELECT c, id, 'student' FROM unnest($1::uuid[], $2::uuid[]) AS t(c, id)
     UNION ALL SELECT c, $4, 'teacher' FROM unnest($3::uuid[]) AS c`,
    [seats.map(([id]) => id), seats.map(([, learner]) => learner), classes.map(({ id }) => id), teacher],
  );
  const questions = await addQuestions(jobs, orgId, asked, objectives);
  return { orgId, teacher: teacher!, learners: everybody, classes, questions };
}

/** So many hours ago these learners answered these questions, some better than others and together three of four right; gives the event of its end. */
export const classOf = (
  jobs: pg.Pool,
  orgId: string,
  who: readonly string[],
  questions: readonly AskedQuestion[],
  hoursAgo: number,
): Promise<{ eventId: string }> =>
  answeredSession(jobs, {
    orgId,
    at: new Date(Date.now() - hoursAgo * 3_600_000),
    questions,
    players: who.map((learnerId, i) => ({
      learnerId,
      outcomes: questions.map((_, n) => ((i + hoursAgo + n) % (3 + (i % 3)) === 0 ? 'wrong' : 'right')),
    })),
  });

async function addPeople(
  jobs: pg.Pool,
  orgId: string,
  role: 'student' | 'teacher',
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await jobs.query(
    `INSERT INTO users (id, org_id, username) SELECT id, $2, 'r' || left(replace(id::text, '-', ''), 20) FROM unnest($1::uuid[]) AS id`,
    [ids, orgId],
  );
  await jobs.query(
    `INSERT INTO user_profiles (user_id, display_name) SELECT id, 'Robin' FROM unnest($1::uuid[]) AS id`,
    [ids],
  );
  await jobs.query(
    `INSERT INTO user_roles (user_id, role_id, org_id) SELECT u, r.id, $2 FROM unnest($1::uuid[]) AS u, roles r WHERE r.key = $3`,
    [ids, orgId, role],
  );
  return ids;
}

async function addQuestions(
  jobs: pg.Pool,
  orgId: string,
  count: number,
  objectives: number,
): Promise<AskedQuestion[]> {
  const questions = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    objectives: [`objective-${i % objectives}`],
  }));
  const ids = questions.map(({ id }) => id);
  await jobs.query(
    `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty) SELECT id, $2, 'true_false', 'Is it so?', 'It is.', 'easy' FROM unnest($1::uuid[]) AS id`,
    [ids, orgId],
  );
  await jobs.query(
    `WITH made AS (INSERT INTO objectives (org_id, slug, text) SELECT $2, 'objective-' || n, 'I can do ' || n FROM generate_series(0, $3::integer - 1) AS n RETURNING id, slug)
     INSERT INTO question_objectives (question_id, objective_id)
     SELECT q, made.id FROM unnest($1::uuid[]) WITH ORDINALITY AS t(q, n) JOIN made ON made.slug = 'objective-' || (n - 1) % $3::integer`,
    [ids, orgId, objectives],
  );
  return questions;
}
