import pg from 'pg';
import { daysAfter } from '../src/domain/reward/calendar.ts';
import { giveChallenges } from '../src/modules/progress/daily/give-challenges.ts';
import { makeChallenges } from '../src/modules/progress/daily/make-challenges.ts';
import { buyFreeze } from '../src/modules/progress/freeze.service.ts';
import { lockLearners } from '../src/modules/progress/ledger.ts';
import { rebuildProgress } from '../src/modules/progress/rebuild.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import type { EmbeddedPostgres } from '../src/platform/database/embedded.ts';
import { inTransaction } from '../src/platform/database/in-transaction.ts';
import { type AskedQuestion, answeredSession } from '../test/support/answered-session.ts';
import { fillSchool } from './answered-school.ts';

export const year = {
  learners: 200,
  ofClass: 25,
  missions: 40,
  lessonsOfMission: 3,
  questionsOfLesson: 10,
  /** Of 365: five days of each week in which there is school. */
  learningDays: 200,
  /** Each learning day of the learner's class: a class challenge, and every second day homework. */
  questionsOfSession: 20,
  /** Two lessons alone each learning day; the others of the school every tenth. */
  lessonsOfDay: 2,
  /** Class challenges of each other class. */
  sessionsOfOthers: 10,
  /** What came of the answers is computed for the learner and for one of so many others: it takes a second each. */
  computedOf: 5,
} as const;

const dayMs = 24 * 3_600_000;
const minuteMs = 60_000;
const weeks = 52;
/** Weeks ago; without them it is a year of forty weeks. */
const holidays = new Set([6, 7, 13, 18, 19, 20, 21, 22, 30, 38, 39, 47]);
/** How many days ago the learner learnt, the first day first; today is one. */
const learningDays = Array.from({ length: weeks }, (_, week) => week)
  .filter((week) => !holidays.has(week))
  .flatMap((week) => [0, 1, 2, 3, 4].map((day) => 7 * week + day))
  .reverse();

export interface SchoolYear {
  /** Whose home is opened. */
  learner: string;
  orgId: string;
  teacher: string;
  classId: string;
}

/**
 * A school after a year, and in it a learner with 10,000 answers: 4,000 alone and 6,000 in class and homework. What was answered is
 * written as the product leaves it; what it earned and taught is computed by the product.
 */
