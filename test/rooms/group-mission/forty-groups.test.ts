import { createTutti, type Tutti } from '@tutti/client';
import { type GroupMission, groupsOf } from '@tutti/client/groups';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signIn, until } from '../../support/class-play.ts';
import { readPlans } from '../../support/group-play.ts';
import { playAlone } from '../../support/group-robots.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const groups = 40;
const learnersEach = 5;
const enterAtOnce = 20;

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  // robots that do not think send more than a learner may
  server = await startTestServer({ MESSAGES_PER_SECOND: '1000' });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

/** The first scene of a starter mission, which has a task of each way: the wide class is the matter here, not the long one. */
async function shortMission(): Promise<string> {
  const { items } = await teacher.missions({ for: 'groups' });
  const { id } = items.find(({ slug }) => slug === 'the-missing-robot')!;
  const owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
  await owner.query('DELETE FROM lessons WHERE mission_id = $1 AND position > 0', [id]);
  await owner.end();
  return id;
}

test('[GRP-3] forty groups of five play a mission to its end at once on one node, and their teacher sees all of them', async () => {
  const missionId = await shortMission();
  const { id: classId } = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '5b' } });
  const run = await groupsOf(teacher).open({ missionId, classId, groups });
  const watch = await groupsOf(teacher).watch(run.id);
  const learners: GroupMission[] = [];
  const numbers = [...Array(groups * learnersEach).keys()].values();
  const enter = async () => {
    for (const i of numbers)
      learners.push(
        await groupsOf(createTutti({ url: server.url })).join({ pin: run.pin!, nickname: `Learner ${i}` }),
      );
  };
  await Promise.all(Array.from({ length: enterAtOnce }, enter));
  const plans = await readPlans(server.app.db.jobs, run.id);
  await watch.start();
  let acknowledged = 0;
  await Promise.all(
    learners.map((learner) =>
      playAlone(learner, {
        plan: plans.get(learner.view.sessionId)!,
        thinkMs: () => 0,
        acknowledged: () => acknowledged++,
      }),
    ),
  );
  await until(() => watch.view.groups.every(({ ended }) => ended !== null), 'the panel saw all ends');
  const seen = watch.view.groups.map(({ group, ended, learners }) => ({
    group,
    ended,
    learners: learners.length,
  }));
  expect(seen).toEqual(
    Array.from({ length: groups }, (_, i) => ({ group: i + 1, ended: 'solved', learners: learnersEach })),
  );
  const tasks = [...plans.values()].map((plan) =>
    plan.tasks
      .map(({ way }) => way)
      .toSorted()
      .join(),
  );
  expect(new Set(tasks)).toEqual(new Set(['consensus,split,turns']));
  expect(acknowledged).toBeGreaterThan(groups * learnersEach);
  await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projections');
  const report = await groupsOf(teacher).report(run.id);
  expect(report.groups.map(({ ended, learners }) => [ended, learners.length])).toEqual(
    Array.from({ length: groups }, () => ['solved', learnersEach]),
  );
  await watch.leave();
}, 120_000);
