import { createTutti, type Tutti } from '@tutti/client';
import { type GroupMission, type GroupRun, type GroupWatch, groupsOf } from '@tutti/client/groups';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GroupMissionPlan } from '../../../src/domain/group-mission/plan.ts';
import type { GroupTable, WatchCommand } from '../../../src/wire/group-mission.ts';
import { groupPayloads, watchPayloads } from '../../../src/wire/group-output.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined, PinPreview } from '../../../src/wire/session.ts';
import { breakWriting, countEvents, isWhole, until } from '../../support/class-play.ts';
import { createEverybody } from '../../support/everybody.ts';
import { atEnd, atTask, keyOf, onward, playUntil, readPlans } from '../../support/group-play.ts';
import { playAlone } from '../../support/group-robots.ts';
import type { Person } from '../../support/people.ts';
import { openSeat, pressInTwoTabs, type RawClient } from '../../support/raw-client.ts';
import { call, goodPassword } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let orgId: string;
let everybody: ReturnType<typeof createEverybody>;
let teacher: Tutti;
let teaching: Person;
let missionId: string;
let classId: string;
let pupils: Person[];

beforeAll(async () => {
  server = await startTestServer();
  const { rows } = await server.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  orgId = rows[0]!.id;
  everybody = createEverybody(server);
  teaching = await everybody.add(orgId, 'teacher');
  teacher = await signedIn(teaching);
  missionId = (await teacher.missions({ for: 'groups' })).items.find(
    ({ slug }) => slug === 'the-missing-robot',
  )!.id;
  pupils = [];
  for (let i = 0; i < 4; i++) pupils.push(await everybody.add(orgId, 'student'));
  classId = (await teacher.request<{ id: string }>('POST', '/classes', { body: { name: '5b' } })).id;
  for (const { userId } of pupils)
    await server.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [classId, userId],
    );
}, 60_000);
afterAll(() => server?.stop());

async function signedIn({ userId }: Person): Promise<Tutti> {
  const { rows } = await server.app.db.jobs.query<{ username: string }>(
    'SELECT username FROM users WHERE id = $1',
    [userId],
  );
  const tutti = createTutti({ url: server.url });
  await tutti.signIn({ login: rows[0]!.username, password: goodPassword, keep: 'body' });
  return tutti;
}

const guest = (run: GroupRun, nickname: string) =>
  groupsOf(createTutti({ url: server.url })).join({ pin: run.pin!, nickname });
const post = <T = { code: string }>(path: string, body: unknown, token?: string) =>
  call<T>(server, path, { method: 'POST', body, ...(token !== undefined && { token }) });
const plansOf = (run: GroupRun) => readPlans(server.app.db.jobs, run.id);

/** Two groups of three, of whom one plays under an account. */
async function twoGroups(): Promise<{
  run: GroupRun;
  watch: GroupWatch;
  groups: GroupMission[][];
  plans: GroupMissionPlan[];
}> {
  const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
  const watch = await groupsOf(teacher).watch(run.id);
  const all: GroupMission[] = [await groupsOf(await signedIn(pupils[0]!)).joinAsMyself(run.id)];
  for (const name of ['Ben', 'Cleo', 'Dan', 'Eve', 'Fay']) all.push(await guest(run, name));
  const groups = [1, 2].map((number) => all.filter(({ view }) => view.group === number));
  const plans = await plansOf(run);
  return { run, watch, groups, plans: groups.map(([one]) => plans.get(one!.view.sessionId)!) };
}

