import type { Tutti } from '@tutti/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createTokenSigner } from '../../../src/platform/crypto/signed-token.ts';
import {
  ask,
  joinRaw,
  lastOf,
  type OpenClass,
  openClass,
  payloadsOf,
  rejoinRaw,
  signIn,
  until,
  untilPhase,
} from '../../support/class-play.ts';
import { createPeople } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const secret = 'a secret of the joining tests that is long enough';
let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', TUTTI_SECRET: secret });
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const join = (pin: string, nickname: string, headers?: Record<string, string>) =>
  ask(server.url, 'POST', '/join', { pin, nickname }, headers);
const rejoin = (resumeToken: string) => ask(server.url, 'POST', '/rejoin', { resumeToken });
const query = (sql: string, values: unknown[] = []) => server.app.db.jobs.query(sql, values);

describe('a PIN', () => {
  test('[JOIN-1] has six digits, differs among open sessions, and does not come from Math.random', async () => {
    const stuck = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    onTestFinished(() => stuck.mockRestore());
    const { items } = await teacher.missions({ limit: 1 });
    const opened = [];
    for (let i = 0; i < 12; i++) opened.push(await teacher.openSession(items[0]!.id));
    const pins = opened.map(({ pin }) => pin!);
    expect(new Set(pins).size).toBe(pins.length);
    for (const pin of pins) expect(pin).toMatch(/^\d{6}$/);
  });

  test('[JOIN-1] is unique among open sessions and not given again within 24 h, by the database itself', async () => {
    const { items } = await teacher.missions({ limit: 1 });
    const { id: first, pin } = await teacher.openSession(items[0]!.id);
    const { id: second } = await teacher.openSession(items[0]!.id);
    const { rows } = await query('SELECT org_id, host_id FROM live_sessions WHERE id = $1', [second]);
    const caller = { orgId: rows[0].org_id, userId: rows[0].host_id };
    const claim = () =>
      server.app.db.asCaller(caller, async (em) => {
        const [row] = await em.execute<{ claimed: boolean }[]>('SELECT claim_pin(?, ?) AS claimed', [
          second,
          pin,
        ]);
        return row!.claimed;
      });
    const release = (ago: string) =>
      query('UPDATE live_pins SET released_at = now() - $2::interval WHERE pin = $1', [pin, ago]);

    await query('DELETE FROM live_pins WHERE session_id = $1', [second]);
    expect(await claim()).toBe(false);
    await expect(
      query('INSERT INTO live_pins (pin, session_id) VALUES ($1, $2)', [pin, second]),
    ).rejects.toMatchObject({ code: '23505' });
    await release('23 hours 59 minutes');
    expect(await claim()).toBe(false);
    await release('24 hours 1 minute');
    expect(await claim()).toBe(true);
    expect((await query('SELECT session_id FROM live_pins WHERE pin = $1', [pin])).rows).toEqual([
      { session_id: second },
    ]);
    expect((await teacher.session(first)).pin).toBeNull();
  });

  test('[JOIN-1] nobody claims a PIN for a session of somebody else', async () => {
    const { items } = await teacher.missions({ limit: 1 });
    const { id } = await teacher.openSession(items[0]!.id);
    const { rows } = await query('SELECT org_id FROM live_sessions WHERE id = $1', [id]);
    await query('DELETE FROM live_pins WHERE session_id = $1', [id]);
    const stranger = await createPeople(server.app.db.jobs).signUp({ orgId: rows[0].org_id });
    const claimed = await server.app.db.asCaller(stranger, (em) =>
      em.execute(`SELECT claim_pin(?, '123456') AS claimed`, [id]),
    );
    expect(claimed).toEqual([{ claimed: false }]);
  });

  test('[JOIN-1] is released when the class ends', async () => {
    const { id, pin, host } = await openClass(teacher);
    expect((await teacher.session(id)).pin).toBe(pin);
    await host.end();
    await until(async () => (await teacher.session(id)).pin === null, 'the PIN is free');
    const { rows } = await query('SELECT released_at FROM live_pins WHERE pin = $1', [pin]);
    expect(rows[0].released_at).toBeInstanceOf(Date);
  });
});

