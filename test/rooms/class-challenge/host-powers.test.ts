import type { HostChallenge, Tutti } from '@tutti/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { createTokenSigner } from '../../../src/platform/crypto/signed-token.ts';
import type { HostCommand } from '../../../src/wire/messages.ts';
import {
  answered,
  ask,
  countEvents,
  joinRaw,
  lastOf,
  openClass,
  order,
  payloadsOf,
  readPlan,
  rejoinRaw,
  rightChoices,
  signIn,
  staffRaw,
  until,
  untilPhase,
  untilQuestion,
  wrongChoices,
} from '../../support/class-play.ts';
import { createPeople } from '../../support/people.ts';
import { openSeat } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const secret = 'a secret of the host tests that is long enough';
const logged: string[] = [];
let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer(
    // every power at once is more than one client may send in a second
    { NODE_ENV: 'test', LOG_LEVEL: 'warn', TUTTI_SECRET: secret, MESSAGES_PER_SECOND: '100' },
    { write: (line) => logged.push(line) },
  );
  teacher = await signIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const events = (sessionId: string, type?: string) => countEvents(server.app.db.jobs, sessionId, type);
const someone = '00000000-0000-7000-8000-000000000000';
/** One of each verb; the compiler asks for those that come new. */
const powersOver = (
  participantId: string,
): { [V in HostCommand['verb']]: Extract<HostCommand, { verb: V }> } => ({
  start: { verb: 'start' },
  next: { verb: 'next', step: 0 },
  pause: { verb: 'pause' },
  resume: { verb: 'resume' },
  addTime: { verb: 'addTime', seconds: 10 },
  skip: { verb: 'skip' },
  revote: { verb: 'revote' },
  arrange: { verb: 'arrange', rounds: [1, 0] },
  setStandings: { verb: 'setStandings', standings: 'end' },
  setAdvance: { verb: 'setAdvance', advance: 'auto' },
  lock: { verb: 'lock', locked: true },
  accommodate: { verb: 'accommodate', participantId, factor: 2 },
  keepAccommodation: { verb: 'keepAccommodation', participantId, factor: 2 },
  moveToTeam: { verb: 'moveToTeam', participantId, team: 0 },
  mark: { verb: 'mark', participantId, share: 1 },
  muteReactions: { verb: 'muteReactions', muted: true },
  kick: { verb: 'kick', participantId },
  allowBack: { verb: 'allowBack', participantId },
  rename: { verb: 'rename', participantId, nickname: 'Mallory' },
  reviewName: { verb: 'reviewName', participantId, decision: 'refuse' },
  makeReturnCode: { verb: 'makeReturnCode', participantId },
  inviteCoHost: { verb: 'inviteCoHost' },
  endCoHost: { verb: 'endCoHost', coHostId: someone },
  park: { verb: 'park' },
  end: { verb: 'end' },
});
const powers = (participantId: string): HostCommand[] => Object.values(powersOver(participantId));