describe('two groups of a class', () => {
  test('[GRP-1..4] play a mission to its end; one leaves and comes back, one is moved, the teacher watches and speaks, and the report says who gave what', async () => {
    const { run, watch, groups, plans } = await twoGroups();
    expect(groups.map(({ length }) => length)).toEqual([3, 3]);
    const [one, two] = groups as [GroupMission[], GroupMission[]];
    expect(watch.view.groups.map(({ phase }) => phase)).toEqual(['lobby', 'lobby']);

    await watch.start();
    for (const learner of [...one, ...two])
      await until(() => learner.view.stage.name === 'scene', 'the first scene');

    // one leaves in the middle of a task and comes back into it
    await playUntil(one, plans[0]!, atTask('consensus'));
    const leaver = one[2]!;
    await one[0]!.answer(keyOf(plans[0]!, 0));
    const seen = () => watch.view.groups[0]!;
    await until(
      () => seen().phase === 'task' && seen().learners.some(({ waitedFor }) => !waitedFor),
      'the first answer',
    );
    const first = seen();
    expect(first.learners.map(({ waitedFor }) => waitedFor)).toEqual([false, true, true]);
    expect(first).toMatchObject({ phase: 'task', task: 0, again: false, elsewhere: false });
    const sinceMs = watch.stageMs(first.sessionId)!;
    expect(sinceMs).toBeGreaterThanOrEqual(0);
    expect(sinceMs).toBeLessThan(first.limitMs!);
    await until(() => watch.stageMs(first.sessionId)! > sinceMs, 'the clock goes on');
    await leaver.leave();
    await until(() => watch.view.groups[0]!.learners.some(({ connected }) => !connected), 'the gap');
    const back = await groupsOf(createTutti({ url: server.url })).resume(leaver.resumeToken);
    expect(back.participantId).toBe(leaver.participantId);
    expect(back.view.stage).toMatchObject({ name: 'task', task: { task: 0, way: 'consensus' } });
    expect(back.view.table.learners.filter(({ proposal }) => proposal !== null)).toHaveLength(1);
    one[2] = back;

    // the teacher speaks to one group, and to all
    const heard: string[] = [];
    for (const learner of [one[0]!, two[0]!]) learner.on('said', ({ text }) => heard.push(text));
    await watch.say('Look at the colours.', one[0]!.view.sessionId);
    await watch.say('Five more minutes.');
    await until(() => heard.length === 3, 'three sentences heard');
    expect(heard.toSorted()).toEqual(['Five more minutes.', 'Five more minutes.', 'Look at the colours.']);

    // one is moved, without doing anything, and the client follows
    await playUntil(two, plans[1]!, atTask('split'));
    const moved = two[2]!;
    const before = moved.participantId;
    const told = new Promise((resolve) => moved.on('moved', resolve));
    await watch.move(before, one[0]!.view.sessionId);
    expect(await told).toEqual({ group: 1 });
    await until(() => watch.view.groups[0]!.learners.length === 4, 'four in the first group');
    expect(moved.view.sessionId).toBe(one[0]!.view.sessionId);
    expect(moved.participantId).not.toBe(before);
    two.pop();
    one.push(moved);

    for (const [i, group] of [one, two].entries()) await playUntil(group, plans[i]!, atEnd);
    for (const [i, learners] of [one, two].entries())
      expect(learners[0]!.view.stage).toMatchObject({
        name: 'ended',
        reason: 'solved',
        right: plans[i]!.tasks.length,
        of: 9,
      });
    await until(() => watch.view.groups.every(({ ended }) => ended === 'solved'), 'the end of both');
    await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projection');

    const report = await groupsOf(teacher).report(run.id);
    expect(report.run.pin).toBeNull();
    const [solved, second] = report.groups;
    expect(solved).toMatchObject({ ended: 'solved', right: 9, tasks: 9, reward: 9 * 100 + 5 * 50 + 11 * 10 });
    expect(solved!.learners).toHaveLength(4);
    for (const { contribution } of solved!.learners) {
      expect(contribution.proposals).toBeGreaterThan(0);
      expect(contribution.piecesShared).toBeGreaterThan(0);
    }
    expect(second!.learners.filter(({ moved }) => moved).map(({ nickname }) => nickname)).toEqual([
      moved.view.you.nickname,
    ]);
    const scores = await server.app.db.jobs.query(
      'SELECT DISTINCT score FROM live_participants WHERE session_id = $1',
      [solved!.sessionId],
    );
    expect(scores.rows).toEqual([{ score: solved!.reward }]);
    await watch.leave();

    // the report as a file: a row a learner, in both groups for whoever was moved
    const bytes = Buffer.from(await (await groupsOf(teacher).reportCsv(run.id)).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf));
    const lines = bytes.toString().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFGroup,Result,/);
    expect(lines).toHaveLength(1 + 4 + 3);
    const name = moved.view.you.nickname;
    expect(lines.filter((line) => line.includes(`,${name},`)).map((line) => line.split(',')[0])).toEqual([
      '1',
      '2',
    ]);
    // and the run is found again, of its class and among all of the teacher's
    for (const query of [{ classId }, {}])
      expect((await groupsOf(teacher).runs(query)).items.map(({ id }) => id)).toContain(run.id);
    const colleague = await signedIn(await everybody.add(orgId, 'teacher'));
    expect((await groupsOf(colleague).runs()).items).toEqual([]);
  }, 60_000);

  test('[GRP-3] a group of another process that is not heard is shown as it was, and marked', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
    const group = [await guest(run, 'Ada'), await guest(run, 'Ben')];
    const watch = await groupsOf(teacher).watch(run.id);
    const sessionId = group[0]!.view.sessionId;
    await server.app.db.jobs.query('UPDATE live_sessions SET epoch = epoch + 1 WHERE id = $1', [sessionId]);
    void group[0]!.ready().catch(() => {});
    const panelOf = () => watch.view.groups.find((one) => one.sessionId === sessionId)!;
    await until(() => panelOf().elsewhere, 'the panel knows');
    expect(panelOf().learners.map(({ nickname }) => nickname)).toContain('Ada');
    expect(watch.view.groups.filter(({ elsewhere }) => elsewhere)).toHaveLength(1);
    await Promise.all([watch.leave(), ...group.map((one) => one.leave())]);
  });

  test('[GRP-3] whoever was moved sits in no two groups: a seat that was reserved before is worth nothing, one after the way back is', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
    const watch = await groupsOf(teacher).watch(run.id);
    const ada = await guest(run, 'Ada');
    const { sessionId } = ada.view;
    const other = watch.view.groups.find((one) => one.sessionId !== sessionId)!.sessionId;
    const { body } = await post<Joined>('/rejoin', { resumeToken: ada.resumeToken });
    const moved = new Promise((resolve) => ada.on('moved', resolve));
    await watch.move(ada.participantId, other);
    await moved;
    await expect(openSeat(server.url, body.seat)).rejects.toThrow(`closed with ${closeCodes.movedGroup}`);
    const learnersOf = (id: string) =>
      watch.view.groups.find((one) => one.sessionId === id)!.learners.map(({ nickname }) => nickname);
    await until(() => learnersOf(other).length === 1, 'the panel sees the move');
    expect(learnersOf(sessionId)).toEqual([]);
    await watch.move(ada.participantId, sessionId);
    await until(() => learnersOf(sessionId).length === 1 && learnersOf(other).length === 0, 'the way back');
    await until(() => ada.view.sessionId === sessionId, 'her page shows the first group');
    await Promise.all([ada.leave(), watch.leave()]);
  });

  test('[HST-1] a learner who is removed comes back by no way, and the group goes on; one who is renamed reads the new name', async () => {
    const { run, watch, groups } = await twoGroups();
    const [own, others] = groups as [GroupMission[], GroupMission[]];
    const account = own[0]!;
    const joined = await call<Joined>(server, '/group-runs/join', {
      method: 'POST',
      body: { pin: run.pin, nickname: 'Rude', locale: 'en' },
    });
    const cookies = joined.headers.getSetCookie();
    const headers = {
      cookie: cookies.find((line) => line.includes('Path=/api/v1/group-runs'))!.split(';')[0]!,
    };
    const rude = await openSeat(server.url, joined.body.seat);
    const { participantId, resumeToken } = joined.body;
    const names = () => watch.view.groups.flatMap(({ learners }) => learners.map(({ nickname }) => nickname));
    await until(() => names().includes('Rude'), 'the panel to see who came');

    await watch.rename(participantId, 'Kind Otter');
    await until(() => names().includes('Kind Otter'), 'the panel to read the new name');
    const refusals = [
      ['', 'nickname/empty'],
      [others[1]!.view.you.nickname, 'nickname/taken'],
    ];
    for (const [name, code] of refusals)
      await expect(watch.rename(others[0]!.participantId, name!)).rejects.toMatchObject({ code });
    await watch.rename(others[0]!.participantId, 'Star');
    await until(() => others[0]!.view.you.nickname === 'Star', 'the learner to read the new name');
    await until(
      () => others[1]!.view.table.learners.some(({ nickname }) => nickname === 'Star'),
      'the group',
    );

    await watch.remove(participantId);
    expect(await rude.closed).toBe(closeCodes.kicked);
    await until(() => !names().includes('Kind Otter'), 'the panel to see who went');
    const refused = { status: 403, body: { code: 'join/kicked' } };
    expect(await post('/rejoin', { resumeToken })).toMatchObject(refused);
    const entry = { pin: run.pin, nickname: 'Somebody Else', locale: 'en' };
    expect(await call(server, '/group-runs/join', { method: 'POST', body: entry, headers })).toMatchObject(
      refused,
    );
    await expect(watch.move(participantId, watch.view.groups[0]!.sessionId)).rejects.toMatchObject({
      code: 'challenge/no-such-player',
    });
    await expect(watch.remove(participantId)).rejects.toMatchObject({ code: 'challenge/no-such-player' });

    // a learner under the account, who was in another group before
    await watch.move(account.participantId, others[0]!.view.sessionId);
    await until(() => account.view.group === 2, 'the move');
    await watch.remove(account.participantId);
    await until(() => account.view.closed === 'join/kicked', 'the learner to hear');
    expect(await post(`/group-runs/${run.id}/seat`, { locale: 'en' }, pupils[0]!.token)).toMatchObject(
      refused,
    );
    expect(
      (await call<{ items: object[] }>(server, '/group-runs/mine', { token: pupils[0]!.token })).body.items,
    ).not.toContainEqual(expect.objectContaining({ id: run.id }));

    await watch.start();
    await until(() => others[0]!.view.stage.name === 'scene', 'the group goes on');
    await watch.end();
    await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projections');
    const { rows } = await server.app.db.jobs.query(
      `SELECT count(*)::integer AS devices FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id WHERE s.run_id = $1 AND lp.device_hash IS NOT NULL`,
      [run.id],
    );
    expect(rows).toEqual([{ devices: 0 }]);
    await watch.leave();
  });

  test('[GRP-2] one alone waits, and goes on when the second is back', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const group = [await guest(run, 'Ada'), await guest(run, 'Ben')];
    await onward(group, [...(await plansOf(run)).values()][0]!);
    await group[1]!.leave();
    await until(() => group[0]!.view.table.paused?.reason === 'waiting', 'the waiting');
    const left = group[0]!.remainingMs();
    await expect(group[0]!.ready()).rejects.toMatchObject({ code: 'answer/paused' });
    await groupsOf(createTutti({ url: server.url })).resume(group[1]!.resumeToken);
    await until(() => group[0]!.view.table.paused === null, 'it goes on');
    expect(group[0]!.remainingMs()).toBeLessThanOrEqual(left!);
    expect(group[0]!.remainingMs()).toBeGreaterThan(left! - 5_000);
    const watch = await groupsOf(teacher).watch(run.id);
    await watch.pause();
    await until(() => group[0]!.view.table.paused?.reason === 'teacher', 'the pause');
    await watch.end(watch.view.groups[0]!.sessionId);
    await until(() => group[0]!.view.closed === 'session/ended', 'the end');
  });
});

