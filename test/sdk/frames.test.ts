import { Client, type Room } from '@colyseus/sdk';
import type { Tutti } from '@tutti/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeCodes, type ServerMessage } from '../../src/wire/messages.ts';
import { serverPayloads } from '../../src/wire/room-output.ts';
import type { Joined, Seat } from '../../src/wire/session.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openClass, phase, signedIn, until } from './support/class.ts';

let server: TestServer;
let teacher: Tutti;
beforeAll(async () => {
  server = await startTestServer();
  teacher = await signedIn(server.url, server.teacher);
});
afterAll(() => server?.stop());

const playedRounds = 3;

interface Frame {
  type: ServerMessage;
  payload: unknown;
}

/** Enters as any Colyseus SDK does, by nothing but what `wire.json` says, and keeps all that is received. */
async function enter(seat: Seat) {
  const room: Room = await new Client(server.url).consumeSeatReservation(seat);
  room.reconnection.enabled = false;
  const frames: Frame[] = [];
  room.onMessage('*', (type, payload) => {
    frames.push({ type: type as ServerMessage, payload });
  });
  const closed = new Promise<number>((resolve) => room.onLeave((code) => resolve(code)));
  return { room, frames, closed };
}

async function comeIn(path: '/join' | '/watch', body: object) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return enter(((await response.json()) as Pick<Joined, 'seat'>).seat);
}

const joinByHand = (pin: string, nickname: string) => comeIn('/join', { pin, nickname });

it('every frame that leaves a room is as the description of the wire says', async () => {
  const { host, pin, session } = await openClass(teacher, {
    getReadySeconds: 10,
    standings: 'each',
    approveNames: true,
    spectators: true,
    format: 'team',
    teams: { count: 2, choose: true },
  });
  const seatAs = async (as: string) =>
    enter(
      (await teacher.request<{ seat: Seat }>('POST', `/sessions/${session.id}/seat`, { body: { as } })).seat,
    );
  const [ada, ben, cohost, projector] = await Promise.all([
    joinByHand(pin, 'Ada'),
    joinByHand(pin, 'Ben'),
    seatAs('host'),
    seatAs('projector'),
  ]);
  const eve = await comeIn('/watch', { pin });
  await host.lock(true);
  await until(host, ({ host }) => host!.players.length === 2);
  const adaId = host.view.host!.players.find((one) => one.review?.wanted === 'Ada')!.participantId;
  await host.rename(adaId, 'Countess');
  ada.room.send('chooseTeam', { team: 1 });
  ada.room.send('react', { reaction: 'clap' });
  await until(host, ({ host }) => host!.players.some(({ team }) => team === 1));
  await host.muteReactions(true);
  await host.arrange([...Array(host.view.of).keys()].reverse());
  await host.start();
  for (let round = 0; round < host.view.of; round += 1) {
    expect(phase(host, 'get_ready').round).toBe(round);
    if (round >= playedRounds) {
      await host.skip();
      continue;
    }
    await host.next();
    const { question } = phase(host, 'question');
    if (round === 0) {
      await host.pause();
      await host.resume();
      await host.addTime(5);
    }
    const choices = [...question.choices.keys()].slice(0, question.pick);
    ada.room.send('submitAnswer', { round, vote: 1, answerId: `answer-${round}`, answer: choices });
    ben.room.send('submitAnswer', { round, vote: 1, answerId: `answer-${round}`, answer: [50] });
    ben.room.send('readClock', { id: round });
    ben.room.send('hostCommand', { id: `try-${round}`, command: { verb: 'next', step: host.view.step } });
    await until(host, ({ progress }) => progress?.answered === 1);
    await host.next();
    await host.next();
    if (host.view.phase.name === 'standings') await host.next();
  }
  await until(host, ({ phase }) => phase.name === 'podium');
  await host.end();
  const everyone = [ada, ben, cohost, projector, eve];
  expect(await Promise.all(everyone.map(({ closed }) => closed))).toEqual(
    everyone.map(() => closeCodes.ended),
  );

  const frames = everyone.flatMap((one) => one.frames);
  for (const { type, payload } of frames) {
    const checked = serverPayloads[type].safeParse(payload);
    expect(checked.error?.issues, `${type}: ${JSON.stringify(payload)}`).toBeUndefined();
  }
  const seen = new Set(frames.map(({ type }) => type));
  const unseen = Object.keys(serverPayloads).filter((type) => !seen.has(type as ServerMessage));
  // Told only to a host who commands by hand, while the database is away, or in classes of another kind.
  expect(unseen.sort()).toEqual(['commandDone', 'discuss', 'marked', 'race', 'saving', 'secondFactor']);
  expect(ada.frames[0]!.type).toBe('welcome');
  expect(ben.frames).toContainEqual({
    type: 'commandRefused',
    payload: { id: 'try-0', code: 'challenge/not-host' },
  });
}, 60_000);
