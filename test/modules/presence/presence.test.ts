import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import { createClasses, type SchoolClass } from '@tutti/client/admin';
import { io as connect, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../../../src/wire/identity.ts';
import type { LearnerPresence, Presence } from '../../../src/wire/presence.ts';
import type { PresenceChanged, PresenceEnded, PresenceReply } from '../../../src/wire/push.ts';
import type { Joined } from '../../../src/wire/session.ts';
import { type OpenClass, openClass, signIn as signInStaff } from '../../support/class-play.ts';
import { familyAtHome, post } from '../../support/families.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { addPerson, call, goodPassword } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
/** Teaches 7B, to which Maya belongs. */
let tess: Tutti;
/** Teaches another class. */
let cole: Tutti;
let maya: SignedIn;
let mayaId: string;
let parent: SignedIn;
let sevenB: SchoolClass;
/** What the server logs, at its most talkative. */
const printed: string[] = [];
const open: (Socket | RawClient)[] = [];

beforeAll(async () => {
  const started = await startTestServer({}, { write: (line: string) => void printed.push(line) });
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
  [tess, cole] = await Promise.all([addTeacher(), addTeacher()]);
  const home = await familyAtHome(server, {}, { nickname: 'Maya' });
  [maya, mayaId, parent] = [home.child, home.childId, home.guardian];
  sevenB = await createClasses(tess).makeClass({ name: '7B' });
  await putIn(sevenB.id, mayaId);
}, 60_000);
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(() => server?.stop());

async function addTeacher(): Promise<Tutti> {
  const email = `${randomUUID()}@school.example`;
  await addPerson(server, { role: 'teacher', email });
  return signInStaff(server.url, { email, password: goodPassword });
}
const putIn = (classId: string, userId: string) =>
  server.app.db.jobs.query(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student')`, [
    classId,
    userId,
  ]);

async function push(token: string): Promise<Socket> {
  const socket = connect(server.url, {
    auth: { accessToken: token },
    transports: ['websocket'],
    forceNew: true,
  });
  open.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return socket;
}
const watch = (socket: Socket, of: unknown): Promise<PresenceReply> =>
  socket.emitWithAck('watchPresence', of);

/** What somebody who watches knows at each moment. */
async function follow(token: string, of: string) {
  const socket = await push(token);
  const seen = new Map<string, LearnerPresence>();
  const heard: PresenceChanged[] = [];
  const ended: PresenceEnded[] = [];
  socket.on('presenceChanged', (change: PresenceChanged) => {
    heard.push(change);
    for (const one of change.changed) {
      if (one.doing === null) seen.delete(one.id);
      else seen.set(one.id, one);
    }
  });
  socket.on('presenceEnded', (end: PresenceEnded) => ended.push(end));
  const first = await watch(socket, of);
  if (!first.ok) throw new Error(first.code);
  for (const one of first.learners) seen.set(one.id, one);
  return { socket, seen, heard, ended, first };
}
const within = { timeout: 10_000, interval: 50 };
const soon = (what: () => void) => vi.waitFor(what, within);

const classOf = (tutti: Tutti) => createClasses(tutti).presence(sevenB.id);
const tokenOf = (tutti: Tutti) => tutti.accessToken();

async function sitDown(room: OpenClass, token: string): Promise<RawClient> {
  const { body } = await post<Joined>(server, '/join', { pin: room.pin }, token);
  const client = await openSeat(server.url, body.seat);
  open.push(client);
  return client;
}

