// @module-tag durability
import { createTutti } from '@tutti/client';
import { type GroupMission, groupsOf } from '@tutti/client/groups';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDemoAccount, until } from '../../support/class-play.ts';
import { atEnd, atTask, keyOf, playUntil, readPlans } from '../../support/group-play.ts';
import { createServerProcess, type ServerProcess } from '../../support/server-process.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess();
  await server.start();
}, 60_000);
afterAll(() => server?.remove());

test('[DUR-2] [DUR-6] [GRP-2] after SIGKILL in the middle of a split task two groups go on by themselves with what was acknowledged, and are projected once', async () => {
  const teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...readDemoAccount(server.dataDir, 'teacher'), keep: 'body' });
  const missionId = (await teacher.missions({ for: 'groups' })).items[0]!.id;
  const { id: classId } = await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '6a' } });
  const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
  const watch = await groupsOf(teacher).watch(run.id);
  const all: GroupMission[] = [];
  for (let i = 1; i <= 6; i++)
    all.push(
      await groupsOf(createTutti({ url: server.url })).join({ pin: run.pin!, nickname: `Learner ${i}` }),
    );
  const client = new pg.Client(server.database.ownerUrl);
  await client.connect();
  const plans = await readPlans(client, run.id);
  const groups = [1, 2].map((number) => all.filter(({ view }) => view.group === number));
  const planOf = (group: GroupMission[]) => plans.get(group[0]!.view.sessionId)!;

  for (const group of groups) await playUntil(group, planOf(group), atTask('split'));
  const [one] = groups as [GroupMission[]];
  const own = one[0]!.view.table.pieces[0]!;
  await one[0]!.share(own.piece);
  const steps = all.map(({ view }) => view.step);
  await server.kill('SIGKILL');
  await server.start();
  await until(
    () => all.every(({ view }) => view.connection === 'connected' && view.table.paused === null),
    'everybody is back, and the clock runs',
    20_000,
  );
  await until(() => watch.view.connection === 'connected', 'the teacher is back', 20_000);
  expect(all.map(({ view }) => view.step)).toEqual(steps);
  expect(one[1]!.view.table.pieces).toContainEqual({ ...own, shared: true });

  for (const group of groups) await playUntil(group, planOf(group), atEnd);
  await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projection');
  await until(() => watch.view.groups.every(({ ended }) => ended === 'solved'), 'the panel saw it');
  const { groups: reported } = await groupsOf(teacher).report(run.id);
  for (const { ended, right, learners } of reported) {
    expect([ended, right, learners.length]).toEqual(['solved', 9, 3]);
    const shared = learners.reduce((sum, { contribution }) => sum + contribution.piecesShared, 0);
    expect(shared).toBe(15);
  }
  const { rows } = await client.query(
    `SELECT count(*)::int AS ended FROM outbox_events WHERE event_type = 'group.ended'`,
  );
  await client.end();
  expect(rows).toEqual([{ ended: 2 }]);
  expect(keyOf(planOf(one), 0)).toHaveLength(1);
}, 90_000);
