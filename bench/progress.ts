import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createMissionMap } from '../src/modules/learning/map.service.ts';
import { createPractice } from '../src/modules/live/practice/practice.service.ts';
import { createResumeTokens } from '../src/modules/live/resume-token.ts';
import { createBadgesService } from '../src/modules/progress/badges/badges.service.ts';
import { createDailyService } from '../src/modules/progress/daily/daily.service.ts';
import { createClassMasteryService } from '../src/modules/progress/mastery/class-mastery.service.ts';
import { createMasteryService } from '../src/modules/progress/mastery/mastery.service.ts';
import { createMasteryProjection } from '../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressService } from '../src/modules/progress/progress.service.ts';
import { createProgressProjection } from '../src/modules/progress/projection.ts';
import { createSeasonService } from '../src/modules/progress/seasons/season.service.ts';
import { deriveKeys } from '../src/platform/crypto/keys.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { type AskedQuestion, answeredSession } from '../test/support/answered-session.ts';
import { quantile } from './figures.ts';
import { conclude } from './results.ts';
import { say } from './run.ts';
import { startDatabase, startProduct } from './servers.ts';
import { targets, verdictOn } from './targets.ts';

/**
 * What stays of answers: projecting the session of 2,000 players, the figures on the page of a learner with 10,000 answers, and the map of a
 * class of 40 learners and 60 objectives, at the services, with row policies, in a real database.
 *
 *   npm run bench -- progress
 */
const players = 2_000;
const questionsOfSession = 20;
const ownAnswers = 10_000;
const [learners, objectives] = [40, 60];
const times = 100;

const { postgres, stop } = await startDatabase();
try {
  const product = await startProduct({ core: null, postgres });
  await product.stop();
  const db = await openDatabase({ appUrl: postgres.appUrl, jobsUrl: postgres.jobsUrl, entities: [] });
  // without the limits of the product: what it fills is large
  const jobs = new pg.Pool({ connectionString: postgres.jobsUrl, max: 1 });
  const orgId = (await jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1')).rows[0]!.id;

  const person = async (role: 'student' | 'teacher', count: number): Promise<string[]> => {
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
  };
  const [teacher] = await person('teacher', 1);
  const everybody = await person('student', players);
  const group = await jobs.query<{ id: string }>(
    `INSERT INTO groups (org_id, name, grade_level, school_year) VALUES ($1, '4b', '', '') RETURNING id`,
    [orgId],
  );
  const classId = group.rows[0]!.id;
  await jobs.query(
    `INSERT INTO group_members (group_id, user_id, role) SELECT $1::uuid, id, 'student' FROM unnest($2::uuid[]) AS id
     UNION ALL SELECT $1::uuid, $3::uuid, 'teacher'`,
    [classId, everybody.slice(0, learners), teacher],
  );
  const asked: AskedQuestion[] = Array.from({ length: objectives }, (_, i) => ({
    id: randomUUID(),
    objectives: [`objective-${i}`],
  }));
  await jobs.query(
    `INSERT INTO questions (id, org_id, kind, prompt, explanation, difficulty) SELECT id, $2, 'true_false', 'Is it so?', 'It is.', 'easy' FROM unnest($1::uuid[]) AS id`,
    [asked.map(({ id }) => id), orgId],
  );
  await jobs.query(
    `WITH made AS (INSERT INTO objectives (org_id, slug, text) SELECT $2, 'objective-' || n, 'I can do ' || n FROM generate_series(0, $3::integer - 1) AS n RETURNING id, slug)
     INSERT INTO question_objectives (question_id, objective_id)
     SELECT q, made.id FROM unnest($1::uuid[]) WITH ORDINALITY AS t(q, n) JOIN made ON made.slug = 'objective-' || (n - 1)`,
    [asked.map(({ id }) => id), orgId, objectives],
  );

  const projections = [createProgressProjection(db), createMasteryProjection(db)];
  const outcomeOf = (player: number, question: number) =>
    (player * 7 + question * 3) % 4 === 0 ? ('wrong' as const) : ('right' as const);
  const session = (who: readonly string[], questions: readonly AskedQuestion[], daysAgo: number) =>
    answeredSession(jobs, {
      orgId,
      at: new Date(Date.now() - daysAgo * 3_600_000),
      questions,
      players: who.map((learnerId, i) => ({
        learnerId,
        outcomes: questions.map((_, n) => outcomeOf(i + daysAgo, n)),
      })),
    });
  const [robin] = everybody;
  for (let i = Math.ceil(ownAnswers / objectives) + 10; i > 10; i--) {
    const event = await session([robin!], asked, i);
    for (const { handle } of projections) await handle(event);
  }
  for (let i = 10; i > 3; i--) {
    const event = await session(everybody.slice(0, learners), asked, i);
    for (const { handle } of projections) await handle(event);
  }

  // as the database does by itself within a minute
  const owner = new pg.Client(postgres.ownerUrl);
  await owner.connect();
  await owner.query('ANALYZE');
  await owner.end();
  const large = await session(everybody, asked.slice(0, questionsOfSession), 1);
  const began = performance.now();
  for (const { handle } of projections) await handle(large);
  const projecting = performance.now() - began;

  const now = () => new Date();
  const own = { userId: robin!, orgId };
  const signedIn = { ...own, sessionFamily: '' } as never;
  const progress = createProgressService({ db, now });
  const mastery = createMasteryService({ db });
  const badges = createBadgesService({ db });
  const missions = createMissionMap({ db });
  const season = createSeasonService(db);
  const daily = createDailyService({ db, now });
  const practice = createPractice({
    db,
    resumeTokens: createResumeTokens(deriveKeys('bench')['resume-token']),
  });
  const home = await timed(async () => {
    await Promise.all([
      progress.read(own, robin!),
      mastery.read(own, robin!, 'en'),
      practice.today(signedIn),
      badges.read(own, robin!),
      season.read(own, 'en'),
      daily.read(own),
      missions.read(own, robin!, 'en'),
    ]);
  });
  const classes = createClassMasteryService({ db });
  const map = await timed(() => classes.ofClass({ userId: teacher!, orgId }, classId, 'en'));
  const seen = await classes.ofClass({ userId: teacher!, orgId }, classId, 'en');
  if (seen.learners.length !== learners || seen.objectives.length !== objectives)
    throw new Error(`the map has ${seen.learners.length} learners and ${seen.objectives.length} objectives`);

  say(`projecting ${players} players, ${players * questionsOfSession} answers: ${projecting.toFixed(0)} ms`);
  say(
    `a learner's figures, ${ownAnswers} answers: p50 ${home.p50.toFixed(1)} ms, p95 ${home.p95.toFixed(1)} ms`,
  );
  say(`map of ${learners} × ${objectives}: p50 ${map.p50.toFixed(1)} ms, p95 ${map.p95.toFixed(1)} ms`);
  conclude({
    bench: 'progress',
    options: { players, questionsOfSession, ownAnswers, learners, objectives, times },
    figures: { projecting, home, map },
    verdicts: [verdictOn(targets.learnerFigures, home.p95), verdictOn(targets.classMap, map.p95)],
  });
  await jobs.end();
  await db.close();
} finally {
  await stop();
}

/** Warm, one after another. */
async function timed(work: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const took: number[] = [];
  for (let i = 0; i < times + 10; i++) {
    const began = performance.now();
    await work();
    if (i >= 10) took.push(performance.now() - began);
  }
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}