export async function liveYear(postgres: EmbeddedPostgres, jobs: pg.Pool): Promise<SchoolYear> {
  const { learners, ofClass, missions, lessonsOfMission, questionsOfLesson, questionsOfSession } = year;
  const { orgId, teacher, classes, questions } = await fillSchool(jobs, {
    learners,
    ofClass,
    objectives: missions * lessonsOfMission,
    questions: missions * lessonsOfMission * questionsOfLesson,
  });
  const [own, ...others] = classes;
  const learner = own!.learners[0]!;
  await jobs.query(addMissions, [
    orgId,
    questions.map(({ id }) => id),
    missions,
    lessonsOfMission,
    questionsOfLesson,
  ]);
  // long ago enough that whoever was there counts as one of the class
  await jobs.query(`UPDATE group_members SET created_at = now() - interval '370 days'`);
  await jobs.query(
    `UPDATE seasons SET starts_on = starts_on - days / 2, ends_on = ends_on - days / 2 WHERE is_active`,
  );

  await analyze(postgres);
  const now = Date.now();
  const some = (n: number) =>
    Array.from({ length: questionsOfSession }, (_, i) => questions[(n * 7 + i) % questions.length]!);
  for (const [n, daysAgo] of learningDays.entries()) {
    const at = new Date(now - daysAgo * dayMs - 40 * minuteMs);
    await play(jobs, { orgId, groupId: own!.id, who: own!.learners, questions: some(n), at, seed: n });
    if (n % 2 === 0)
      await play(jobs, {
        orgId,
        groupId: own!.id,
        who: own!.learners,
        questions: some(n + 3),
        at: new Date(at.getTime() + 10 * minuteMs),
        seed: n + 1,
        isHomework: true,
      });
  }
  for (const [c, { id, learners }] of others.entries())
    for (let n = 0; n < year.sessionsOfOthers; n++) {
      const daysAgo = learningDays[(n * 10 + c) % learningDays.length]!;
      const at = new Date(now - daysAgo * dayMs - 40 * minuteMs);
      await play(jobs, { orgId, groupId: id, who: learners, questions: some(n + c), at, seed: n + c });
    }
  await jobs.query(afterSessions);
  await jobs.query(logSessions, [own!.id]);
  await jobs.query(studyAlone, [
    classes.flatMap(({ learners }) => learners),
    learner,
    learningDays,
    new Date(now - 20 * minuteMs),
    year.lessonsOfDay,
  ]);
  await jobs.query(finishMissions);
  // all of it is long worked on
  await jobs.query('UPDATE outbox_events SET published_at = now() WHERE published_at IS NULL');
  await jobs.query(
    `INSERT INTO handled_events (event_id, handler) SELECT id, h FROM outbox_events, unnest(ARRAY['progress', 'mastery']) AS h ON CONFLICT DO NOTHING`,
  );
  await jobs.query('DELETE FROM mastery_renewals');

  await analyze(postgres);
  const db = await openDatabase({ appUrl: postgres.appUrl, jobsUrl: postgres.jobsUrl, entities: [] });
  try {
    const today = new Date(now).toISOString().slice(0, 10);
    const everybody = classes.flatMap(({ learners }) => learners);
    const computed = everybody.filter((_, i) => i % year.computedOf === 0);
    const days = Array.from({ length: 7 * weeks }, (_, i) => daysAfter(today, -i));
    await inTransaction(jobs, (client) => makeChallenges(client, [orgId], days));
    await rebuildProgress({ jobs }, { mend: true, of: computed });
    for (const [n, daysAgo] of learningDays.entries())
      if (n % 5 >= 3 && n < 100)
        await buyFreeze({ jobs }, learner, String(n), new Date(now - daysAgo * dayMs));
    const { rows } = await jobs.query<{ id: string }>(doneChallenges, [learner]);
    for (const { id } of rows)
      await inTransaction(jobs, async (client) => {
        await giveChallenges(client, await lockLearners(client, [learner]), id);
      });
    await rebuildProgress({ jobs }, { mend: true, of: [learner] });
    await jobs.query('UPDATE user_badges SET seen_at = now()');
    const { differences } = await rebuildProgress({ jobs }, { mend: false, of: computed.slice(0, 4) });
    if (differences.length > 0)
      throw new Error(`it is no year that was lived: ${JSON.stringify(differences[0])}`);
  } finally {
    await db.close();
  }
  return { learner, orgId, teacher, classId: own!.id };
}

/** As the database does by itself within a minute. */
async function analyze({ ownerUrl }: EmbeddedPostgres): Promise<void> {
  const owner = new pg.Client(ownerUrl);
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
}

interface Sitting {
  orgId: string;
  groupId: string;
  who: readonly string[];
  questions: readonly AskedQuestion[];
  at: Date;
  seed: number;
  isHomework?: boolean;
}

/** Some better than others, and three of four right. */
async function play(jobs: pg.Pool, { orgId, groupId, who, questions, at, seed, isHomework }: Sitting) {
  const { id } = await answeredSession(jobs, {
    orgId,
    groupId,
    at,
    questions,
    players: who.map((learnerId, i) => ({
      learnerId,
      outcomes: questions.map((_, n) => ((i + seed + n) % (3 + (i % 3)) === 0 ? 'wrong' : 'right')),
    })),
  });
  if (isHomework)
    await jobs.query(
      `UPDATE live_sessions SET format = 'self_paced', closes_at = ended_at, settings = settings || '{"format": "self_paced"}' WHERE id = $1`,
      [id],
    );
}

/** What is known of the learner whose home is opened. */
export async function countsOf(jobs: pg.Pool, learner: string): Promise<Record<string, number>> {
  const { rows } = await jobs.query<Record<string, number>>(counts, [learner]);
  return rows[0]!;
}

