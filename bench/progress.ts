import pg from 'pg';
import { createLeaderboardService } from '../src/modules/progress/leaderboard/leaderboard.service.ts';
import { refreshLeaderboard } from '../src/modules/progress/leaderboard/refresh.ts';
import { createClassMasteryService } from '../src/modules/progress/mastery/class-mastery.service.ts';
import { createMasteryProjection } from '../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressProjection } from '../src/modules/progress/projection.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { classOf, fillSchool } from './answered-school.ts';
import { quantile } from './figures.ts';
import { conclude } from './results.ts';
import { say } from './run.ts';
import { startDatabase, startProduct } from './servers.ts';
import { targets, verdictOn } from './targets.ts';

/**
 * What stays of answers: projecting the session of 2,000 players and classes of 40, the map of a class of 40 learners and 60 objectives, and the boards of the week, at the services, with row policies, in a real database.
 *
 *   npm run bench -- progress
 */
const players = 2_000;
const questionsOfSession = 20;
const [learners, objectives] = [40, 60];
/** Of each class, hours ago: this week, and whenever it runs some of them in the one before. */
const classesPlayed = [0, 75, 170];
const times = 100;
const refreshes = 10;

const { postgres, stop } = await startDatabase();
try {
  const product = await startProduct({ core: null, postgres });
  await product.stop();
  const db = await openDatabase({ appUrl: postgres.appUrl, jobsUrl: postgres.jobsUrl, entities: [] });
  // without the limits of the product: what it fills is large
  const jobs = new pg.Pool({ connectionString: postgres.jobsUrl, max: 1 });
  // where something else fails they are still there when the database stops, and would hide what it was
  jobs.on('error', () => {});
  const {
    orgId,
    teacher,
    learners: everybody,
    classes,
    questions,
  } = await fillSchool(jobs, {
    learners: players,
    ofClass: learners,
    objectives,
  });
  const classId = classes[0]!.id;

  const projections = [createProgressProjection(db), createMasteryProjection(db)];
  const play = async (who: readonly string[], hoursAgo: number, asked = questions) => {
    const event = await classOf(jobs, orgId, who, asked, hoursAgo);
    const began = performance.now();
    for (const { handle } of projections) await handle(event);
    return performance.now() - began;
  };
  for (let i = 10; i > 3; i--) await play(classes[0]!.learners, i);

  // as the database does by itself within a minute
  const owner = new pg.Client(postgres.ownerUrl);
  owner.on('error', () => {});
  await owner.connect();
  await owner.query('ANALYZE');
  const fewQuestions = questions.slice(0, questionsOfSession);
  const projecting = await play(everybody, 1, fewQuestions);

  const now = () => new Date();
  const signedIn = { userId: classes[0]!.learners[0]!, orgId, sessionFamily: '', consent: null } as never;
  const maps = createClassMasteryService({ db });
  const map = await timed(() => maps.ofClass({ userId: teacher, orgId }, classId, 'en'));
  const seen = await maps.ofClass({ userId: teacher, orgId }, classId, 'en');
  if (seen.learners.length !== learners || seen.objectives.length !== objectives)
    throw new Error(`the map has ${seen.learners.length} learners and ${seen.objectives.length} objectives`);

  const ofClass: number[] = [];
  for (const hoursAgo of classesPlayed)
    for (const { learners } of classes) ofClass.push(await play(learners, hoursAgo, fewQuestions));
  await owner.query('ANALYZE');
  await owner.end();
  const boards = createLeaderboardService({ db, now });
  const refreshing = await timed(() => refreshLeaderboard(db), refreshes);
  const readBoard = () => boards.ofClass(signedIn, classId, { week: 'this' });
  const board = await timed(readBoard);
  const { state, top } = await readBoard();
  if (state !== 'on' || top.length !== 10) throw new Error(`the board is ${state} and shows ${top.length}`);

  const projectingClass = spread(ofClass);
  const between = ({ p50, p95 }: Spread) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  say(`projecting ${players} players, ${players * questionsOfSession} answers: ${projecting.toFixed(0)} ms`);
  say(
    `projecting a class of ${learners}, ${learners * questionsOfSession} answers: ${between(projectingClass)}`,
  );
  say(`map of ${learners} × ${objectives}: ${between(map)}`);
  say(
    `boards of the week, ${players} learners in ${classes.length} classes: summed up anew ${between(refreshing)}; read by a learner ${between(board)}`,
  );
  conclude({
    bench: 'progress',
    options: {
      players,
      questionsOfSession,
      learners,
      objectives,
      times,
      classesPlayed,
      refreshes,
    },
    figures: { projecting, projectingClass, map, refreshing, board },
    verdicts: [verdictOn(targets.classMap, map.p95)],
  });
  await jobs.end();
  await db.close();
} finally {
  await stop();
}

interface Spread {
  p50: number;
  p95: number;
}

/** Warm, one after another. */
async function timed(work: () => Promise<unknown>, repetitions = times): Promise<Spread> {
  const took: number[] = [];
  for (let i = -Math.ceil(repetitions / 10); i < repetitions; i++) {
    const began = performance.now();
    await work();
    if (i >= 0) took.push(performance.now() - began);
  }
  return spread(took);
}

function spread(took: readonly number[]): Spread {
  return { p50: quantile(took, 0.5), p95: quantile(took, 0.95) };
}
