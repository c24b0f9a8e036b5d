import {
  type Challenge,
  createTutti,
  type HostChallenge,
  type PlayerChallenge,
  type Tutti,
} from '@tutti/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startWire, type Wire } from '../support/wire.ts';
import { next, openClass, phase, signedIn, someChoices, until } from './support/class.ts';

/** Players and hosts here reach the real server through a network that loses, breaks and refuses. */
let server: TestServer;
let wire: Wire;
let teacher: Tutti;
let host: HostChallenge;
let pin: string;
let ada: PlayerChallenge;

beforeAll(async () => {
  server = await startTestServer();
  wire = await startWire(server.url);
  teacher = await signedIn(server.url, server.teacher);
});
afterAll(async () => {
  await wire?.stop();
  await server?.stop();
});

beforeEach(async () => {
  ({ host, pin } = await openClass(teacher));
  ada = await createTutti({ url: wire.url }).join({ pin, nickname: 'Ada' });
  await createTutti({ url: server.url }).join({ pin, nickname: 'Ben' });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  wire.delay(0);
  wire.become('good');
  wire.cut();
  await host.end();
});

async function openQuestion(): Promise<void> {
  await host.start();
  await Promise.all([host, ada].map(seesQuestion(0)));
}

function seesQuestion(round: number) {
  return (challenge: Challenge) =>
    until(challenge, ({ phase }) => phase.name === 'question' && phase.question.round === round);
}

const back = (challenge: PlayerChallenge | HostChallenge) =>
  until(challenge, ({ connection }) => connection === 'connected');

describe('a player', () => {
  it('[DUR-7] comes back by itself and gets the question that was opened meanwhile', async () => {
    const states: string[] = [];
    ada.on('connection', (state) => states.push(state));
    wire.become('away');
    await until(ada, ({ connection }) => connection === 'reconnecting');
    await host.start();
    await until(host, ({ phase }) => phase.name === 'question');
    const asked = next(ada, 'question');
    wire.become('good');
    expect((await asked).prompt).toBe(phase(host, 'question').question.prompt);
    expect(states).toEqual(['reconnecting', 'connected']);
    expect(ada.view.you?.nickname).toBe('Ada');
  });

  it('[ANS-3] sends an answer again that got lost on the way, and it counts once', async () => {
    await openQuestion();
    const choices = someChoices(ada);
    wire.lose('up');
    const answering = ada.answer(choices);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(ada.view.answer?.status).toBe('sending');
    wire.cut();
    await until(ada, ({ connection }) => connection === 'reconnecting');
    expect(ada.view.answer?.status).toBe('sending');
    await answering;
    await until(host, ({ progress }) => progress?.answered === 1);
    expect(ada.view.answer).toMatchObject({ status: 'saved', answer: choices });
  });

  it('[ANS-3] learns from the welcome that an answer counted whose acknowledgement got lost', async () => {
    await openQuestion();
    wire.lose('down');
    const answering = ada.answer(someChoices(ada));
    await until(host, ({ progress }) => progress?.answered === 1);
    expect(ada.view.answer?.status).toBe('sending');
    wire.cut();
    await answering;
    expect(ada.view.answer?.status).toBe('saved');
    expect(host.view.progress?.answered).toBe(1);
  });

  it('can answer while the connection is away', async () => {
    await openQuestion();
    wire.become('away');
    await until(ada, ({ connection }) => connection === 'reconnecting');
    const answering = ada.answer(someChoices(ada));
    wire.become('good');
    await answering;
    await until(host, ({ progress }) => progress?.answered === 1);
  });

  it('is told when an answer came back too late', async () => {
    await openQuestion();
    wire.become('away');
    await until(ada, ({ connection }) => connection === 'reconnecting');
    const answering = ada.answer(someChoices(ada));
    const refused = next(ada, 'refused');
    await Promise.all([
      expect(answering).rejects.toMatchObject({ code: 'answer/round-closed' }),
      (async () => {
        await host.next();
        wire.become('good');
      })(),
    ]);
    expect(await refused).toEqual({ round: 0, vote: 1, code: 'answer/round-closed' });
    expect(phase(ada, 'reveal').you?.outcome).toBe('none');
  });

  it('[DUR-7] comes back by the way it came, and in one go, when the network is slow', async () => {
    wire.cut();
    await until(ada, ({ connection }) => connection === 'reconnecting');
    wire.delay(2_200);
    const asked: string[] = [];
    const token = ada.resumeToken;
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      // whom other tests left behind asks with another token
      if (String(init.body).includes(token)) asked.push(url);
      return fetch(url, init);
    });
    await back(ada);
    expect(asked).toEqual([`${wire.url}/api/v1/rejoin`]);
  }, 60_000);

  it('[DUR-7] that comes in a second time replaces the first, which stays away', async () => {
    const closed = next(ada, 'closed');
    const again = await createTutti({ url: wire.url }).resume(ada.resumeToken);
    expect((await closed).code).toBe('challenge/replaced');
    expect(ada.connection).toBe('closed');
    await expect(ada.answer([0])).rejects.toMatchObject({ code: 'challenge/replaced' });
    await host.start();
    await next(again, 'question');
    await again.answer(someChoices(again));
  });

  it('that was removed while away is not let back in, and stops trying', async () => {
    wire.become('away');
    await until(ada, ({ connection }) => connection === 'reconnecting');
    await host.kick(ada.participantId);
    const closed = next(ada, 'closed');
    wire.become('good');
    expect((await closed).code).toBe('join/kicked');
  });

  it('[HST-1] that moved to another device while this one was away is not let back in here', async () => {
    wire.become('away');
    await until(ada, ({ connection }) => connection === 'reconnecting');
    const { code } = await host.makeReturnCode(ada.participantId);
    const moved = await createTutti({ url: server.url }).comeBack({ pin, code });
    const closed = next(ada, 'closed');
    wire.become('good');
    expect((await closed).code).toBe('join/seat-moved');
    expect(moved.connection).toBe('connected');
  });

  it('that leaves stays away', async () => {
    const closed = next(ada, 'closed');
    await ada.leave();
    expect((await closed).code).toBe('challenge/left');
    await until(host, ({ host }) =>
      host!.players.some((one) => one.nickname === 'Ada' && one.connected === false),
    );
  });

  it('[RND-3] has the time of the server after a cut, whatever its own connection does', async () => {
    await openQuestion();
    wire.cut();
    await until(ada, ({ connection }) => connection === 'reconnecting');
    await back(ada);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(Math.abs(ada.now() - host.now())).toBeLessThan(50);
  });
});