describe('a part that fails', () => {
  test('[DUR-1] what cannot be shown or told to a learner is stored, the other one hears of it, and the group ends', async () => {
    const { jobs } = server.app.db;
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const [id] = (await plansOf(run)).keys();
    // the first scene has lost its titles: nobody can be shown it
    const { rows } = await jobs.query<{ room_id: string }>(
      `UPDATE live_sessions SET snapshot = jsonb_set(snapshot, '{scenes,0,titles}', '{}') WHERE id = $1 RETURNING room_id`,
      [id],
    );
    await server.app.realtime.matchMaker.getLocalRoomById(rows[0]!.room_id).disconnect(closeCodes.moved);
    const ada = await guest(run, 'Ada');
    const ben = await guest(run, 'Ben');
    const watch = await groupsOf(teacher).watch(run.id);
    await watch.start();
    await until(() => watch.view.groups[0]!.phase === 'scene', 'the teacher sees it');
    expect(await countEvents(jobs, id!, 'scene.shown')).toBe(1);
    expect(await isWhole(jobs, id!)).toBe(true);

    const after = await jobs.query<{ room_id: string }>('SELECT room_id FROM live_sessions WHERE id = $1', [
      id,
    ]);
    breakWriting(server, after.rows[0]!.room_id, ada.participantId);
    await watch.end(id!);
    await until(() => ben.view.stage.name === 'ended', 'the other one hears of the end');
    await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projection');
    expect(await isWhole(jobs, id!)).toBe(true);
  });
});