const counts = `
SELECT (SELECT count(*)::integer FROM question_responses WHERE user_id = $1) AS "alone",
  (SELECT count(*)::integer FROM live_answers a JOIN live_participants lp ON lp.id = a.participant_id WHERE lp.user_id = $1) AS "in sessions",
  (SELECT count(*)::integer FROM live_participants WHERE user_id = $1) AS sessions,
  (SELECT count(*)::integer FROM reward_ledger WHERE user_id = $1) AS "ledger rows",
  (SELECT count(*)::integer FROM streak_days WHERE user_id = $1) AS "learning days",
  (SELECT cardinality(frozen_days) FROM learner_stats WHERE user_id = $1) AS "frozen days",
  (SELECT longest_streak_days FROM learner_stats WHERE user_id = $1) AS "longest streak",
  (SELECT count(*)::integer FROM user_badges WHERE user_id = $1) AS badges,
  (SELECT coalesce(sum(season_xp), 0)::integer FROM season_progress WHERE user_id = $1) AS "season XP",
  (SELECT count(*)::integer FROM user_daily_challenges WHERE user_id = $1 AND claimed_at IS NOT NULL) AS "daily challenges",
  (SELECT count(*)::integer FROM lesson_progress WHERE user_id = $1) AS lessons,
  (SELECT count(*)::integer FROM mission_progress WHERE user_id = $1) AS missions,
  (SELECT count(*)::integer FROM learner_mastery WHERE user_id = $1) AS objectives,
  (SELECT count(*)::integer FROM review_cards WHERE user_id = $1) AS "review cards",
  (SELECT count(*)::integer FROM live_answers) AS "answers of all in sessions",
  (SELECT count(*)::integer FROM question_responses) AS "answers of all alone"`;

const addMissions = `
WITH made AS (
  INSERT INTO missions (org_id, slug, title, description, topic_id, difficulty, mission_type, age_from, age_to, estimated_minutes, total_lessons, total_questions, position)
  SELECT $1, 'mission-' || n, 'Mission ' || n, 'What there is to know.', (SELECT id FROM topics WHERE org_id = $1 ORDER BY position OFFSET n % 3 LIMIT 1),
    'easy', 'story', 8, 14, 20, $4, $4::integer * $5::integer, 100 + n FROM generate_series(0, $3::integer - 1) AS n RETURNING id, position - 100 AS n),
editions AS (
  INSERT INTO mission_editions (mission_id, content_hash, layout, plan) SELECT id, 'made', 0, '{}' FROM made),
lessons AS (
  INSERT INTO lessons (mission_id, slug, title, kind, position)
  SELECT made.id, 'lesson-' || l, 'Lesson', 'quiz', l FROM made, generate_series(0, $4::integer - 1) AS l RETURNING id, mission_id, position),
assessments AS (
  INSERT INTO assessments (org_id, lesson_id, title) SELECT $1, id, 'Quiz' FROM lessons RETURNING id, lesson_id)
INSERT INTO assessment_questions (assessment_id, question_id, position)
SELECT a.id, q.id, (q.n - 1) % $5::integer FROM unnest($2::uuid[]) WITH ORDINALITY AS q(id, n)
  JOIN made ON made.n = (q.n - 1) / ($4::integer * $5::integer)
  JOIN lessons l ON l.mission_id = made.id AND l.position = (q.n - 1) / $5::integer % $4::integer
  JOIN assessments a ON a.lesson_id = l.id`;

/** As projecting them did, some seconds after they ended. */
const afterSessions = `
WITH got AS (
  UPDATE live_participants lp SET correct_count = a.rights, score = a.rights * 1000 FROM (
    SELECT participant_id, count(*) FILTER (WHERE outcome = 'right')::integer AS rights FROM live_answers GROUP BY participant_id) a
  WHERE a.participant_id = lp.id)
UPDATE live_sessions SET projected_at = ended_at + interval '5 seconds', created_at = ended_at - interval '20 minutes' WHERE ended_at IS NOT NULL`;

/** The logs of the class, from which homework is told how far one is. */
const logSessions = `
INSERT INTO live_events (session_id, seq, epoch, type, participant_id, round, vote, answer_id, payload, clock_ms, at)
SELECT e.session_id, row_number() OVER (PARTITION BY e.session_id ORDER BY e.round, e.participant_id, e.type), 1, e.type, e.participant_id, e.round, 1,
  e.answer_id, e.payload, 1000, e.answered_at FROM (
  SELECT a.*, 'answer.accepted' AS type, jsonb_build_object('outcome', a.outcome, 'answer', a.answer) AS payload FROM live_answers a
  UNION ALL SELECT a.*, 'round.closed', '{"reason": "answered"}' FROM live_answers a) e
JOIN live_sessions s ON s.id = e.session_id AND s.group_id = $1`;

