import { randomUUID } from 'node:crypto';
import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Joined } from '../../../src/wire/session.ts';
import {
  answered,
  lastOf,
  type OpenClass,
  openClass,
  order,
  payloadsOf,
  signIn as signInStaff,
  staffRaw,
  until,
} from '../../support/class-play.ts';
import { consentByMail, familyAtHome, post, signUpChild } from '../../support/families.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let teacher: Tutti;
let room: OpenClass;
beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations LIMIT 1');
  server = { ...started, orgId: rows[0]!.id };
  teacher = await signInStaff(server.url, server.teacher);
  room = await openClass(teacher);
});
afterAll(() => server?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const joinAs = (token: string, pin = room.pin) =>
  post<Joined & { code: string }>(server, '/join', { pin }, token);
async function sit(joined: Joined): Promise<RawClient> {
  const client = await openSeat(server.url, joined.seat);
  await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
  return client;
}

describe('a learner joins under the account', () => {
  test('[JOIN-6] with the own name, one seat a class, and the row knows whose it is', async () => {
    const { child, childId } = await familyAtHome(server, {}, { nickname: 'Maya' });
    const first = await joinAs(child.accessToken);
    expect([first.status, first.body.nickname]).toEqual([201, 'Maya']);
    const again = await joinAs(child.accessToken);
    expect(again.body.participantId).toBe(first.body.participantId);
    const seats = await rows('SELECT user_id FROM live_participants WHERE id = $1', [
      first.body.participantId,
    ]);
    expect(seats).toEqual([{ user_id: childId }]);
    const client = await sit(again.body);
    client.close();
    const back = await post<Joined>(server, '/rejoin', { resumeToken: again.body.resumeToken });
    expect([back.status, back.body.participantId]).toEqual([200, first.body.participantId]);
  });

  test('[JOIN-6] with the avatar that is worn: the own device, the big screen and whoever comes later get it, guests have none', async () => {
    const own = await openClass(teacher);
    const { child, childId } = await familyAtHome(server, {}, { nickname: 'Maya' });
    const [avatar] = await rows<{ id: string; picture: string }>(
      `WITH chosen AS (SELECT id, picture FROM avatars WHERE unlock_type = 'default' LIMIT 1),
         owned AS (INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT $1, id, 'default' FROM chosen)
       SELECT id, picture FROM chosen`,
      [childId],
    );
    await rows('UPDATE user_profiles SET equipped_avatar_id = $2 WHERE user_id = $1', [childId, avatar!.id]);
    const projector = await staffRaw(teacher, own.id, 'projector');
    const client = await sit((await joinAs(child.accessToken, own.pin)).body);
    expect(lastOf(client, 'welcome')?.you).toMatchObject({ nickname: 'Maya', avatar: avatar!.id });
    await sit((await post<Joined>(server, '/join', { pin: own.pin, nickname: 'Guest' })).body);
    const seen = () => payloadsOf(projector, 'lobbyChanged').flatMap(({ added }) => added ?? []);
    await until(() => seen().length === 2, 'both on the wall');
    expect(seen().map(({ nickname, avatar }) => [nickname, avatar])).toEqual([
      ['Maya', avatar!.id],
      ['Guest', undefined],
    ]);
    const late = await staffRaw(teacher, own.id, 'projector');
    expect(lastOf(late, 'welcome')?.names).toMatchObject([{ avatar: avatar!.id }, { nickname: 'Guest' }]);

    const picture = await fetch(`${server.url}/avatars/${avatar!.id}`);
    expect(await picture.text()).toBe(avatar!.picture);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    for (const unknown of [randomUUID(), 'fox', '..%2Fmedia'])
      expect((await fetch(`${server.url}/avatars/${unknown}`)).status).toBe(404);
  });

  test('[JOIN-6] two of one name get a number, a long name is cut, a name that nobody should read is replaced', async () => {
    const join = async (displayName: string) => {
      const email = `${randomUUID()}@school.example`;
      await addPerson(server, { role: 'student', email, displayName });
      return (await joinAs((await signIn(server, email)).accessToken)).body.nickname;
    };
    expect([await join('Noor'), await join('NOOR'), await join('Noor')]).toEqual([
      'Noor',
      'NOOR 2',
      'Noor 3',
    ]);
    expect(await join('Wolfeschlegelsteinhausenbergerdorff')).toBe('Wolfeschlegelsteinhausen');
    expect(await join('f u c k')).not.toMatch(/f.*u.*c.*k/i);
  });

  test('[HST-1] who was removed does not come back under the account, on whatever device, nor on the seat from before', async () => {
    const { child } = await familyAtHome(server, {}, { nickname: 'Rude' });
    const { body } = await joinAs(child.accessToken);
    const client = await sit(body);
    const { body: later } = await joinAs(child.accessToken);
    await room.host.kick(body.participantId);
    expect(await client.closed).toBe(closeCodes.kicked);
    const outcome = await openSeat(server.url, later.seat).catch((error: Error) => error);
    if (outcome instanceof Error) expect(outcome.message).toContain(String(closeCodes.kicked));
    else expect(await outcome.closed).toBe(closeCodes.kicked);
    await until(async () => (await joinAs(child.accessToken)).status === 403, 'the removal is known');
    expect((await joinAs(child.accessToken)).body.code).toBe('join/kicked');
    expect(
      (await post<{ code: string }>(server, '/rejoin', { resumeToken: later.resumeToken })).body.code,
    ).toBe('join/kicked');
  });

  test('[JOIN-6] [CON-2] a child without consent to live rooms joins as a guest only', async () => {
    const { username } = await signUpChild(server);
    const waiting = await signIn(server, username);
    const { child } = await familyAtHome(server, { live_rooms: false });
    for (const { accessToken } of [waiting, child]) {
      const refused = await joinAs(accessToken);
      expect([refused.status, refused.body.code]).toEqual([403, 'consent/required']);
    }
    const guest = await post<Joined>(server, '/join', { pin: room.pin, nickname: 'Quiet Fox' });
    expect(guest.status).toBe(201);
    const seats = await rows('SELECT user_id FROM live_participants WHERE id = $1', [
      guest.body.participantId,
    ]);
    expect(seats).toEqual([{ user_id: null }]);
  });

  test('without a nickname and without a sign-in it is refused, and so is the class of another school', async () => {
    expect((await post(server, '/join', { pin: room.pin })).body.code).toBe('nickname/empty');
    const orgId = randomUUID();
    await rows(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'Elsewhere')`, [
      orgId,
      `org-${orgId}`,
    ]);
    const email = `${orgId}@elsewhere.example`;
    await addPerson({ ...server, orgId }, { role: 'student', email });
    const refused = await joinAs((await signIn(server, email)).accessToken);
    expect([refused.status, refused.body.code]).toEqual([403, 'session/forbidden']);
  });
});

describe('the time that is kept for a learner', () => {
  const playerOf = ({ participantId }: Joined, { host }: OpenClass) =>
    host.view.host!.players.find((one) => one.participantId === participantId)!;
  const kept = (learnerId: string) =>
    rows('SELECT time_factor::float8 AS factor FROM accommodations WHERE learner_id = $1', [learnerId]);

  test('[PTS-3] counts when the learner joins and stays with the host; no other screen and no frame to others tells of it', async () => {
    const { child, childId } = await familyAtHome(server, {}, { nickname: 'Slow Sam' });
    await rows('INSERT INTO accommodations (learner_id, time_factor) VALUES ($1, 1.5)', [childId]);
    const cls = await openClass(teacher);
    const { body } = await joinAs(child.accessToken, cls.pin);
    const [sam, ben] = [
      await sit(body),
      await sit((await post<Joined>(server, '/join', { pin: cls.pin, nickname: 'Ben' })).body),
    ];
    const projector = await staffRaw(teacher, cls.id, 'projector');
    await until(() => playerOf(body, cls)?.timeFactor === 1.5, 'the host to see it');
    expect(playerOf(body, cls).account).toBe(true);
    await cls.host.start();
    await until(() => [sam, ben, projector].every((one) => lastOf(one, 'roundOpened')), 'the question');
    const limit = (client: RawClient) => lastOf(client, 'roundOpened')!.question.timeLimitMs;
    expect(limit(sam)).toBe(1.5 * limit(ben)!);
    expect(limit(projector)).toBe(limit(ben));
    for (const other of [ben, projector, sam])
      expect(Buffer.concat(other.frames).toString('latin1')).not.toMatch(/timeFactor|accommodat/);

    await cls.host.accommodate(body.participantId, 2);
    const back = await joinAs(child.accessToken, cls.pin);
    const again = await sit(back.body);
    await until(() => playerOf(body, cls).timeFactor === 2, 'what the host said to stay');
    again.close();
    expect(await kept(childId)).toEqual([{ factor: 1.5 }]);
    await cls.host.end();
  });

  test('[PTS-3] can be kept from the class itself, by a host who teaches the learner, and by nobody else', async () => {
    const { child, childId, guardian } = await familyAtHome(server, {}, { nickname: 'Noa' });
    const cls = await openClass(teacher);
    const { body } = await joinAs(child.accessToken, cls.pin);
    await sit(body);
    const guest = (await post<Joined>(server, '/join', { pin: cls.pin, nickname: 'Guest' })).body;
    await sit(guest);
    await until(() => cls.host.view.host!.players.length === 2, 'both');
    expect(playerOf(guest, cls).account).toBe(false);
    const notKept = { code: 'challenge/time-not-kept' };
    for (const { participantId } of [body, guest])
      await expect(cls.host.keepAccommodation(participantId, 2)).rejects.toMatchObject(notKept);
    const [{ id: teacherId }] = (await rows<{ id: string }>('SELECT id FROM users WHERE email = $1', [
      server.teacher.email,
    ])) as [{ id: string }];
    await rows(
      `WITH g AS (INSERT INTO groups (org_id, name) VALUES ($1, 'Foxes') RETURNING id)
       INSERT INTO group_members (group_id, user_id, role) SELECT g.id, m.id, m.role FROM g, (VALUES ($2::uuid, 'teacher'), ($3::uuid, 'student')) m(id, role)`,
      [server.orgId, teacherId, childId],
    );
    await cls.host.keepAccommodation(body.participantId, 2);
    expect(await kept(childId)).toEqual([{ factor: 2 }]);
    expect(playerOf(body, cls).timeFactor, 'this class goes on as it was').toBe(1);
    const { token } = await cls.host.inviteCoHost();
    const coHost = (await post<{ seat: Joined['seat'] }>(server, '/co-host', { token })).body;
    const client = await openSeat(server.url, coHost.seat);
    await until(() => payloadsOf(client, 'welcome').length > 0, 'the co-host');
    const { participantId } = body;
    expect(await order(client, { verb: 'keepAccommodation', participantId, factor: 3 })).toBe(
      'challenge/host-only',
    );
    await cls.host.keepAccommodation(participantId, 1);
    expect(await kept(childId)).toEqual([]);
    await post(server, `/family/children/${childId}/consents`, { account: false }, guardian.accessToken);
    await expect(cls.host.keepAccommodation(participantId, 2)).rejects.toMatchObject({
      code: 'consent/required',
    });
    await cls.host.end();
  });
});

describe('what a grown-up takes back', () => {
  const takeBack: [
    string,
    (home: Awaited<ReturnType<typeof familyAtHome>>) => Promise<{ status: number }>,
    string,
  ][] = [
    [
      'live rooms',
      ({ guardian, childId }) =>
        post(server, `/family/children/${childId}/consents`, { live_rooms: false }, guardian.accessToken),
      'notAllowed',
    ],
    [
      'the switch of live rooms',
      ({ guardian, childId }) =>
        call(server, `/family/children/${childId}/controls`, {
          method: 'PUT',
          token: guardian.accessToken,
          body: { chat: false, ai: false, live: false, dailyMinutes: null },
        }),
      'notAllowed',
    ],
    [
      'the account',
      ({ guardian, childId }) =>
        post(server, `/family/children/${childId}/consents`, { account: false }, guardian.accessToken),
      'signedOut',
    ],
  ];
  test.each(takeBack)(
    '[CON-4] %s: the child is out within 5 s and cannot come back',
    async (_what, revoke, close) => {
      const home = await familyAtHome(server);
      const joined = await joinAs(home.child.accessToken);
      const client = await sit(joined.body);
      const started = performance.now();
      expect((await revoke(home)).status).toBe(200);
      expect(await client.closed).toBe(closeCodes[close as 'notAllowed' | 'signedOut']);
      expect(performance.now() - started).toBeLessThan(5_000);
      const back = await post(server, '/rejoin', { resumeToken: joined.body.resumeToken });
      expect([back.status, back.body.code]).toEqual([403, 'consent/required']);
    },
  );

  test('[CON-2] a decision that another process wrote ends the seat within 5 s', async () => {
    const { child, childId, guardian } = await familyAtHome(server);
    const client = await sit((await joinAs(child.accessToken)).body);
    const started = performance.now();
    await rows(
      `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
       VALUES ($1, $2, $3, 'guardian', 'live_rooms', 'revoked', 'guardian_page', 1)`,
      [server.orgId, childId, guardian.user.id],
    );
    expect(await client.closed).toBe(closeCodes.notAllowed);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('[AUT-5] signing out ends the seat under the account', async () => {
    const { child } = await familyAtHome(server);
    const client = await sit((await joinAs(child.accessToken)).body);
    await post(server, '/auth/sign-out', { refreshToken: child.refreshToken }, child.accessToken);
    expect(await client.closed).toBe(closeCodes.signedOut);
  });
});

describe('minutes a day', () => {
  const limitTo = (home: Awaited<ReturnType<typeof familyAtHome>>, dailyMinutes: number) =>
    call(server, `/family/children/${home.childId}/controls`, {
      method: 'PUT',
      token: home.guardian.accessToken,
      body: { chat: false, ai: false, live: true, dailyMinutes },
    });
  const play = (userId: string, seconds: number) =>
    rows(
      `INSERT INTO activity_days AS a (user_id, day, seconds) VALUES ($1, (now() AT TIME ZONE 'UTC')::date, $2)
       ON CONFLICT (user_id, day) DO UPDATE SET seconds = a.seconds + $2`,
      [userId, seconds],
    );

  test('[CON-4] used up: no seat under the account, and tomorrow again', async () => {
    const home = await familyAtHome(server);
    await limitTo(home, 5);
    await play(home.childId, 300);
    const refused = await joinAs(home.child.accessToken);
    expect([refused.status, refused.body.code]).toEqual([403, 'consent/daily-minutes']);
    await rows(`UPDATE activity_days SET day = day - 1 WHERE user_id = $1`, [home.childId]);
    expect((await joinAs(home.child.accessToken)).status).toBe(201);
  });

  test('[CON-4] counts on the learner’s own calendar', async () => {
    const { childId } = await familyAtHome(server);
    await rows(`UPDATE user_profiles SET timezone = 'Pacific/Kiritimati' WHERE user_id = $1`, [childId]);
    await rows(`SELECT add_activity($1, 60, '2026-03-01T12:00:00Z')`, [childId]);
    const days = await rows(`SELECT day::text, seconds FROM activity_days WHERE user_id = $1`, [childId]);
    expect(days).toEqual([{ day: '2026-03-02', seconds: 60 }]);
  });

  test('[CON-4] count once for a child that sits in classes of two processes at the same time', async () => {
    const { childId } = await familyAtHome(server);
    const counted = async (seconds: number, at: string) =>
      (
        await rows<{ seconds: number }>('SELECT add_activity($1, $2, $3) AS seconds', [childId, seconds, at])
      )[0]!.seconds;
    expect(await counted(10, '2026-03-01T12:00:10Z')).toBe(10);
    expect(await counted(10, '2026-03-01T12:00:15Z')).toBe(15);
    expect(await counted(10, '2026-03-01T12:00:20Z')).toBe(20);
    expect(await counted(10, '2026-03-01T12:00:20Z')).toBe(20);
    // away in between
    expect(await counted(10, '2026-03-01T12:05:00Z')).toBe(30);
  });

  test('[CON-4] run out in the middle of a question: it can be answered, then the child leaves', async () => {
    const open = await openClass(teacher);
    const home = await familyAtHome(server);
    await limitTo(home, 5);
    const client = await sit((await joinAs(home.child.accessToken, open.pin)).body);
    await open.host.start();
    await until(() => payloadsOf(client, 'roundOpened').length > 0, 'the first question');
    await play(home.childId, 600);
    // the look around comes every 2 s; two of them have passed when the second seat is refused and answered
    const refused = await joinAs(home.child.accessToken, open.pin);
    expect(refused.body.code).toBe('consent/daily-minutes');
    expect(await answered(client, 0, [0])).toBe('saved');
    expect(await client.closed).toBe(closeCodes.dailyMinutes);
    await open.host.end();
  });

  test('time in a room is written for the account when the class is left', async () => {
    const { child, childId } = await familyAtHome(server);
    const client = await sit((await joinAs(child.accessToken)).body);
    const minutes = () =>
      rows<{ seconds: number }>('SELECT seconds FROM activity_days WHERE user_id = $1', [childId]);
    const seated = performance.now();
    await until(() => performance.now() - seated > 2_500, 'some time in the room');
    client.close();
    await until(async () => ((await minutes())[0]?.seconds ?? 0) >= 1, 'the time is written');
  });
});

test('[CON-2] a child that a guardian has let in again comes back', async () => {
  const { username, guardianEmail } = await signUpChild(server);
  const { childId } = await consentByMail(server, guardianEmail, { live_rooms: false });
  const [child, guardian] = await Promise.all([signIn(server, username), signIn(server, guardianEmail)]);
  expect((await joinAs(child.accessToken)).status).toBe(403);
  await post(server, `/family/children/${childId}/consents`, { live_rooms: true }, guardian.accessToken);
  expect((await joinAs(child.accessToken)).status).toBe(201);
});
