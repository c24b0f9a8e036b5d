import { createTutti, type PlayerChallenge, type SessionSettings, type Tutti } from '@tutti/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isGeneratedName } from '../../../src/domain/nickname/generated-name.ts';
import { closeCodes } from '../../../src/wire/messages.ts';
import {
  ask,
  joinRaw,
  lastOf,
  type OpenClass,
  openClass,
  order,
  payloadsOf,
  type RawPlayer,
  readPlan,
  rejoinRaw,
  rightChoices,
  signIn,
  staffRaw,
  until,
} from '../../support/class-play.ts';
import { openSeat, type RawClient } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let teacher: Tutti;
let open: OpenClass;

beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', TRUST_PROXY: 'true' });
  teacher = await signIn(server.url, server.teacher);
});
afterEach(() => open?.host.end().catch(() => undefined));
afterAll(() => server?.stop());

const aClass = async (settings: Partial<SessionSettings> = {}) => {
  open = await openClass(teacher, settings);
  return open;
};
const guest = () => createTutti({ url: server.url });
const asked = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(server.url, 'POST', path, body, headers);
const players = () => open.host.view.host!.players;
const bytesOf = (client: RawClient) => Buffer.concat(client.frames).toString('latin1');
const row = async (sql: string, values: unknown[]) => (await server.app.db.jobs.query(sql, values)).rows[0];

describe('a name that the host looks at first', () => {
  test('[JOIN-4] is read by host and player alone until the host says yes; the player plays from the start', async () => {
    const { pin, id, host } = await aClass({ approveNames: true });
    const other = await joinRaw(server.url, pin, 'Brave Otter');
    const projector = await staffRaw(teacher, id, 'projector');
    const zora = await joinRaw(server.url, pin, 'Zorawanted');
    expect(zora.joined).toMatchObject({ wanted: 'Zorawanted' });
    expect(isGeneratedName(zora.joined.nickname)).toBe(true);
    expect(lastOf(zora, 'welcome')!.you!.review).toEqual({ wanted: 'Zorawanted', refused: false });
    const { participantId } = zora.joined;
    await until(() => players().some((one) => one.review?.wanted === 'Zorawanted'), 'the host to be asked');

    await host.start();
    await until(() => payloadsOf(zora, 'roundOpened').length > 0, 'the question');
    const plan = await readPlan(server.app.db.jobs, id);
    zora.send('submitAnswer', { round: 0, vote: 1, answerId: 'zora-0001', answer: rightChoices(plan, 0) });
    await until(() => payloadsOf(zora, 'answerSaved').length > 0, 'the answer');
    for (const client of [other, projector]) expect(bytesOf(client)).not.toContain('Zorawanted');

    await host.reviewName(participantId, 'approve');
    await until(() => lastOf(zora, 'renamed')?.nickname === 'Zorawanted', 'the player to hear');
    expect(lastOf(zora, 'nameReviewed')).toEqual({ review: null });
    await until(() => bytesOf(projector).includes('Zorawanted'), 'the projector to show it');
    await expect(host.reviewName(participantId, 'approve')).rejects.toMatchObject({
      code: 'challenge/no-name-waits',
    });
    expect(
      await row('SELECT nickname, wanted_nickname FROM live_participants WHERE id = $1', [participantId]),
    ).toEqual({ nickname: 'Zorawanted', wanted_nickname: null });
  });

  test('[JOIN-4] that is refused can be followed by another one, or by the generated one', async () => {
    const { pin, host } = await aClass({ approveNames: true });
    const ann = await guest().join({ pin, nickname: 'Silly Billy' });
    const reviewOf = (challenge: PlayerChallenge) => challenge.view.you!.review;
    await until(() => players().length === 1, 'the host to see it');
    await expect(ann.proposeName('Too early')).rejects.toMatchObject({ code: 'challenge/no-name-waits' });
    await host.reviewName(ann.participantId, 'refuse');
    await until(() => reviewOf(ann)!.refused, 'the player to be asked');
    await expect(ann.proposeName('sh1thead')).rejects.toMatchObject({ code: 'nickname/unkind' });
    await ann.proposeName('Ann');
    await until(() => reviewOf(ann)?.wanted === 'Ann' && !reviewOf(ann)!.refused, 'the new name to wait');
    await until(() => players()[0]!.review?.wanted === 'Ann', 'the host to be asked again');
    await host.reviewName(ann.participantId, 'standIn');
    await until(() => reviewOf(ann) === null, 'the name to be settled');
    expect(isGeneratedName(ann.view.you!.nickname)).toBe(true);
  });

  test('[JOIN-4] is kept for who asked first, also while it waits, and waits on when the player comes back', async () => {
    const { pin } = await aClass({ approveNames: true });
    const zoe = await joinRaw(server.url, pin, 'Zoë');
    expect((await asked('/join', { pin, nickname: 'zoe' })).body.code).toBe('nickname/taken');
    const back = await rejoinRaw(server.url, zoe.joined);
    expect(back.joined).toMatchObject({ nickname: zoe.joined.nickname, wanted: 'Zoë' });
    expect(lastOf(back, 'welcome')!.you!.review).toEqual({ wanted: 'Zoë', refused: false });
  });

  test('[JOIN-6] that nobody said yes to is forgotten with the end of the session', async () => {
    const { id, pin, host } = await aClass({ approveNames: true });
    const { joined } = await joinRaw(server.url, pin, 'Nobody Read This');
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    expect(
      await row('SELECT wanted_nickname, wanted_skeleton FROM live_participants WHERE id = $1', [
        joined.participantId,
      ]),
    ).toEqual({ wanted_nickname: null, wanted_skeleton: null });
  });
});