describe('[PRS-2] nobody sees who is online but who may', () => {
  it('a class: its teachers, and not another one, an administrator, a learner or a guardian', async () => {
    expect(await classOf(tess)).toEqual({ learners: [], partial: false });
    const admin = await signInStaff(server.url, server.admin);
    for (const stranger of [cole, admin])
      await expect(classOf(stranger)).rejects.toMatchObject({ code: 'class/not-found' });
    for (const token of [maya.accessToken, parent.accessToken])
      expect(await call(server, `/classes/${sevenB.id}/presence`, { token })).toMatchObject({
        status: 403,
        body: { code: 'auth/forbidden' },
      });
  });

  it('a child: its own guardians, and not those of another one', async () => {
    const other = await familyAtHome(server, {}, { nickname: 'Noor' });
    await push(maya.accessToken);
    const of = async (token: string) =>
      (await call<Presence>(server, '/family/presence', { token })).body.learners.map(({ id }) => id);
    expect(await of(parent.accessToken)).toEqual([mayaId]);
    expect(await of(other.guardian.accessToken)).toEqual([]);
    expect(await of(maya.accessToken), 'a learner sees nobody').toEqual([]);
  });

  it('the same over push, each refusal with its code', async () => {
    const [teacher, stranger, child] = await Promise.all([
      push(await tokenOf(tess)),
      push(await tokenOf(cole)),
      push(maya.accessToken),
    ]);
    expect(await watch(teacher, sevenB.id)).toMatchObject({ ok: true, learners: [{ id: mayaId }] });
    expect(await watch(stranger, sevenB.id)).toEqual({ ok: false, code: 'class/not-found' });
    expect(await watch(child, sevenB.id)).toEqual({ ok: false, code: 'auth/forbidden' });
    for (const nonsense of ['everybody', 7, null, { classId: sevenB.id }, 'x'.repeat(10_000)])
      expect(await watch(teacher, nonsense)).toEqual({ ok: false, code: 'message/malformed' });
  });

  it('of a class that was put away nobody is told', async () => {
    const classes = createClasses(tess);
    const old = await classes.makeClass({ name: '6B' });
    await classes.changeClass(old.id, { archived: true });
    await expect(classes.presence(old.id)).rejects.toMatchObject({ code: 'class/archived' });
  });

  it('[EDG-4] one connection watches four classes at most', async () => {
    const classes = createClasses(tess);
    const socket = await push(await tokenOf(tess));
    const made = [];
    for (const name of ['A', 'B', 'C', 'D', 'E']) made.push((await classes.makeClass({ name })).id);
    const replies = [];
    for (const id of made) replies.push(await watch(socket, id));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code))).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'request/too-many',
    ]);
    await socket.emitWithAck('unwatchPresence', made[0]);
    expect(await watch(socket, made[4])).toMatchObject({ ok: true });
  });
});

describe('[PRS-1] a teacher sees where a learner is', () => {
  it('online, in the lobby, playing, and gone; with a title that the teacher may know', async () => {
    const { seen, heard } = await follow(await tokenOf(tess), sevenB.id);
    expect([...seen]).toEqual([]);
    const page = await push(maya.accessToken);
    await soon(() => expect(seen.get(mayaId)).toEqual({ id: mayaId, doing: 'online', title: null }));

    const room = await openClass(tess);
    const seat = await sitDown(room, maya.accessToken);
    const title = 'Teach the Machine';
    await soon(() => expect(seen.get(mayaId)).toEqual({ id: mayaId, doing: 'lobby', title }));
    await room.host.start();
    await soon(() => expect(seen.get(mayaId)).toEqual({ id: mayaId, doing: 'challenge', title }));
    expect((await classOf(tess)).learners).toEqual([{ id: mayaId, doing: 'challenge', title }]);

    seat.close();
    await soon(() => expect(seen.get(mayaId)?.doing).toBe('online'));
    page.close();
    await soon(() => expect([...seen]).toEqual([]));
    const told = heard.length;
    await room.host.end();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(heard.length, 'where nothing changes nothing is told').toBe(told);
  });

  it('in somebody else’s game without its title; the family, which sees what the child plays, with it', async () => {
    const { seen } = await follow(await tokenOf(tess), sevenB.id);
    const room = await openClass(cole);
    await sitDown(room, maya.accessToken);
    await soon(() => expect(seen.get(mayaId)).toEqual({ id: mayaId, doing: 'lobby', title: null }));
    const { body } = await call<Presence>(server, '/family/presence', { token: parent.accessToken });
    expect(body.learners).toMatchObject([{ doing: 'lobby', title: 'Teach the Machine' }]);
    await room.host.end();
  });
});