describe('a host', () => {
  let away: HostChallenge;
  beforeEach(async () => {
    const behind = await signedIn(wire.url, server.teacher);
    away = await behind.host(host.view.sessionId);
  });

  it('goes on one step when the reply to "next" got lost', async () => {
    await openQuestion();
    await seesQuestion(0)(away);
    const { step } = host.view;
    wire.lose('down');
    const pressed = away.next();
    await until(host, ({ phase }) => phase.name === 'reveal');
    wire.cut();
    await pressed;
    expect(host.view.step).toBe(step + 1);
    expect(away.view.phase.name).toBe('reveal');
  });

  it('skips one question when "skip" got lost on the way, and one when its reply did', async () => {
    await openQuestion();
    await seesQuestion(0)(away);
    wire.lose('up');
    const first = away.skip();
    wire.cut();
    await first;
    await Promise.all([host, away].map(seesQuestion(1)));
    wire.lose('down');
    const second = away.skip();
    await seesQuestion(2)(host);
    wire.cut();
    await second;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(phase(host, 'question').question.round).toBe(2);
  });

  it('pauses once when the reply got lost, and does not add time twice', async () => {
    await openQuestion();
    await seesQuestion(0)(away);
    wire.lose('down');
    const pausing = away.pause();
    await until(host, ({ paused }) => paused?.reason === 'host');
    wire.cut();
    await pausing;
    wire.lose('down');
    const adding = away.addTime(10);
    const told = expect(adding).rejects.toMatchObject({ code: 'network/unreachable' });
    await next(host, 'deadlineMoved');
    wire.cut();
    await told;
  });
});