describe('a code for another device', () => {
  const redeem = (code: string, address = '10.7.0.1') =>
    asked('/join/return', { pin: open.pin, code }, { 'x-forwarded-for': address });

  test('[HST-1] brings the same player back once; the old device is replaced', async () => {
    const { pin, host } = await aClass();
    const ann = await joinRaw(server.url, pin, 'Ann');
    const { participantId } = ann.joined;
    await until(() => players().length === 1, 'the player');
    const { code, leftMs } = await host.makeReturnCode(participantId);
    expect(code).toMatch(/^[2-9B-DF-HJ-NP-RTV-XZ]{6}$/);
    expect(leftMs).toBe(300_000);
    await host.lock(true);
    const back = await redeem(code.toLowerCase());
    expect(back.body).toMatchObject({ participantId, nickname: 'Ann' });
    const seated = await openSeat(server.url, back.body.seat);
    expect(await ann.closed).toBe(closeCodes.replaced);
    expect((await redeem(code)).body.code).toBe('join/return-code-wrong');
    expect((await asked('/rejoin', { resumeToken: back.body.resumeToken })).status).toBe(200);
    seated.close();
  });

  test('[HST-1] leaves the old device without the seat for good, while the class runs and after it', async () => {
    const { id, pin, host } = await aClass();
    const old = await guest().join({ pin, nickname: 'Ann' });
    await until(() => players().length === 1, 'the player');
    const move = async () => (await redeem((await host.makeReturnCode(old.participantId)).code)).body;
    const second = await move();
    const rejoined = async (resumeToken: string) => (await asked('/rejoin', { resumeToken })).body.code;
    expect(await rejoined(old.resumeToken)).toBe('join/seat-moved');
    await expect(guest().resume(old.resumeToken)).rejects.toMatchObject({ code: 'join/seat-moved' });
    const returned = await asked('/rejoin', { resumeToken: second.resumeToken });
    expect(await rejoined(returned.body.resumeToken)).toBeUndefined();

    const third = await move();
    for (const token of [old.resumeToken, second.resumeToken, returned.body.resumeToken])
      expect(await rejoined(token)).toBe('join/seat-moved');
    expect(await rejoined(third.resumeToken)).toBeUndefined();
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    const mistakes = (resumeToken: string) => asked('/join/mistakes', { resumeToken });
    expect((await mistakes(old.resumeToken)).body.code).toBe('join/seat-moved');
    expect((await mistakes(third.resumeToken)).status).toBe(200);
  });

  test('[HST-1] a seat that the old device had reserved before is worth nothing, either', async () => {
    const { pin, host } = await aClass();
    const ann = await joinRaw(server.url, pin, 'Ann');
    await until(() => players().length === 1, 'the player');
    const kept = (await asked('/rejoin', { resumeToken: ann.joined.resumeToken })).body.seat;
    const { code } = await host.makeReturnCode(ann.joined.participantId);
    const phone = await openSeat(server.url, (await redeem(code)).body.seat);
    await until(() => payloadsOf(phone, 'welcome').length > 0, 'the other device');
    await expect(openSeat(server.url, kept)).rejects.toThrow(`closed with ${closeCodes.replaced}`);
    phone.send('readClock', { id: 1 });
    await until(() => payloadsOf(phone, 'clock').length > 0, 'the other device sits on');
    phone.close();
  });

  test('[HST-1] is worth nothing after five minutes, after a newer one, in another class and for a removed player', async () => {
    const { id, pin, host } = await aClass();
    const { joined } = await joinRaw(server.url, pin, 'Ann');
    await until(() => players().length === 1, 'the player');
    const { code: older } = await host.makeReturnCode(joined.participantId);
    const { code } = await host.makeReturnCode(joined.participantId);
    expect((await redeem(older)).body.code).toBe('join/return-code-wrong');
    const stored = await row('SELECT return_code_hash FROM live_participants WHERE id = $1', [
      joined.participantId,
    ]);
    expect(stored.return_code_hash.toString('latin1')).not.toContain(code);

    const another = await openClass(teacher);
    expect((await asked('/join/return', { pin: another.pin, code })).body.code).toBe(
      'join/return-code-wrong',
    );
    await another.host.end();
    const shift = (by: string) =>
      server.app.db.jobs.query(
        'UPDATE live_participants SET return_code_until = return_code_until + $2::interval WHERE session_id = $1',
        [id, by],
      );
    await shift('-5 minutes');
    expect((await redeem(code)).body.code).toBe('join/return-code-wrong');
    await shift('5 minutes');
    await host.kick(joined.participantId);
    await until(
      async () =>
        (await row('SELECT kicked_at FROM live_participants WHERE id = $1', [joined.participantId]))
          .kicked_at !== null,
      'the note',
    );
    expect((await redeem(code)).body.code).toBe('join/return-code-wrong');
    await expect(host.makeReturnCode(joined.participantId)).rejects.toMatchObject({
      code: 'challenge/no-such-player',
    });
  });

  test('[JOIN-3] cannot be guessed, not even from inside the school', async () => {
    const { pin, host } = await aClass();
    const school = { 'x-forwarded-for': '10.7.0.9' };
    const { joined } = await joinRaw(server.url, pin, 'Ann', school);
    await until(() => players().length === 1, 'the player');
    const { code } = await host.makeReturnCode(joined.participantId);
    const codes = await Promise.all(
      Array.from({ length: 30 }, async () => (await redeem('AAAAAA', '10.7.0.9')).body.code),
    );
    expect(codes.filter((one) => one === 'join/return-code-wrong')).toHaveLength(20);
    expect((await redeem(code, '10.7.0.9')).body.code).toBe('join/too-many-tries');
  });
});