describe('many groups at once', () => {
  test('[GRP-3] eight groups of two come to the end by themselves while their teacher watches', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 8 });
    const watch = await groupsOf(teacher).watch(run.id);
    const learners = await Promise.all(Array.from({ length: 16 }, (_, i) => guest(run, `Learner ${i}`)));
    const plans = await plansOf(run);
    let acknowledged = 0;
    await watch.start();
    await Promise.all(
      learners.map((learner) =>
        playAlone(learner, {
          plan: plans.get(learner.view.sessionId)!,
          // quicker robots would be let go: so many messages a second no learner sends [EDG-4]
          thinkMs: () => 80,
          acknowledged: () => acknowledged++,
        }),
      ),
    );
    await until(() => watch.view.groups.every(({ ended }) => ended === 'solved'), 'the panel saw all ends');
    expect(watch.view.groups.map(({ learners }) => learners.length)).toEqual(new Array(8).fill(2));
    expect(acknowledged).toBeGreaterThan(8 * 40);
    await watch.leave();
  });

  test('[GRP-3] [JOIN-1] groups that are ended all at once leave no PIN behind', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 12 });
    const watch = await groupsOf(teacher).watch(run.id);
    await watch.end();
    await until(async () => (await groupsOf(teacher).run(run.id)).open === 0, 'the projections');
    const { rows } = await server.app.db.jobs.query(
      'SELECT released_at IS NOT NULL AS released FROM live_pins WHERE pin = $1',
      [run.pin],
    );
    expect(rows).toEqual([{ released: true }]);
    expect((await groupsOf(teacher).run(run.id)).pin).toBeNull();
    await watch.leave();
  });
});

