import { createTutti, type Tutti } from '@tutti/client';
import { type GroupMission, groupsOf } from '@tutti/client/groups';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWhole, until } from '../../support/class-play.ts';
import { atTask, onward, playUntil, readPlans } from '../../support/group-play.ts';
import { createOwnProcess, type OwnProcess } from '../../support/own-process.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { startWire, type Wire } from '../../support/wire.ts';

const redis: TestRedis | null = await startTestRedis();

describe.skipIf(redis === null)('groups of one run in two processes', () => {
  let wire: Wire;
  let here: TestServer;
  let there: OwnProcess;
  let logged = '';
  let client: pg.Client;
  beforeAll(async () => {
    wire = await startWire(redis!.url);
    const shared = {
      REDIS_URL: wire.url,
      TUTTI_SECRET: 'one secret for two processes, long enough',
    };
    const hear = (line: string) => {
      logged += line;
    };
    here = await startTestServer(shared, { write: hear });
    const environment = { ...shared, DATA_DIR: here.config.dataDir };
    there = await createOwnProcess({ database: here.database, environment });
    await there.start();
    client = new pg.Client(here.database.ownerUrl);
    await client.connect();
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    await there?.remove();
    await here?.stop();
    await wire?.stop();
    await redis?.stop();
  });

  const signedIn = async (): Promise<Tutti> => {
    const tutti = createTutti({ url: here.url });
    await tutti.signIn({ ...here.teacher, keep: 'body' });
    return tutti;
  };

  test('[GRP-3] the panel shows and leads all of them; without Redis it says which it does not reach, and finds them again', async () => {
    const teacher = await signedIn();
    const missionId = (await teacher.missions({ for: 'groups' })).items[0]!.id;
    const { id: classId } = await teacher.request<{ id: string }>('POST', '/classes', {
      body: { name: '6a' },
    });
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
    // as after a take-over: the second group belongs to nobody, and is opened by whoever is asked for it next
    await client.query(
      `UPDATE live_sessions SET epoch = epoch + 1, owner_node = NULL, lease_until = NULL, room_id = NULL
       WHERE run_id = $1 AND run_position = 2`,
      [run.id],
    );
    await until(() => logged.includes('another process has the session'), 'the group is let go');
    const guest = ({ url }: { url: string }, nickname: string) =>
      groupsOf(createTutti({ url })).join({ pin: run.pin!, nickname });
    const ours = [await guest(here, 'Ada')];
    const theirs = [await guest(there, 'Ben')];
    ours.push(await guest(here, 'Cleo'));
    theirs.push(await guest(there, 'Dan'));
    const groups: GroupMission[][] = [ours, theirs];
    expect(groups.map((group) => group.map(({ view }) => view.group))).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const plans = await readPlans(client, run.id);

    const watch = await groupsOf(teacher).watch(run.id);
    const second = () => watch.view.groups.find(({ group }) => group === 2)!;
    expect(watch.view.groups.map(({ elsewhere }) => elsewhere)).toEqual([false, false]);
    expect(
      second()
        .learners.map(({ nickname }) => nickname)
        .toSorted(),
    ).toEqual(['Ben', 'Dan']);

    // what happens there is shown here
    await onward(theirs, plans.get(theirs[0]!.view.sessionId)!);
    await until(() => second().phase === 'scene', 'the panel sees the other group move on');
    // to one, to all, and of what cannot be the refusal comes back
    const isPaused = (group: GroupMission[]) => group[0]!.view.table.paused?.reason === 'teacher';
    await watch.pause(second().sessionId);
    await until(() => isPaused(theirs) && second().paused === 'teacher', 'the other group stands');
    await expect(watch.pause(second().sessionId)).rejects.toMatchObject({ code: 'challenge/already-paused' });
    await watch.resume();
    await until(() => !isPaused(theirs), 'it goes on');
    const said = groups.map((group) => new Promise((resolve) => group[0]!.on('said', resolve)));
    await watch.say('Read the second card again.');
    await Promise.all(said);

    const [ben, dan] = theirs as [GroupMission, GroupMission];
    await watch.rename(ben.participantId, 'Benny');
    await until(() => second().learners.some(({ nickname }) => nickname === 'Benny'), 'the new name');
    await watch.remove(dan.participantId);
    await until(() => dan.view.closed !== null, 'Dan is out');
    await until(() => second().learners.length === 1, 'and the panel knows');

    wire.become('away');
    await until(() => second().elsewhere, 'the other group is marked', 20_000);
    await expect(watch.pause(second().sessionId)).rejects.toMatchObject({ code: 'server/not-ready' });
    expect(watch.view.groups.find(({ group }) => group === 1)!.elsewhere).toBe(false);
    wire.become('good');
    await until(() => !second().elsewhere, 'it is reached again', 20_000);
    await watch.end(second().sessionId);
    await until(() => second().ended !== null, 'and ends as it was told');
    await Promise.all([watch.leave(), ...ours.map((one) => one.leave())]);
  }, 90_000);

  test('[DUR-5] on SIGTERM a process gives its group away, and the learners go on with it in the other one where they were', async () => {
    const teacher = await signedIn();
    const missionId = (await teacher.missions({ for: 'groups' })).items[0]!.id;
    const { id: classId } = await teacher.request<{ id: string }>('POST', '/classes', {
      body: { name: '6b' },
    });
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    logged = '';
    await client.query(
      'UPDATE live_sessions SET epoch = epoch + 1, owner_node = NULL, lease_until = NULL, room_id = NULL WHERE run_id = $1',
      [run.id],
    );
    await until(() => logged.includes('another process has the session'), 'the group is let go');
    const theirs: GroupMission[] = [];
    for (const nickname of ['Eve', 'Fay'])
      theirs.push(await groupsOf(createTutti({ url: there.url })).join({ pin: run.pin!, nickname }));
    const [id, plan] = [...(await readPlans(client, run.id))][0]!;
    await playUntil(theirs, plan, atTask('split'));
    const { step } = theirs[0]!.view;
    const owner = async () =>
      (await client.query('SELECT owner_node FROM live_sessions WHERE id = $1', [id])).rows[0].owner_node;
    const handedOver = async () => {
      const metrics = await (await fetch(`${here.url}/metrics`)).text();
      return Number(/^live_leases_taken_over_total\{because="handed_over"\} (\d+)/m.exec(metrics)![1]);
    };
    expect(await owner()).not.toBe(here.app.realtime.node);
    const before = await handedOver();

    expect(await there.kill('SIGTERM')).toBe(0);
    await until(async () => (await owner()) === here.app.realtime.node, 'the other process has it');
    expect(await handedOver()).toBe(before + 1);
    const back: GroupMission[] = [];
    for (const { resumeToken } of theirs)
      back.push(await groupsOf(createTutti({ url: here.url })).resume(resumeToken));
    await until(() => back.every(({ view }) => view.table.paused === null), 'the clock runs');
    expect(back.map(({ view }) => view.step)).toEqual([step, step]);
    await onward(back, plan);
    expect(await isWhole(here.app.db.jobs, id)).toBe(true);
    await Promise.all([...theirs, ...back].map((one) => one.leave()));
  }, 90_000);
});