describe('a co-host', () => {
  async function coHost(): Promise<{ client: RawClient; token: string; link: string }> {
    const { token: link } = await open.host.inviteCoHost();
    const { body } = await asked('/co-host', { token: link });
    return { client: await seated(body.seat), token: body.token, link };
  }
  async function seated(seat: Parameters<typeof openSeat>[1]): Promise<RawClient> {
    const client = await openSeat(server.url, seat);
    await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
    return client;
  }

  test('[HST-2] comes by a link that works once, leads as the host does, and comes back after a reload', async () => {
    const { host, id, pin } = await aClass();
    const { client, token, link } = await coHost();
    expect((await asked('/co-host', { token: link })).body.code).toBe('join/link-invalid');
    expect((await asked('/co-host', { token })).body.code).toBe('join/link-invalid');
    const forged = Buffer.from(link, 'base64url');
    forged[0]! ^= 1;
    expect((await asked('/co-host', { token: forged.toString('base64url') })).body.code).toBe(
      'join/link-invalid',
    );
    expect(link.length).toBeLessThan(50);
    expect((await asked('/co-host/seat', { token: link })).body.code).toBe('join/token-invalid');
    expect(lastOf(client, 'welcome')).toMatchObject({ role: 'host', pin, sessionId: id });
    await joinRaw(server.url, pin, 'Ann');
    expect(await order(client, { verb: 'lock', locked: true })).toBeNull();
    await until(() => host.view.host!.options.locked && players().length === 1, 'the lock');
    const [ann] = players();
    expect(
      await order(client, { verb: 'rename', participantId: ann!.participantId, nickname: 'Anna' }),
    ).toBeNull();
    expect(await order(client, { verb: 'makeReturnCode', participantId: ann!.participantId })).toBeNull();
    await until(() => host.view.host!.audience.coHosts[0]?.connected === true, 'the host to see the co-host');
    client.close();
    await until(() => host.view.host!.audience.coHosts[0]?.connected === false, 'the host to see it go');
    const again = await asked('/co-host/seat', { token });
    expect(again.body.settings).toMatchObject({ standings: 'off' });
    const back = await seated(again.body.seat);
    expect(await order(back, { verb: 'start' })).toBeNull();
  });

  test('[HST-1] lends its power to nobody, reaches into no other session, and is out when the host says so', async () => {
    const { host } = await aClass();
    const { client, token } = await coHost();
    expect(await order(client, { verb: 'inviteCoHost' })).toBe('challenge/host-only');
    await until(() => host.view.host!.audience.coHosts.length === 1, 'the co-host');
    const { coHostId } = host.view.host!.audience.coHosts[0]!;
    expect(await order(client, { verb: 'endCoHost', coHostId })).toBe('challenge/host-only');
    const waiting = (await asked('/co-host/seat', { token })).body.seat;
    const ending = host.endCoHost(coHostId);
    client.send('hostCommand', { id: 'late', command: { verb: 'end' } });
    await ending;
    expect(await client.closed).toBe(closeCodes.coHostEnded);
    expect((await asked('/co-host/seat', { token })).body.code).toBe('challenge/co-host-ended');
    const late = await openSeat(server.url, waiting).catch(() => null);
    if (late) expect(await late.closed).toBe(closeCodes.coHostEnded);
    await until(() => host.view.host!.audience.coHosts.length === 0, 'the list to be empty');
    await expect(host.endCoHost(coHostId)).rejects.toMatchObject({ code: 'challenge/no-such-co-host' });
  });

  test('[AUT-5] is gone with the sign-in that invited it', async () => {
    const laptop = await signIn(server.url, server.teacher);
    open = await openClass(laptop);
    const { client, token } = await coHost();
    await laptop.signOut();
    expect(await client.closed).toBe(closeCodes.signedOut);
    expect((await asked('/co-host/seat', { token })).body.code).toBe('auth/session-ended');
    const { rows } = await server.app.db.jobs.query('SELECT id FROM live_sessions WHERE id = $1', [open.id]);
    open.host = await teacher.host(rows[0].id);
  });

  test('[HST-2] a link is too old after ten minutes, and five devices are enough', async () => {
    const { host, id } = await aClass();
    const { token } = await host.inviteCoHost();
    await server.app.db.jobs.query(
      `UPDATE live_co_hosts SET link_until = link_until - interval '10 minutes' WHERE session_id = $1`,
      [id],
    );
    expect((await asked('/co-host', { token })).body.code).toBe('join/link-invalid');
    const links = await Promise.all(Array.from({ length: 6 }, () => host.inviteCoHost()));
    const codes: (string | undefined)[] = [];
    for (const link of links) codes.push((await asked('/co-host', { token: link.token })).body.code);
    expect(codes).toEqual([undefined, undefined, undefined, undefined, undefined, 'join/link-invalid']);
    await expect(host.inviteCoHost()).rejects.toMatchObject({ code: 'challenge/too-many-co-hosts' });
    await host.end();
    await until(async () => (await teacher.session(id)).status === 'ended', 'the projection');
    expect(await row('SELECT count(*)::int AS n FROM live_co_hosts WHERE session_id = $1', [id])).toEqual({
      n: 0,
    });
  });
});

