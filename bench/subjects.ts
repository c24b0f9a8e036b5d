import { EventEmitter, once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { pack, unpack } from 'msgpackr';
import { WebSocket } from 'ws';
import type { HostCommand, ServerPayloads } from '../src/wire/messages.ts';
import type { Joined, Seat } from '../src/wire/session.ts';

export type Heard = 'question' | 'saved' | 'result' | null;

export interface Player {
  socket: WebSocket;
  answer(): void;
}

/** A server under load, as its clients see it. Both are spoken to by bare sockets, so that a client costs the same. */
export interface Subject {
  /** Resolves once player `index` is in. `hear` gets every message's kind and its size on the wire. */
  enter(index: number, hear: (heard: Heard, bytes: number) => void): Promise<Player>;
  /** Resolves once the host may and does open the next round. */
  openRound(): Promise<void>;
  /** Resolves once the class is over and everybody was sent home. */
  end(): Promise<void>;
}

/** Rooms of these two are made by whoever comes first. */
export interface BareAddress {
  kind: 'floor' | 'socketio';
  url: string;
  room: string;
}
export interface ProductAddress {
  kind: 'product';
  url: string;
  pin: string;
  sessionId: string;
  /** The host's. */
  token: string;
}
export type Address = BareAddress | ProductAddress;

/** A room, as its host sees it. */
export function openSubject(address: Address): Promise<Subject> {
  if (address.kind === 'product') return openProduct(address);
  return address.kind === 'floor' ? openFloor(address) : openSocketIo(address);
}

const choicesOf = (index: number) => [index % 2];
const sizeOnWire = ({ length }: Buffer) => length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);

async function openFloor({ url, room }: BareAddress): Promise<Subject> {
  const socketUrl = `${url.replace('http', 'ws')}/${room}`;
  const host = await opened(new WebSocket(`${socketUrl}/host`, { perMessageDeflate: false }));
  const kinds: Record<string, Heard> = { q: 'question', s: 'saved', r: 'result' };
  return {
    async enter(index, hear) {
      const socket = new WebSocket(socketUrl, { perMessageDeflate: false });
      let round = -1;
      // {"type":"question",… : the letter in ninth place tells
      socket.on('message', (data: Buffer) => {
        const heard = kinds[String.fromCharCode(data[9]!)] ?? null;
        if (heard === 'question') round++;
        hear(heard, sizeOnWire(data));
      });
      await opened(socket);
      return {
        socket,
        answer: () => socket.send(JSON.stringify({ type: 'answer', round, choices: choicesOf(index) })),
      };
    },
    openRound: async () => host.send('next'),
    end: () => closed(host),
  };
}

/** Letters of engine.io and Socket.IO: a packet that opens, asks for life, answers that, connects, says something. */
const sio = { open: '0', ping: '2', pong: '3', connect: '40', event: '42' };