describe('a host power', () => {
  test('[HST-1] from a player, a projector, a spectator or a removed player is refused, noted, and does nothing', async () => {
    const { id, pin, host } = await openClass(teacher, { spectators: true });
    const [ann, ben] = [await joinRaw(server.url, pin, 'Ann'), await joinRaw(server.url, pin, 'Ben')];
    const projector = await staffRaw(teacher, id, 'projector');
    const spectator = await openSeat(
      server.url,
      (await ask(server.url, 'POST', '/watch', { pin })).body.seat,
    );
    await until(
      () => host.view.host!.players.length === 2 && host.view.host!.audience.spectators === 1,
      'all',
    );
    const before = await events(id);
    const view = host.view;
    logged.length = 0;
    const all = powers(ben.joined.participantId);
    const others = [ann, projector, spectator];
    for (const seat of others)
      for (const power of all) expect(await order(seat, power), power.verb).toBe('challenge/not-host');
    expect(await events(id)).toBe(before);
    expect(host.view.host).toEqual(view.host);
    const notes = logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg.includes('host command'));
    const verbs = all.map(({ verb }) => verb);
    expect(notes.map(({ verb }) => verb)).toEqual(others.flatMap(() => verbs));
    expect(notes[0]).toMatchObject({ level: 40, verb: 'start' });
    expect(logged.join()).not.toMatch(/Mallory|Ben|Ann/);

    const kick = host.kick(ann.joined.participantId);
    for (const command of all) ann.send('hostCommand', { id: 'x', command });
    await kick;
    expect(await ann.closed).toBe(4100);
    expect(payloadsOf(ann, 'commandDone')).toEqual([]);
    const { rows } = await server.app.db.jobs.query(
      'SELECT type FROM live_events WHERE session_id = $1 ORDER BY seq OFFSET $2',
      [id, before],
    );
    expect(rows.map(({ type }) => type)).toEqual(['player.kicked']);
    await host.end();
  });

  test('[HST-1] of one session reaches into no other', async () => {
    const mine = await openClass(teacher);
    const theirs = await openClass(teacher);
    const victim = await joinRaw(server.url, theirs.pin, 'Victim');
    const host = await staffRaw(teacher, mine.id, 'host');
    const before = await events(theirs.id);
    for (const verb of ['kick', 'allowBack'] as const)
      expect(await order(host, { verb, participantId: victim.joined.participantId })).toBe(
        'challenge/no-such-player',
      );
    expect(
      await order(host, { verb: 'rename', participantId: victim.joined.participantId, nickname: 'Mallory' }),
    ).toBe('challenge/no-such-player');
    for (const command of powers(someone).filter(({ verb }) => verb === 'lock' || verb === 'start'))
      expect(await order(host, command)).toBeNull();
    expect(await events(theirs.id)).toBe(before);
    expect(theirs.host.view).toMatchObject({
      phase: { name: 'lobby' },
      host: { options: { locked: false } },
    });
    expect(victim.socket.readyState).toBe(victim.socket.OPEN);
    await mine.host.end();
    await theirs.host.end();
  });

  test("[HST-1] needs the session's own host: other teachers, other schools, pupils and strangers get no seat", async () => {
    const { id, host } = await openClass(teacher);
    const { rows } = await server.app.db.jobs.query('SELECT org_id FROM live_sessions WHERE id = $1', [id]);
    const people = createPeople(server.app.db.jobs, deriveKeys(secret));
    const colleague = await people.signUp({ orgId: rows[0].org_id });
    const pupil = await people.signUp({ orgId: rows[0].org_id, role: 'student' });
    const foreign = await people.signUp();
    const seat = (token: string | null, as = 'host') =>
      ask(
        server.url,
        'POST',
        `/sessions/${id}/seat`,
        { as },
        token ? { Authorization: `Bearer ${token}` } : {},
      );
    for (const as of ['host', 'projector']) {
      expect(await seat(null, as)).toMatchObject({ status: 401, body: { code: 'auth/required' } });
      expect((await seat(colleague.token, as)).status).toBe(404);
      expect((await seat(foreign.token, as)).status).toBe(404);
      expect(await seat(pupil.token, as)).toMatchObject({ status: 403, body: { code: 'auth/forbidden' } });
      expect(await seat('x.y.z', as)).toMatchObject({ status: 401, body: { code: 'auth/invalid-token' } });
    }
    const administrator = await signIn(server.url, server.admin);
    expect(await seat(await administrator.accessToken())).toMatchObject({
      status: 403,
      body: { code: 'session/forbidden' },
    });
    const expired = createTokenSigner(people.keys['access-token'], {
      type: 'at+jwt',
      audience: 'tutti-api',
      lifetimeSeconds: -1,
    });
    expect(await seat(expired.sign(colleague.claims))).toMatchObject({
      status: 401,
      body: { code: 'auth/expired-token' },
    });
    await host.end();
  });
});