describe('a spectator', () => {
  const watch = async (pin = open.pin): Promise<RawClient & { watchToken: string }> => {
    const { status, body } = await asked('/watch', { pin });
    if (status !== 201) throw new Error(body.code);
    const client = await openSeat(server.url, body.seat);
    await until(() => payloadsOf(client, 'welcome').length > 0, 'the welcome');
    return Object.assign(client, { watchToken: body.watchToken });
  };

  test('[RND-2] sees what players see and the standings; no PIN, no list of names, no count of answers, no key before the reveal', async () => {
    const { host, id, pin } = await aClass({ spectators: true, secondFactor: false, standings: 'each' });
    const eve = await watch();
    expect(lastOf(eve, 'welcome')).toMatchObject({
      role: 'spectator',
      pin: null,
      names: null,
      secondFactor: null,
      host: null,
      you: null,
    });
    const ann: RawPlayer = await joinRaw(server.url, pin, 'Annwithname');
    await until(
      () => host.view.host!.audience.spectators === 1 && host.view.players === 1,
      'the host to count the spectator apart',
    );
    await until(() => lastOf(eve, 'lobbyChanged')?.players === 1, 'the count');
    expect(bytesOf(eve)).not.toContain('Annwithname');
    await host.start();
    await until(() => payloadsOf(eve, 'roundOpened').length > 0, 'the question');
    expect(await order(eve, { verb: 'end' })).toBe('challenge/not-host');
    eve.send('submitAnswer', { round: 0, vote: 1, answerId: 'eve-00001', answer: [0] });
    await until(() => lastOf(eve, 'answerRefused')?.code === 'answer/not-a-player', 'the refusal');
    const plan = await readPlan(server.app.db.jobs, id);
    const { explanation } = plan.rounds[0]!.texts.en!;
    expect(bytesOf(eve)).not.toContain(Buffer.from(explanation).toString('latin1'));
    ann.send('submitAnswer', { round: 0, vote: 1, answerId: 'ann-00001', answer: rightChoices(plan, 0) });
    await until(() => payloadsOf(eve, 'roundClosed').length === 1, 'the reveal');
    expect(payloadsOf(eve, 'roundClosed')[0]![1]).toBeNull();
    expect(payloadsOf(eve, 'hostProgress')).toEqual([]);
    await host.next();
    await until(() => lastOf(eve, 'standings')?.standings.top.length === 1, 'the standings');
    const again = await asked('/watch/again', { watchToken: eve.watchToken });
    expect(again.status).toBe(200);
  });

  test('[JOIN-3] is let in only where the host allows it, not when the door is locked, and not as the 51st', async () => {
    await aClass();
    await expect(watch()).rejects.toThrow('join/no-spectators');
    await open.host.end();
    await aClass({ spectators: true });
    const all = await Promise.all(Array.from({ length: 50 }, () => watch()));
    const { body } = await asked('/watch', { pin: open.pin });
    const last = await openSeat(server.url, body.seat).catch(() => null);
    if (last) expect(await last.closed).toBe(closeCodes.full);
    all[0]!.close();
    await until(() => open.host.view.host!.audience.spectators === 49, 'one to leave');
    (await watch()).close();
    await open.host.lock(true);
    await until(
      async () => (await row('SELECT locked FROM live_sessions WHERE id = $1', [open.id])).locked,
      'the note',
    );
    await expect(watch()).rejects.toThrow('join/locked');
  });
});