describe('what leaves the room of a group', () => {
  test('[RND-2] [GRP-1] no frame holds another learner’s piece before it is shared, nor a key, explanation or hint before its time, and every message is as described', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const join = async (nickname: string) => {
      const reply = await post<Joined>('/group-runs/join', { pin: run.pin, nickname, locale: 'en' });
      return { id: reply.body.participantId, client: await openSeat(server.url, reply.body.seat) };
    };
    const players = [await join('Ada'), await join('Ben')];
    const plan = [...(await plansOf(run)).values()][0]!;
    const split = plan.tasks.findIndex(({ way }) => way === 'split');
    await playRaw(players, plan, (stage, task) => stage === 'task' && task === split);

    const pieces = plan.tasks[split]!.pieces.en!;
    for (const { id, client } of players) {
      const own = tableOf(client).pieces;
      expect(own.every(({ holder }) => holder === id)).toBe(true);
      expect(own.length).toBeGreaterThan(0);
      const seen = Buffer.concat(client.frames).toString('utf8');
      const foreign = pieces.filter((text) => !own.some((piece) => piece.text === text));
      expect(foreign.length).toBeGreaterThan(0);
      for (const text of foreign) expect(seen).not.toContain(text);
      for (const { texts } of plan.rounds.slice(split))
        for (const text of Object.values(texts))
          for (const secret of [text!.explanation, text!.hint!]) expect(seen).not.toContain(secret);
      const shown = client.messages.at(-1)!;
      expect(fieldsOf(shown.payload)).not.toContain('key');
    }
    // shared, it is there for all
    const [giver, taker] = players as [(typeof players)[0], (typeof players)[0]];
    const { piece, text } = tableOf(giver.client).pieces[0]!;
    giver.client.send('act', { id: 's', act: { verb: 'share', task: split, piece } });
    await until(() => Buffer.concat(taker.client.frames).toString('utf8').includes(text), 'the piece');
    await playRaw(players, plan, (stage, task) => stage === 'reveal' && task === split);
    expect(Buffer.concat(taker.client.frames).toString('utf8')).toContain(
      plan.rounds[split]!.texts.en!.explanation,
    );
    for (const { type, payload } of players.flatMap(({ client }) => client.messages))
      groupPayloads[type as keyof typeof groupPayloads].parse(payload);
    for (const { client } of players) client.close();
  });

  test('[ANS-3] of 20 parallel answers from two tabs of whoever’s turn it is one counts, and the task is closed once', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const join = async (nickname: string) => {
      const { body } = await post<Joined>('/group-runs/join', { pin: run.pin, nickname, locale: 'en' });
      return { id: body.participantId, joined: body, client: await openSeat(server.url, body.seat) };
    };
    const players = [await join('Ada'), await join('Ben')];
    const [sessionId, plan] = [...(await plansOf(run))][0]!;
    const task = plan.tasks.findIndex(({ way }) => way === 'turns');
    await playRaw(players, plan, (stage, at) => stage === 'task' && at === task);
    const { turn } = tableOf(players[0]!.client);
    const { client, joined } = players.find(({ id }) => id === turn)!;
    const { body } = await post<Joined>('/rejoin', { resumeToken: joined.resumeToken });
    const answer = keyOf(plan, task);
    const second = await pressInTwoTabs(server.url, client, body.seat, (tab, time) =>
      tab.send('act', { id: `a${time}`, act: { verb: 'answer', task, answer } }),
    );
    expect(await client.closed).toBe(closeCodes.replaced);
    const replies = (tab: RawClient, type: string) => tab.messages.filter((one) => one.type === type);
    const done = () => replies(second, 'actDone').length;
    await until(() => done() + replies(second, 'actRefused').length === 10, 'a reply to each');
    expect(done()).toBeLessThanOrEqual(1);
    const codes = [client, second].flatMap((tab) => replies(tab, 'actRefused').map(({ payload }) => payload));
    expect(new Set(codes.map((one) => (one as { code: string }).code))).toEqual(
      new Set(['answer/round-closed']),
    );
    for (const type of ['answer.proposed', 'task.closed']) {
      const { rows } = await server.app.db.jobs.query(
        `SELECT payload FROM live_events WHERE session_id = $1 AND type = $2 AND payload->>'task' = $3`,
        [sessionId, type, String(task)],
      );
      expect(rows, type).toHaveLength(1);
      expect(rows[0].payload).toMatchObject({ answer });
    }
    second.close();
    for (const one of players) one.client.close();
  });

  test('[ANS-4] what is no message is refused with a code, whoever holds no seat gets none, and a class PIN opens no group', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const { body } = await post<Joined>('/group-runs/join', { pin: run.pin, nickname: 'Ada', locale: 'en' });
    const client = await openSeat(server.url, body.seat);
    const bad = [
      ['act', { id: 'a', act: { verb: 'answer', task: 0, answer: ['\u0000'] } }, 'message/malformed'],
      ['act', { id: 'b', act: { verb: 'answer', task: 0, answer: Number.NaN } }, 'message/malformed'],
      ['act', null, 'message/malformed'],
      ['grantHearts', { id: 'd' }, 'message/unknown'],
      ['act', { id: 'e', act: { verb: 'answer', task: 0, answer: [0] } }, 'answer/too-early'],
    ] as const;
    for (const [type, payload] of bad) client.send(type, payload);
    const refused = () => client.messages.filter(({ type }) => type === 'actRefused');
    await until(() => refused().length === bad.length, 'the refusals');
    expect(refused().map(({ payload }) => (payload as { code: string }).code)).toEqual(
      bad.map(([, , code]) => code),
    );
    client.close();
    const preview = await call<PinPreview>(server, `/join?pin=${run.pin}`);
    expect(preview.body).toMatchObject({
      title: 'The Missing Robot',
      generatedNames: false,
      groupRun: run.id,
    });
    const asClass = await post('/join', { pin: run.pin, nickname: 'Zoe', locale: 'en' });
    expect([asClass.status, asClass.body.code]).toEqual([409, 'join/for-groups']);
    const session = await teacher.openSession((await teacher.missions()).items[0]!.id);
    const asGroup = await post('/group-runs/join', { pin: session.pin, nickname: 'Zoe', locale: 'en' });
    expect([asGroup.status, asGroup.body.code]).toEqual([404, 'join/no-such-pin']);
  });
});