/** $1: everybody, $2: who learns every day, $3: the learning days, how many days ago, $4: today's time, $5: lessons a day. */
const studyAlone = `
WITH lesson AS (
  SELECT l.id, l.mission_id, e.id AS edition_id, l.kind, t.slug AS topic, row_number() OVER (ORDER BY m.position, l.position) - 1 AS n, count(*) OVER () AS of
  FROM lessons l JOIN missions m ON m.id = l.mission_id AND m.slug LIKE 'mission-%' JOIN mission_editions e ON e.mission_id = m.id AND e.content_hash = 'made'
    LEFT JOIN topics t ON t.id = m.topic_id),
sitting AS (
  SELECT who.id AS user_id, $4::timestamptz - make_interval(days => d.ago) AS at, row_number() OVER (PARTITION BY who.id ORDER BY d.ago DESC, k) - 1 AS n
  FROM unnest($1::uuid[]) WITH ORDINALITY AS who(id, i) CROSS JOIN unnest($3::integer[]) WITH ORDINALITY AS d(ago, day) CROSS JOIN generate_series(1, $5::integer) AS k
  WHERE who.id = $2 OR (who.i + d.day) % 10 = 0),
sat AS MATERIALIZED (
  SELECT s.user_id, s.at, lesson.*, s.n / lesson.of + 1 AS round FROM sitting s JOIN lesson ON lesson.n = s.n % lesson.of),
begun AS (
  INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total, time_spent_seconds, started_at, last_accessed_at)
  SELECT user_id, mission_id, edition_id, 3, 1200, min(at), max(at) FROM sat GROUP BY user_id, mission_id, edition_id),
done AS (
  INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind, round, round_done, is_passed, best_share, started_at, completed_at, completed_on, xp_reward)
  SELECT user_id, mission_id, id, max(kind), max(round), true, true, 0.8, min(at), min(at), (min(at) AT TIME ZONE 'UTC')::date, 25 FROM sat GROUP BY user_id, mission_id, id)
INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward, time_taken_ms,
  answered_at, received_at, answered_on, objectives, topic)
SELECT sat.user_id, gen_random_uuid(), sat.mission_id, sat.id, sat.edition_id, aq.question_id, sat.round, 1, '[0]',
  CASE WHEN right_or_not THEN 'right' ELSE 'wrong' END, right_or_not::integer, 10, 4000,
  sat.at + make_interval(secs => aq.position), sat.at, ((sat.at + make_interval(secs => aq.position)) AT TIME ZONE 'UTC')::date,
  ARRAY(SELECT o.slug FROM question_objectives qo JOIN objectives o ON o.id = qo.objective_id WHERE qo.question_id = aq.question_id), sat.topic
FROM sat JOIN assessments s ON s.lesson_id = sat.id JOIN assessment_questions aq ON aq.assessment_id = s.id
  CROSS JOIN LATERAL (SELECT (sat.n + sat.round + aq.position) % 4 <> 0 AS right_or_not) o`;

const finishMissions = `
UPDATE mission_progress p SET lessons_completed = l.done, questions_answered = a.answered, questions_correct = a.rights,
  status = CASE WHEN l.done = p.lessons_total THEN 'completed' ELSE 'in_progress' END,
  completed_at = CASE WHEN l.done = p.lessons_total THEN l.at END, completed_on = CASE WHEN l.done = p.lessons_total THEN (l.at AT TIME ZONE 'UTC')::date END,
  xp_reward = CASE WHEN l.done = p.lessons_total THEN 100 END, coin_reward = CASE WHEN l.done = p.lessons_total THEN 50 END
FROM (SELECT user_id, mission_id, count(*)::integer AS done, max(completed_at) AS at FROM lesson_progress GROUP BY 1, 2) l
JOIN (SELECT user_id, mission_id, count(*)::integer AS answered, count(*) FILTER (WHERE outcome = 'right')::integer AS rights
  FROM question_responses GROUP BY 1, 2) a USING (user_id, mission_id)
WHERE p.user_id = l.user_id AND p.mission_id = l.mission_id`;

/** Without the last ones: they wait to be claimed. */
const doneChallenges = `
SELECT c.id FROM user_daily_challenges k JOIN daily_challenges c ON c.id = k.challenge_id
WHERE k.user_id = $1 AND k.completed_at IS NOT NULL ORDER BY c.valid_date DESC OFFSET 2`;