describe('a player who is removed', () => {
  test('[HST-1] is refused as participant, with the resume token and on this device, until the host lets them back in', async () => {
    const { pin, host } = await openClass(teacher, { cap: 2 });
    const first = await ask(server.url, 'POST', '/join', { pin, nickname: 'Rude' });
    const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!;
    expect(first.headers.getSetCookie()[0]).toMatch(/HttpOnly/i);
    const rude = await rejoinRaw(server.url, first.body);
    const kind = await joinRaw(server.url, pin, 'Kind');
    await host.kick(rude.joined.participantId);
    expect(await rude.closed).toBe(4100);
    const rejoin = () => ask(server.url, 'POST', '/rejoin', { resumeToken: rude.joined.resumeToken });
    const again = (nickname: string) =>
      ask(server.url, 'POST', '/join', { pin, nickname }, { Cookie: cookie });
    await until(async () => (await rejoin()).status === 403, 'the removal is known everywhere');
    expect(await rejoin()).toMatchObject({ status: 403, body: { code: 'join/kicked' } });
    for (const nickname of ['Rude', 'Somebody Else', 'Another'])
      expect(await again(nickname)).toMatchObject({ status: 403, body: { code: 'join/kicked' } });
    expect(kind.socket.readyState).toBe(kind.socket.OPEN);
    await until(() => seen(host, 'Rude')?.kicked === true, 'the host sees it');
    expect(seen(host, 'Rude')!.connected).toBe(false);

    await host.allowBack(rude.joined.participantId);
    await until(async () => (await rejoin()).status === 200, 'they may come back');
    const back = await rejoinRaw(server.url, rude.joined);
    expect(lastOf(back, 'welcome')!.you).toMatchObject({ nickname: 'Rude' });
    await host.kick(rude.joined.participantId);
    expect(await back.closed).toBe(4100);
    await host.kick(rude.joined.participantId);
    await host.end();
  });

  test('[HST-1] gets no seat to watch from on this device, nor the one from before, until the host lets them back in', async () => {
    const { pin, host } = await openClass(teacher, { spectators: true });
    const joined = await ask(server.url, 'POST', '/join', { pin, nickname: 'Rude' });
    const given = joined.headers.getSetCookie();
    expect(given.map((line) => /Path=([^;]+)/.exec(line)![1])).toEqual([
      '/api/v1/join',
      '/api/v1/watch',
      '/api/v1/group-runs',
    ]);
    const Cookie = given[1]!.split(';')[0]!;
    const rude = await rejoinRaw(server.url, joined.body);
    const watch = (headers = {}) => ask(server.url, 'POST', '/watch', { pin }, headers);
    const { watchToken } = (await watch({ Cookie })).body;
    const again = () => ask(server.url, 'POST', '/watch/again', { watchToken }, { Cookie });
    expect((await again()).status).toBe(200);

    await host.kick(rude.joined.participantId);
    const refused = { status: 403, body: { code: 'join/kicked' } };
    await until(async () => (await watch({ Cookie })).status === 403, 'the removal is known everywhere');
    expect(await watch({ Cookie })).toMatchObject(refused);
    expect(await again()).toMatchObject(refused);
    expect((await watch()).status).toBe(201);

    await host.allowBack(rude.joined.participantId);
    await until(async () => (await again()).status === 200, 'they may look on');
    await host.end();
  });

  test('[HST-1] while on the way in is turned away at the door', async () => {
    const { pin, host } = await openClass(teacher);
    const ann = await joinRaw(server.url, pin, 'Ann');
    const { body } = await ask(server.url, 'POST', '/rejoin', { resumeToken: ann.joined.resumeToken });
    await host.kick(ann.joined.participantId);
    const client = await openSeat(server.url, body.seat).catch((error: Error) => error);
    if (client instanceof Error) expect(client.message).toContain('4100');
    else expect(await client.closed).toBe(4100);
    await host.end();
  });
});