describe('a resume token', () => {
  test('[JOIN-2] brings back the participant it was made for, and no other', async () => {
    const { pin, host } = await openClass(teacher);
    const ann = await joinRaw(server.url, pin, 'Ann');
    const back = await rejoinRaw(server.url, ann.joined);
    expect(back.joined).toMatchObject({ participantId: ann.joined.participantId, nickname: 'Ann' });
    expect(await ann.closed).toBe(4101);
    await host.end();
  });

  test('[JOIN-2] that was tampered with, is of another kind, is too old or names nobody is refused', async () => {
    const one = await openClass(teacher);
    const other = await openClass(teacher);
    const { joined } = await joinRaw(server.url, one.pin, 'Ann');
    const [head, body, mac] = joined.resumeToken.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const forged = (change: object) =>
      [head, Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url'), mac].join('.');
    const unsigned = [Buffer.from('{"alg":"none","typ":"resume"}').toString('base64url'), body, ''].join('.');
    const keys = deriveKeys(secret);
    const resume = { type: 'resume', audience: 'live' };
    const old = createTokenSigner(keys['resume-token'], { ...resume, lifetimeSeconds: -1 });
    const good = createTokenSigner(keys['resume-token'], { ...resume, lifetimeSeconds: 60 });
    const asAccess = createTokenSigner(keys['access-token'], { ...resume, lifetimeSeconds: 60 });
    const mine = { sid: one.id, pid: joined.participantId };

    expect((await rejoin(good.sign(mine))).status).toBe(200);
    for (const token of [
      forged({ pid: crypto.randomUUID() }),
      forged({ sid: other.id }),
      unsigned,
      `${head}.${body}.${mac.slice(0, -2)}AA`,
      old.sign(mine),
      asAccess.sign(mine),
      good.sign({ ...mine, sid: other.id }),
      good.sign({ ...mine, pid: crypto.randomUUID() }),
      await teacher.accessToken(),
      '',
      'x'.repeat(600),
    ]) {
      expect(await rejoin(token), token).toMatchObject({ status: 401, body: { code: 'join/token-invalid' } });
    }
    await one.host.end();
    await other.host.end();
    await until(async () => (await teacher.session(one.id)).status === 'ended', 'the end');
    expect(await rejoin(joined.resumeToken)).toMatchObject({ status: 410, body: { code: 'session/ended' } });
  });
});

describe('a class whose room is gone for a moment', () => {
  test('[JOIN-2] keeps no name for someone who got no seat', async () => {
    const { id, pin, host } = await openClass(teacher);
    const { seat } = (await joinRaw(server.url, pin, 'Ann')).joined;
    await server.app.realtime.matchMaker.getLocalRoomById(seat.roomId)!.disconnect(4103);
    host.leave();
    // another process has it, lives, and does not answer
    const other = new pg.Client(server.database.jobsUrl);
    await other.connect();
    await other.query("SELECT pg_advisory_lock_shared(7455, hashtext('other'))");
    const { jobs } = server.app.db;
    await jobs.query(
      `UPDATE live_sessions SET owner_node = 'other', room_id = 'away', lease_until = now() + interval '1 minute' WHERE id = $1`,
      [id],
    );
    expect(await join(pin, 'Bo')).toMatchObject({ status: 503, body: { code: 'server/not-ready' } });
    await other.end();
    await until(async () => (await join(pin, 'Bo')).status === 201, 'the class is taken over');
    expect(await join(pin, 'Bo')).toMatchObject({ status: 409, body: { code: 'nickname/taken' } });
  });

  test('[DUR-2] opens it again for the first who comes', async () => {
    const { pin, host } = await openClass(teacher);
    const { seat } = (await joinRaw(server.url, pin, 'Ann')).joined;
    await server.app.realtime.matchMaker.getLocalRoomById(seat.roomId)!.disconnect(4103);
    host.leave();
    expect((await join(pin, 'Bo')).status).toBe(201);
  });

  test('[JOIN-3] seats that nobody takes fill no class and keep no name for longer than 30 s', async () => {
    const { id, pin } = await openClass(teacher, { cap: 2 });
    expect((await joinRaw(server.url, pin, 'Ann')).joined.nickname).toBe('Ann');
    expect((await join(pin, 'Dawdle')).status).toBe(201);
    expect(await join(pin, 'Bo')).toMatchObject({ status: 403, body: { code: 'join/full' } });

    await server.app.db.jobs.query(
      "UPDATE live_participants SET joined_at = joined_at - interval '31 seconds' WHERE session_id = $1",
      [id],
    );
    expect(await join(pin, 'Ann')).toMatchObject({ status: 409, body: { code: 'nickname/taken' } });
    expect((await join(pin, 'Dawdle')).status).toBe(201);
    expect(await join(pin, 'Bo')).toMatchObject({ status: 403, body: { code: 'join/full' } });
  });

  test('[JOIN-6] forgets at its end who was given a seat and never took it', async () => {
    const { id, pin, host } = await openClass(teacher);
    await joinRaw(server.url, pin, 'Ann');
    expect((await join(pin, 'Tarry')).status).toBe(201);
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    expect((await teacher.session(id)).players).toBe(1);
    expect(await tracesOf('Tarry')).toEqual([]);
  });
});

describe('a nickname', () => {
  let open: OpenClass;
  beforeAll(async () => {
    open = await openClass(teacher);
  });
  afterAll(() => open.host.end());

  test.each([
    ['', 422, 'nickname/empty'],
    ['   ', 422, 'nickname/empty'],
    ['...', 422, 'nickname/empty'],
    ['a'.repeat(25), 422, 'nickname/too-long'],
    ['👩‍👩‍👧‍👦'.repeat(5), 422, 'nickname/too-long'],
    ['Ann\u202Etxt.exe', 422, 'nickname/not-allowed-characters'],
    ['A\u200Bnn', 422, 'nickname/not-allowed-characters'],
    ['An\u0000n', 422, 'nickname/not-allowed-characters'],
    ['x\u0301\u0301\u0301', 422, 'nickname/too-many-marks'],
    ['fuck you', 422, 'nickname/unkind'],
    ['f.u.c.k', 422, 'nickname/unkind'],
    ['sh1t', 422, 'nickname/unkind'],
    ['fυck', 422, 'nickname/unkind'],
    ['a'.repeat(401), 400, 'request/invalid'],
    [['Ann'], 400, 'request/invalid'],
    [null, 400, 'request/invalid'],
  ])('[JOIN-4] %j is refused with %i %s, and nobody joined', async (nickname, status, code) => {
    expect(await join(open.pin, nickname as string)).toMatchObject({ status, body: { code, status } });
    expect((await teacher.session(open.id)).players).toBe(0);
  });

  test('[JOIN-4] the name that people really have passes, as they wrote it', async () => {
    const names = ['Li', 'Nguyễn', 'Scunthorpe', 'Zoë', '王芳', 'محمد', "O'Brien", '  Anna   Lena '];
    for (const nickname of names) {
      const { status, body } = await join(open.pin, nickname);
      expect(status, nickname).toBe(201);
      expect(body.nickname).toBe(nickname.trim().replace(/ +/g, ' '));
    }
    await query('DELETE FROM live_participants WHERE session_id = $1', [open.id]);
  });

  test('[JOIN-4] one that looks like another of the class is taken; in another class it is free', async () => {
    const other = await openClass(teacher);
    expect((await join(open.pin, 'Pavel')).status).toBe(201);
    for (const alike of ['PAVEL', 'pаvel', 'Pável', 'P a v e l', 'Pave1', 'Ｐavel'])
      expect(await join(open.pin, alike), alike).toMatchObject({
        status: 409,
        body: { code: 'nickname/taken' },
      });
    expect((await join(other.pin, 'Pavel')).status).toBe(201);
    await other.host.end();
    await query('DELETE FROM live_participants WHERE session_id = $1', [open.id]);
  });

  test('[JOIN-4] of 20 who want the same name at the same moment one gets it', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => join(open.pin, 'Robin')));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ body }) => body.code === 'nickname/taken')).toHaveLength(19);
    await query('DELETE FROM live_participants WHERE session_id = $1', [open.id]);
  });

  test('[JOIN-4] where generated names are asked for, only those are let in', async () => {
    const strict = await openClass(teacher, { generatedNames: true });
    const preview = await ask(server.url, 'GET', `/join?pin=${strict.pin}`);
    expect(preview.body.generatedNames).toBe(true);
    expect(preview.body.suggestions).toHaveLength(6);
    expect(await join(strict.pin, 'Ann')).toMatchObject({
      status: 422,
      body: { code: 'nickname/generated-only' },
    });
    const [name] = preview.body.suggestions;
    expect(await join(strict.pin, name)).toMatchObject({ status: 201, body: { nickname: name } });
    const later = await ask(server.url, 'GET', `/join?pin=${strict.pin}`);
    expect(later.body.suggestions).not.toContain(name);
    await strict.host.end();
  });
});