describe('who may do what', () => {
  test('[GRP-3] no order for groups from a learner is obeyed, nor one that reaches into another run', async () => {
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 2 });
    const other = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const watch = await groupsOf(teacher).watch(run.id);
    const join = async ({ pin }: GroupRun, nickname: string) =>
      (await post<Joined>('/group-runs/join', { pin, nickname, locale: 'en' })).body;
    const joined = [await join(run, 'Ada'), await join(run, 'Ben'), await join(run, 'Cleo')];
    const [ada, ben, cleo] = await Promise.all(joined.map(({ seat }) => openSeat(server.url, seat)));
    const learners = () => watch.view.groups.map((group) => group.learners.length);
    await until(() => learners().join() === '2,1', 'all are there');
    const { groups } = watch.view;
    const everyOrder = ([one, two]: readonly string[]) => {
      const participantId = joined[0]!.participantId;
      const orders: { [V in WatchCommand['verb']]: Extract<WatchCommand, { verb: V }> } = {
        say: { verb: 'say', to: one!, text: 'Run away!' },
        move: { verb: 'move', participantId, to: two! },
        remove: { verb: 'remove', participantId },
        rename: { verb: 'rename', participantId, nickname: 'Mallory' },
        start: { verb: 'start', to: one! },
        pause: { verb: 'pause', to: one! },
        resume: { verb: 'resume', to: one! },
        end: { verb: 'end', to: one! },
      };
      return Object.values(orders);
    };
    const orders = everyOrder(groups.map(({ sessionId }) => sessionId));
    const refused = () => ada!.messages.filter(({ type }) => type === 'actRefused');
    for (const command of orders) ada!.send('watchCommand', { id: 'x', command });
    await until(() => refused().length === orders.length, 'a refusal of each');
    expect(refused().map(({ payload }) => payload)).toEqual(
      orders.map(() => ({ id: 'x', code: 'message/unknown' })),
    );
    for (const { messages } of [ada!, ben!, cleo!])
      expect(messages.map(({ type }) => type)).not.toContain('said');

    // the panel of another run of the same teacher: what names this one's groups finds nothing
    const { seat } = await teacher.request<{ seat: Joined['seat'] }>(
      'POST',
      `/group-runs/${other.id}/watch`,
      {
        body: {},
      },
    );
    const panel = await openSeat(server.url, seat);
    for (const command of orders) panel.send('watchCommand', { id: 'y', command });
    const replies = () => panel.messages.filter(({ type }) => type.startsWith('watch'));
    await until(() => replies().length === orders.length, 'a reply to each');
    expect(new Set(replies().map(({ type }) => type))).toEqual(new Set(['watchRefused']));
    const { rows } = await server.app.db.jobs.query(
      `SELECT DISTINCT type FROM live_events WHERE session_id = ANY ($1::uuid[])`,
      [groups.map(({ sessionId }) => sessionId)],
    );
    expect(rows).toEqual([{ type: 'player.joined' }]);
    expect(watch.view.groups).toEqual(groups);
    panel.close();
    for (const client of [ada!, ben!, cleo!]) client.close();
    await watch.leave();
  });

  test('[GRP-3] learners are dealt evenly or as the teacher chose, and nobody of another class comes in', async () => {
    const ids = pupils.map(({ userId }) => userId);
    const run = await groupsOf(teacher).open({
      missionId,
      classId,
      groups: [
        [ids[0]!, ids[3]!],
        [ids[1]!, ids[2]!],
      ],
    });
    const seats = await Promise.all(
      pupils.map((pupil) => post<Joined>(`/group-runs/${run.id}/seat`, {}, pupil.token)),
    );
    expect(seats.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { rows } = await server.app.db.jobs.query(
      `SELECT lp.user_id AS id, s.run_position AS "group" FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id WHERE s.run_id = $1`,
      [run.id],
    );
    const groupOf = new Map(rows.map((row) => [row.id, row.group]));
    expect(ids.map((id) => groupOf.get(id))).toEqual([1, 2, 2, 1]);
    const again = await post<Joined>(`/group-runs/${run.id}/seat`, {}, pupils[0]!.token);
    expect(again.body.participantId).toBe(seats[0]!.body.participantId);
    const stranger = await everybody.add(orgId, 'student');
    const refused = await post(`/group-runs/${run.id}/seat`, {}, stranger.token);
    expect([refused.status, refused.body.code]).toEqual([404, 'group-run/not-found']);
    const otherTeacher = await everybody.add(orgId, 'teacher');
    for (const path of ['', '/report']) {
      const reply = await call(server, `/group-runs/${run.id}${path}`, { token: otherTeacher.token });
      expect([reply.status, reply.body.code]).toEqual([404, 'group-run/not-found']);
    }
    const watching = await post(`/group-runs/${run.id}/watch`, {}, otherTeacher.token);
    expect(watching.status).toBe(404);
  });

  test('[JOIN-6] [CON-2] a child whose grown-ups have not agreed to live rooms gets no seat', async () => {
    const child = await everybody.add(orgId, 'student', { isMinor: true, birthMonth: '2019-01' } as never);
    await server.app.db.jobs.query(
      `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`,
      [classId, child.userId],
    );
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const reply = await post(`/group-runs/${run.id}/seat`, {}, child.token);
    expect([reply.status, reply.body.code]).toEqual([403, 'consent/required']);
  });

  test('[GRP-3] learners open one themselves only where the teacher allows it, one at a time, and class mates find it', async () => {
    const learner = groupsOf(await signedIn(pupils[1]!));
    const mate = groupsOf(await signedIn(pupils[2]!));
    expect((await learner.mine()).mayOpenFor).toEqual([]);
    await expect(learner.openOwn({ missionId, classId })).rejects.toMatchObject({
      code: 'group/not-allowed',
    });
    expect(await groupsOf(teacher).letLearnersOpen(classId, true)).toBe(true);
    expect((await learner.mine()).mayOpenFor).toEqual([{ id: classId, name: '5b' }]);
    const own = await learner.openOwn({ missionId, classId });
    await expect(learner.openOwn({ missionId, classId })).rejects.toMatchObject({
      code: 'group/already-open',
    });
    const offered = (await mate.mine()).items.find(({ byLearner }) => byLearner)!;
    expect(offered).toMatchObject({ group: null, learners: 1, class: { id: classId } });
    const second = await mate.joinAsMyself(offered.id);
    expect(second.view.sessionId).toBe(own.view.sessionId);
    const plan = (await readPlans(server.app.db.jobs, offered.id)).get(own.view.sessionId)!;
    await onward([own, second], plan);
    expect(own.view.stage.name).toBe('scene');
    const watch = await groupsOf(teacher).watch(offered.id);
    await watch.end();
    await until(() => own.view.closed === 'session/ended', 'the end');
  });

  test('a group mission is nothing for a class, nor the other way round, and a learner never takes the panel', async () => {
    await expect(teacher.openSession(missionId)).rejects.toMatchObject({ code: 'mission/for-groups' });
    const classMission = (await teacher.missions()).items[0]!.id;
    await expect(
      groupsOf(teacher).open({ missionId: classMission, classId, groups: 1 }),
    ).rejects.toMatchObject({ code: 'mission/not-for-groups' });
    const run = await groupsOf(teacher).open({ missionId, classId, groups: 1 });
    const reply = await post(`/group-runs/${run.id}/watch`, {}, pupils[0]!.token);
    expect(reply.status).toBe(403);
    const { seat } = await teacher.request<{ seat: Joined['seat'] }>('POST', `/group-runs/${run.id}/watch`, {
      body: {},
    });
    const panel = await openSeat(server.url, seat);
    await until(() => panel.messages.length > 0, 'the welcome');
    watchPayloads.welcome.parse(panel.messages[0]!.payload);
    await teacher.signOut();
    expect(await panel.closed).toBe(closeCodes.signedOut);
  });
});