describe('a rename', () => {
  test('[HST-1] [JOIN-4] follows the rules of nicknames, is told at once, and stays', async () => {
    const { id, pin, host } = await openClass(teacher);
    const projector = await staffRaw(teacher, id, 'projector');
    const ann = await joinRaw(server.url, pin, 'Ann');
    await joinRaw(server.url, pin, 'Ben');
    const rename = (nickname: string) => host.rename(ann.joined.participantId, nickname);
    for (const [nickname, code] of [
      ['', 'nickname/empty'],
      ['x'.repeat(25), 'nickname/too-long'],
      ['An\u202En', 'nickname/not-allowed-characters'],
      ['sh1t', 'nickname/unkind'],
      ['BEN', 'nickname/taken'],
    ] as const)
      await expect(rename(nickname), nickname).rejects.toMatchObject({ code });
    await expect(host.rename(someone, 'Nobody')).rejects.toMatchObject({ code: 'challenge/no-such-player' });
    expect(payloadsOf(ann, 'renamed')).toEqual([]);

    await rename('  Countess  ');
    await until(() => lastOf(ann, 'renamed')?.nickname === 'Countess', 'Ann hears of it');
    await until(
      () => host.view.host!.players.some(({ nickname }) => nickname === 'Countess'),
      'the host sees it',
    );
    await until(
      () =>
        payloadsOf(projector, 'lobbyChanged').some(({ added }) =>
          added?.some(({ nickname }) => nickname === 'Countess'),
        ),
      'the projector shows it',
    );
    expect(lastOf(await rejoinRaw(server.url, ann.joined), 'welcome')!.you!.nickname).toBe('Countess');
    expect((await ask(server.url, 'POST', '/join', { pin, nickname: 'Ann' })).status).toBe(201);
    await host.end();
  });
});

describe.concurrent('a host who vanishes', () => {
  test('[HST-2] pauses the class within 5 s; it waits, and goes on from another device with what was left', async ({
    expect,
  }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 60 });
    const ann = await joinRaw(server.url, pin, 'Ann');
    await joinRaw(server.url, pin, 'Ben');
    await host.start();
    await untilQuestion(ann, 0);
    await host.leave();
    const gone = performance.now();
    await until(() => lastOf(ann, 'paused') !== undefined, 'the pause');
    expect(performance.now() - gone).toBeLessThan(5_000);
    expect(lastOf(ann, 'paused')!.reason).toBe('host_away');
    expect(await answered(ann, 0, [0])).toBe('answer/paused');
    expect((await teacher.session(id)).status).toBe('paused');

    const elsewhere = await (await signIn(server.url, server.teacher)).host(id);
    expect(elsewhere.view.paused).toMatchObject({
      reason: 'host_away',
      remainingMs: lastOf(ann, 'paused')!.remainingMs,
    });
    await elsewhere.resume();
    await until(() => lastOf(ann, 'resumed') !== undefined, 'going on');
    const { deadline, at } = lastOf(ann, 'resumed')!;
    expect(deadline! - at).toBe(lastOf(ann, 'paused')!.remainingMs);
    expect(await answered(ann, 0, [0])).toBe('saved');
    await elsewhere.end();
  });

  test('[HST-2] but left a second device in the room holds nothing up', async ({ expect }) => {
    const { id, pin, host } = await openClass(teacher, { secondsPerQuestion: 60 });
    const second = await teacher.host(id);
    const ann = await joinRaw(server.url, pin, 'Ann');
    await host.start();
    await untilQuestion(ann, 0);
    await host.leave();
    await until(async () => (await events(id, 'host.dropped')) === 1, 'one host is gone');
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect(payloadsOf(ann, 'paused')).toEqual([]);
    await second.end();
  });
});