describe('a latecomer', () => {
  test('[JOIN-5] starts at the open round with 0 points, unless the host locked, and the report says when', async () => {
    const { id, pin, host } = await openClass(teacher);
    const ann = await joinRaw(server.url, pin, 'Ann');
    await host.start();
    await untilPhase(host, 'question');
    await host.next();
    await host.next();
    await untilPhase(host, 'question');
    const late = await joinRaw(server.url, pin, 'Late');
    const welcome = lastOf(late, 'welcome')!;
    expect(welcome.phase).toMatchObject({ name: 'question', question: { round: 1 }, answered: null });
    expect(welcome.you).toMatchObject({ nickname: 'Late', score: 0 });
    await host.lock(true);
    let knocks = 0;
    const knock = () => join(pin, `Later ${knocks++}`);
    await until(async () => (await knock()).body.code === 'join/locked', 'the door is locked');
    expect((await rejoinRaw(server.url, ann.joined)).joined.nickname).toBe('Ann');
    await host.lock(false);
    await until(async () => (await knock()).status === 201, 'the door is open again');
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    const report = await teacher.request<{ learners: { nickname: string; joinedInRound: number }[] }>(
      'GET',
      `/sessions/${id}/report`,
    );
    expect(report.learners.map(({ nickname, joinedInRound }) => [nickname, joinedInRound])).toEqual([
      ['Ann', 0],
      ['Late', 1],
    ]);
  });
});