async function openSocketIo({ url, room }: BareAddress): Promise<Subject> {
  const socketUrl = `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const kinds: Record<string, Heard> = { q: 'question', s: 'saved', r: 'result' };
  const connect = (role: string, hear: (heard: Heard, bytes: number) => void): Promise<WebSocket> => {
    const socket = new WebSocket(socketUrl, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code) => reject(new Error(`a player was sent away with ${code}`)));
      socket.on('message', (data: Buffer) => {
        const type = data.toString('latin1', 0, 2);
        if (type[0] === sio.open) socket.send(`${sio.connect}${JSON.stringify({ room, role })}`);
        else if (type[0] === sio.ping) socket.send(sio.pong);
        else if (type === sio.connect) resolve(socket);
        // 42["question",… : the letter in fifth place tells
        hear(type === sio.event ? (kinds[String.fromCharCode(data[4]!)] ?? null) : null, sizeOnWire(data));
      });
    });
  };
  const host = await connect('host', () => {});
  return {
    async enter(index, hear) {
      let round = -1;
      const socket = await connect('player', (heard, bytes) => {
        if (heard === 'question') round++;
        hear(heard, bytes);
      });
      return {
        socket,
        answer: () =>
          socket.send(`${sio.event}${JSON.stringify(['answer', { round, choices: choicesOf(index) }])}`),
      };
    },
    openRound: async () => host.send(`${sio.event}["next"]`),
    end: () => closed(host),
  };
}

const agent = new Agent({ keepAlive: true });
const joinRoom = 10;
const roomData = 13;
const hostHears = new Set(['welcome', 'roundClosed', 'commandRefused', 'sessionEnded']);
const kindsByType: Record<string, Heard> = {
  roundOpened: 'question',
  answerSaved: 'saved',
  roundClosed: 'result',
};

async function openProduct({ url, pin, sessionId, token }: ProductAddress): Promise<Subject> {
  // only now: a seat that is not taken within seconds is given up
  const { seat: hostSeat } = await takeHostSeat(url, sessionId, token);
  const host = new WebSocket(seatUrl(url, hostSeat), { perMessageDeflate: false });
  const heard = new EventEmitter();
  host.on('message', (data: Buffer) => {
    if (data[0] === joinRoom) host.send(Buffer.of(joinRoom));
    const { type, payload } = messageOf(data);
    if (hostHears.has(type)) heard.emit(type, payload());
  });
  heard.on('commandRefused', ({ code }: ServerPayloads['commandRefused']) => {
    throw new Error(`the host was refused: ${code}`);
  });
  const sentAway = once(host, 'close').then(([code]) =>
    Promise.reject(new Error(`the host was sent away with ${code}`)),
  );
  sentAway.catch(() => {});
  await Promise.race([once(heard, 'welcome'), sentAway]);
  let command: HostCommand = { verb: 'start' };
  let mayGoOn: Promise<unknown> = Promise.resolve();

  return {
    async enter(index, hear) {
      const { seat } = await join(url, { pin, nickname: `Learner ${spelled(index)}` });
      const socket = new WebSocket(seatUrl(url, seat), { perMessageDeflate: false });
      let round = -1;
      await new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('close', (code) => reject(new Error(`a player was sent away with ${code}`)));
        socket.on('message', (data: Buffer) => {
          if (data[0] === joinRoom) socket.send(Buffer.of(joinRoom));
          const { type } = messageOf(data);
          if (type === 'welcome') resolve();
          const heard = kindsByType[type] ?? null;
          if (heard === 'question') round++;
          hear(heard, sizeOnWire(data));
        });
      });
      return {
        socket,
        answer: () =>
          socket.send(
            room('submitAnswer', {
              round,
              vote: 1,
              answerId: `${index}-${round}-answer`,
              answer: choicesOf(index),
            }),
          ),
      };
    },
    async openRound() {
      await mayGoOn;
      host.send(room('hostCommand', { id: 'go-on', command }));
      mayGoOn = once(heard, 'roundClosed').then(([[{ step }]]) => {
        command = { verb: 'next', step };
      });
    },
    async end() {
      const over = once(heard, 'sessionEnded');
      host.send(room('hostCommand', { id: 'end', command: { verb: 'end' } }));
      await over;
      await closed(host);
    },
  };
}

/** A number in letters that no nickname filter minds, and that look like no others. */
export const spelled = (number: number) =>
  String(number).replace(/\d/g, (digit) => 'bdghjkptxz'[Number(digit)]!);

function messageOf(data: Buffer): { type: string; payload(): unknown } {
  if (data[0] !== roomData) return { type: '', payload: () => null };
  // a msgpack string up to 31 bytes: one byte with its length, then the text
  const end = 2 + (data[1]! & 0x1f);
  return { type: data.toString('latin1', 2, end), payload: () => unpack(data.subarray(end)) };
}

function room(type: string, payload: unknown): Buffer {
  return Buffer.concat([Buffer.of(roomData, 0xa0 | type.length), Buffer.from(type), pack(payload)]);
}

/** One of several processes has an address of its own. */
function seatUrl(url: string, { publicAddress, processId, roomId, sessionId }: Seat): string {
  const base = publicAddress
    ? `ws://${publicAddress.replace('localhost', '127.0.0.1')}`
    : url.replace('http', 'ws');
  return `${base}/${processId}/${roomId}?sessionId=${sessionId}`;
}

const mostTries = 30;
/** Of a connection that the server closed just when it was taken again. */
const mostHangUps = 3;

/** Comes again when it is told to or cut off, as every client does; the wait is part of the join. */
async function join(url: string, body: { pin: string; nickname: string }): Promise<Joined> {
  let hangUps = 0;
  for (let tries = 1; ; tries++) {
    const answered = await post(`${url}/api/v1/join`, body).catch((error: unknown) => {
      if (++hangUps > mostHangUps) throw error;
      return null;
    });
    if (!answered) continue;
    const { status, reply } = answered;
    if (status === 201) return JSON.parse(reply) as Joined;
    if (status !== 503 || tries === mostTries)
      throw new Error(`joining was answered with ${status}: ${reply}`);
    const { retryAfter = 1 } = JSON.parse(reply) as { retryAfter?: number };
    await wait(1_000 * retryAfter * (0.5 + Math.random()));
  }
}

async function takeHostSeat(url: string, sessionId: string, token: string): Promise<{ seat: Seat }> {
  const { status, reply } = await post(`${url}/api/v1/sessions/${sessionId}/seat`, {}, token);
  if (status !== 200) throw new Error(`the host's seat was answered with ${status}: ${reply}`);
  return JSON.parse(reply) as { seat: Seat };
}

function post(url: string, body: object, token?: string): Promise<{ status: number; reply: string }> {
  const text = JSON.stringify(body);
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let reply = '';
      response.setEncoding('utf8').on('data', (chunk) => (reply += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, reply }));
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

export async function closed(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const gone = once(socket, 'close');
  socket.close();
  await gone;
}

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve(socket));
  });
}