type RawPlayer = { id: string; client: RawClient };
type Stage = { name: string; task?: { task: number } };

const changes = ({ messages }: RawClient) =>
  messages
    .filter(({ type }) => type === 'welcome' || type === 'changed')
    .map(({ payload }) => payload as { step: number; stage: Stage | null; table: GroupTable });
const tableOf = (client: RawClient) => changes(client).at(-1)!.table;
const stageOf = (client: RawClient) => changes(client).findLast(({ stage }) => stage !== null)!.stage!;
const stepOf = (client: RawClient) => changes(client).at(-1)!.step;

/** Plays on without any library until that stage comes. */
async function playRaw(
  players: RawPlayer[],
  plan: GroupMissionPlan,
  isThere: (stage: string, task: number) => boolean,
): Promise<void> {
  for (const { client } of players) await until(() => changes(client).length > 0, 'the welcome');
  await until(() => tableOf(players[0]!.client).learners.length === players.length, 'all of them');
  for (let i = 0; i < 30; i++) {
    const { name, task } = stageOf(players[0]!.client);
    if (isThere(name, task?.task ?? -1)) return;
    const step = stepOf(players[0]!.client);
    if (name === 'task') await answerRaw(players, task!.task, keyOf(plan, task!.task));
    else for (const { client } of players) client.send('act', { id: 'r', act: { verb: 'ready', step } });
    for (const { client } of players) await until(() => stepOf(client) > step, 'the next stage');
  }
}

async function answerRaw(players: RawPlayer[], task: number, answer: number[]): Promise<void> {
  for (const { id, client } of players)
    for (const { piece, holder, shared } of tableOf(client).pieces)
      if (holder === id && !shared) client.send('act', { id: 's', act: { verb: 'share', task, piece } });
  await until(
    () => tableOf(players[0]!.client).learners.every(({ holds }) => holds === 0),
    'everything is shared',
  );
  const { turn } = tableOf(players[0]!.client);
  for (const { id, client } of players)
    if (turn === null || turn === id) client.send('act', { id: 'a', act: { verb: 'answer', task, answer } });
}

function fieldsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([field, inner]) => [field, ...fieldsOf(inner)]);
}