describe('a guest', () => {
  test('[JOIN-6] leaves a nickname and nothing else, and after 30 days not even that', async () => {
    const { id, pin, host } = await openClass(teacher);
    const usersBefore = (await query('SELECT count(*) FROM users')).rows[0].count;
    const ann = await joinRaw(server.url, pin, 'Marten', { 'User-Agent': 'Tablet of 7b' });
    await joinRaw(server.url, pin, 'Bo');
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    expect((await query('SELECT count(*) FROM users')).rows[0].count).toBe(usersBefore);
    expect(await tracesOf('Marten')).toEqual(['live_participants.nickname', 'live_participants.skeleton']);
    expect(await tracesOf('Tablet of 7b')).toEqual([]);
    expect(await tracesOf('127.0.0.1')).toEqual(expect.not.arrayContaining(['live_participants']));
    const { rows } = await query('SELECT device_hash, user_id FROM live_participants WHERE session_id = $1', [
      id,
    ]);
    expect(rows).toEqual([
      { device_hash: null, user_id: null },
      { device_hash: null, user_id: null },
    ]);

    const age = (days: number) =>
      query(`UPDATE live_sessions SET ended_at = now() - make_interval(days => $2) WHERE id = $1`, [
        id,
        days,
      ]);
    const forgotten = async () => (await query('SELECT forget_guest_names() AS n')).rows[0].n;
    await age(29);
    expect(await forgotten()).toBe('0');
    await age(31);
    expect(await forgotten()).toBe('2');
    expect(await forgotten()).toBe('0');
    expect(await tracesOf('arten')).toEqual([]);
    const named = await query('SELECT nickname FROM live_participants WHERE session_id = $1 ORDER BY 1', [
      id,
    ]);
    expect(named.rows).toEqual([{ nickname: 'Player 1' }, { nickname: 'Player 2' }]);
    expect(payloadsOf(ann, 'welcome')).toHaveLength(1);
  });
});

/** Every column of every table in which the text stands. */
async function tracesOf(text: string): Promise<string[]> {
  const { rows: tables } = await query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found = new Set<string>();
  for (const { name } of tables) {
    const { rows } = await query(
      `SELECT DISTINCT f.key FROM ${name} t, jsonb_each_text(to_jsonb(t)) AS f WHERE f.value ILIKE '%' || $1 || '%'`,
      [text],
    ).catch(() => ({ rows: [] as { key: string }[] }));
    for (const { key } of rows) found.add(`${name}.${key}`);
  }
  return [...found].sort();
}
