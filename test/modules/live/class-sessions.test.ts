import { randomUUID } from 'node:crypto';
import { createTutti, type Tutti } from '@tutti/client';
import { createAdmin } from '@tutti/client/admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinRaw, openClass, until } from '../../support/class-play.ts';
import { addPerson, goodPassword } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
const staff: Record<'tess' | 'theo' | 'tina' | 'nobody', Tutti> = {} as never;
const ids: Record<string, string> = {};
let groupId: string;

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  for (const name of ['tess', 'theo', 'tina', 'nobody'] as const) {
    const email = `${name}@school.example`;
    ids[name] = await addPerson(server, { role: 'teacher', email, displayName: name });
    staff[name] = createTutti({ url: server.url });
    await staff[name].signIn({ email, password: goodPassword, keep: 'body' });
  }
  const made = await staff.tess.request<{ id: string }>('POST', '/classes', { body: { name: '4b' } });
  groupId = made.id;
  const share = (body: object) => staff.tess.request('POST', `/classes/${groupId}/teachers`, { body });
  await share({ userId: ids.theo, role: 'co_teacher' });
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await share({ userId: ids.tina, role: 'substitute', until });
});
afterAll(() => server?.stop());

const aMission = async (tutti: Tutti) => (await tutti.missions({ limit: 1 })).items[0]!.id;

it('a session for a class is seen by all who teach the class, with its report, and by no colleague', async () => {
  const { id } = await staff.tess.openSession(await aMission(staff.tess), { getReadySeconds: 0 }, groupId);
  const { pin } = await staff.tess.session(id);
  const host = await staff.tess.host(id);
  const ann = await joinRaw(server.url, pin!, 'Ann');
  await host.start();
  await until(() => ann.messages.some(({ type }) => type === 'roundOpened'), 'the question');
  await host.end();
  await until(async () => (await staff.tess.session(id)).status === 'ended', 'the end');
  for (const name of ['tess', 'theo', 'tina'] as const) {
    const { items } = await staff[name].sessions({ groupId });
    expect(items, name).toMatchObject([
      { id, group: { id: groupId, name: '4b' }, host: { id: ids.tess, name: 'tess' } },
    ]);
    const report = await createAdmin(staff[name]).report(id);
    expect(
      report.learners.map(({ nickname }) => nickname),
      name,
    ).toEqual(['Ann']);
  }
  expect((await staff.theo.sessions()).items).toEqual([]);
  expect((await staff.nobody.sessions({ groupId })).items).toEqual([]);
  await expect(staff.nobody.session(id)).rejects.toMatchObject({ code: 'session/not-found' });
  await expect(createAdmin(staff.nobody).report(id)).rejects.toMatchObject({ code: 'session/not-found' });

  await server.app.db.jobs.query(
    `UPDATE group_members SET until = now() - interval '1 second' WHERE user_id = $1`,
    [ids.tina],
  );
  await expect(staff.tina.session(id)).rejects.toMatchObject({ code: 'session/not-found' });
});

it('a session is opened for a class that one teaches and that is not put away, or for none', async () => {
  const mission = await aMission(staff.nobody);
  for (const other of [groupId, randomUUID()])
    await expect(staff.nobody.openSession(mission, {}, other)).rejects.toMatchObject({
      code: 'class/not-found',
    });
  const { id } = await openClass(staff.nobody);
  expect((await staff.nobody.session(id)).group).toBeNull();
  const away = await staff.tess.request<{ id: string }>('POST', '/classes', { body: { name: 'old' } });
  await staff.tess.request('PATCH', `/classes/${away.id}`, { body: { archived: true } });
  await expect(staff.tess.openSession(mission, {}, away.id)).rejects.toMatchObject({
    code: 'class/not-found',
  });
});

it('one Idempotency-Key opens one session; for another mission or another class it is refused', async () => {
  const [mission, other] = (await staff.tess.missions({ limit: 2 })).items.map(({ id }) => id);
  const open = (body: object) =>
    staff.tess.request<{ id: string }>('POST', '/sessions', { body, idempotencyKey: 'once-and-only' });
  const { id } = await open({ missionId: mission, groupId });
  expect((await open({ missionId: mission, groupId })).id).toBe(id);
  for (const body of [{ missionId: other, groupId }, { missionId: mission }])
    await expect(open(body)).rejects.toMatchObject({ code: 'request/duplicate-key' });
});