describe('[PRS-1] alone', () => {
  it('a learner who works through a mission is shown so to teacher and guardian, and no longer once signed out', async () => {
    const { child, childId, guardian } = await familyAtHome(server, {}, { nickname: 'Cleo' });
    await putIn(sevenB.id, childId);
    const [teacher, family] = [
      await follow(await tokenOf(tess), sevenB.id),
      await follow(guardian.accessToken, 'children'),
    ];
    const { rows } = await server.app.db.jobs.query(`SELECT id FROM missions WHERE slug = 'spot-the-fake'`);
    const mission = `/me/missions/${rows[0].id}`;
    await post(server, `${mission}/open`, {}, child.accessToken);
    await post(server, `${mission}/activity`, { resumed: true }, child.accessToken);
    const shown = { id: childId, doing: 'lesson', title: null };
    await soon(() => expect(teacher.seen.get(childId)).toEqual(shown));
    await soon(() => expect(family.seen.get(childId)).toEqual(shown));
    await post(server, '/auth/sign-out', {}, child.accessToken);
    await soon(() => expect(teacher.seen.has(childId)).toBe(false));
  });
});

describe('[PRS-3] who may not be shown any more is not', () => {
  it('[AUT-5] a learner who signs out vanishes', async () => {
    const { child, childId } = await familyAtHome(server, {}, { nickname: 'Ana' });
    await putIn(sevenB.id, childId);
    const { seen } = await follow(await tokenOf(tess), sevenB.id);
    await push(child.accessToken);
    await soon(() => expect(seen.has(childId)).toBe(true));
    await post(server, '/auth/sign-out', {}, child.accessToken);
    await soon(() => expect(seen.has(childId)).toBe(false));
  });

  it('[CON-2] a child of whom a guardian takes everything back is gone from the room, the class page and the family page', async () => {
    const home = await familyAtHome(server, {}, { nickname: 'Ben' });
    await putIn(sevenB.id, home.childId);
    const [teacher, guardian] = [
      await follow(await tokenOf(tess), sevenB.id),
      await follow(home.guardian.accessToken, 'children'),
    ];
    const room = await openClass(tess);
    await sitDown(room, home.child.accessToken);
    await push(home.child.accessToken);
    await soon(() => expect(teacher.seen.get(home.childId)?.doing).toBe('lobby'));
    await soon(() => expect(guardian.seen.get(home.childId)?.doing).toBe('lobby'));
    await post(
      server,
      `/family/children/${home.childId}/consents`,
      { live_rooms: false },
      home.guardian.accessToken,
    );
    await soon(() => expect(teacher.seen.get(home.childId)?.doing).toBe('online'));
    await post(server, `/family/children/${home.childId}/stop`, {}, home.guardian.accessToken);
    await soon(() => expect(teacher.seen.has(home.childId)).toBe(false));
    await soon(() => expect(guardian.seen.has(home.childId)).toBe(false));
    await room.host.end();
  });

  it('[AUT-5] a learner who is taken out vanishes, and a teacher who is taken out hears no more', async () => {
    const classes = createClasses(tess);
    const own = await classes.makeClass({ name: '8A' });
    await putIn(own.id, mayaId);
    const helper = await addTeacher();
    await classes.addTeacher(own.id, { userId: helper.me!.id, role: 'co_teacher' });
    await push(maya.accessToken);
    const { seen, ended } = await follow(await tokenOf(helper), own.id);
    expect(seen.has(mayaId)).toBe(true);
    await classes.removeStudent(own.id, mayaId);
    await soon(() => expect(seen.has(mayaId)).toBe(false));
    await classes.removeTeacher(own.id, helper.me!.id);
    await soon(() => expect(ended).toEqual([{ of: own.id, code: 'class/not-found' }]));
  });

  it('[DAT-4] it stands in no table and in no log', async () => {
    const { rows } = await server.app.db.jobs.query<{ table_name: string }>(
      `SELECT table_name FROM information_schema.columns
       WHERE table_schema = 'public' AND (table_name ~ 'presence|online' OR column_name ~ 'presence|online|whereabouts')`,
    );
    expect(rows).toEqual([]);
    expect(printed.length).toBeGreaterThan(0);
    expect(printed.filter((line) => line.includes(mayaId))).toEqual([]);
  });
});