describe('the host sees', () => {
  test('[HST-3] who is there, who answered, how the class leans, and who struggles', async () => {
    const { id, pin, host } = await openClass(teacher);
    const plan = await readPlan(server.app.db.jobs, id);
    const [ann, ben, cem] = await Promise.all(
      ['Ann', 'Ben', 'Cem'].map((name) => joinRaw(server.url, pin, name)),
    );
    await until(() => host.view.host!.players.length === 3, 'three players');
    await host.start();
    for (const round of [0, 1]) {
      await untilQuestion(ann!, round);
      await until(() => host.view.phase.name === 'question', 'the question');
      expect(seen(host, 'Ben')!.answered).toBe(false);
      await answered(ann!, round, rightChoices(plan, round));
      await answered(ben!, round, wrongChoices(plan, round));
      await until(() => host.view.progress?.answered === 2, 'two have answered');
      expect(host.view.progress).toMatchObject({ round, connected: 3 });
      const picks = rightChoices(plan, round).length + wrongChoices(plan, round).length;
      expect(host.view.progress!.spread!.reduce((sum, n) => sum + n, 0)).toBe(picks);
      for (const position of rightChoices(plan, round))
        expect(host.view.progress!.spread![position]).toBeGreaterThan(0);
      await until(() => seen(host, 'Ben')!.answered, 'Ben has answered');
      expect(seen(host, 'Cem')!.answered).toBe(false);
      await host.next();
      await untilPhase(host, 'reveal');
      await host.next();
    }
    await until(() => seen(host, 'Ben')!.struggling && seen(host, 'Cem')!.struggling, 'two struggle');
    expect(seen(host, 'Ann')).toMatchObject({ struggling: false, connected: true, rank: 1 });
    cem!.close();
    await until(() => !seen(host, 'Cem')!.connected, 'one is gone');
    const later = await teacher.host(id);
    expect(later.view.host).toEqual(host.view.host);
    await host.end();
  });
});

function seen({ view }: HostChallenge, name: string) {
  return view.host!.players.find(({ nickname }) => nickname === name);
}

test('[PTS-5] the big screen learns who is in which team, as they choose, are moved and when it is opened anew', async () => {
  const { id, pin, host } = await openClass(teacher, { format: 'team', teams: { count: 2, choose: true } });
  const projector = await staffRaw(teacher, id, 'projector');
  const ann = await joinRaw(server.url, pin, 'Ann');
  const { participantId } = ann.joined;
  const added = () => payloadsOf(projector, 'lobbyChanged').flatMap((one) => one.added ?? []);
  const told = (team: number) => until(() => added().at(-1)?.team === team, `team ${team} on the wall`);
  await until(() => added().length === 1, 'the name');
  expect(added()).toEqual([{ participantId, nickname: 'Ann' }]);
  ann.send('chooseTeam', { team: 1 });
  await told(1);
  await host.moveToTeam(participantId, 0);
  await told(0);
  const anew = await staffRaw(teacher, id, 'projector');
  expect(lastOf(anew, 'welcome')!.names).toEqual([{ participantId, nickname: 'Ann', team: 0 }]);
  await host.end();
});

test('[HST-1] muted signs reach nobody; whoever is muted is told, also after a reload', async () => {
  const { id, pin, host } = await openClass(teacher);
  const projector = await staffRaw(teacher, id, 'projector');
  const [ann, ben] = [await joinRaw(server.url, pin, 'Ann'), await joinRaw(server.url, pin, 'Ben')];
  const muted = (player: typeof ann) => lastOf(player, 'reactionsMuted')?.muted;
  await host.muteReactions(true, ann.joined.participantId);
  await until(() => muted(ann) === true, 'Ann to hear');
  expect(muted(ben)).toBeUndefined();
  for (const one of [ann, ben]) one.send('react', { reaction: 'clap' });
  await until(() => lastOf(projector, 'reactions')?.clap === 1, 'one sign of two');
  await host.muteReactions(true);
  await until(() => muted(ben) === true, 'everybody to hear');
  const back = await rejoinRaw(server.url, ben.joined);
  expect(lastOf(back, 'welcome')!.you!.reactionsMuted).toBe(true);
  await host.muteReactions(false);
  await until(() => lastOf(back, 'reactionsMuted')?.muted === false, 'Ben to hear');
  expect(muted(ann), 'alone she still is').toBe(true);
  await host.end();
});
