import { EventEmitter, once } from 'node:events';
import { Agent, request } from 'node:http';
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
  leave(): void;
}

export interface FloorAddress {
  kind: 'floor';
  url: string;
}
export interface ProductAddress {
  kind: 'product';
  url: string;
  pin: string;
  hostSeat: Seat;
}
export type Address = FloorAddress | ProductAddress;

export const openSubject = (address: Address): Promise<Subject> =>
  address.kind === 'floor' ? openFloor(address) : openProduct(address);

const choicesOf = (index: number) => [index % 2];
const sizeOnWire = ({ length }: Buffer) => length + (length < 126 ? 2 : length < 65_536 ? 4 : 10);

async function openFloor({ url }: FloorAddress): Promise<Subject> {
  const socketUrl = url.replace('http', 'ws');
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
    leave: () => host.close(),
  };
}

const joinRoom = 10;
const roomData = 13;
const hostHears = new Set(['welcome', 'roundClosed', 'commandRefused']);
const kindsByType: Record<string, Heard> = {
  roundOpened: 'question',
  answerSaved: 'saved',
  roundClosed: 'result',
};

async function openProduct({ url, pin, hostSeat }: ProductAddress): Promise<Subject> {
  const agent = new Agent({ keepAlive: true });
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
  await once(heard, 'welcome');
  let command: HostCommand = { verb: 'start' };
  let mayGoOn: Promise<unknown> = Promise.resolve();

  return {
    async enter(index, hear) {
      const { seat } = await postJoin(agent, url, { pin, nickname: `Learner ${spelled(index)}` });
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
    leave() {
      agent.destroy();
      host.close();
    },
  };
}

/** A number in letters that no nickname filter minds, and that look like no others. */
const spelled = (number: number) => String(number).replace(/\d/g, (digit) => 'bdghjkptxz'[Number(digit)]!);

function messageOf(data: Buffer): { type: string; payload(): unknown } {
  if (data[0] !== roomData) return { type: '', payload: () => null };
  // a msgpack string up to 31 bytes: one byte with its length, then the text
  const end = 2 + (data[1]! & 0x1f);
  return { type: data.toString('latin1', 2, end), payload: () => unpack(data.subarray(end)) };
}

function room(type: string, payload: unknown): Buffer {
  return Buffer.concat([Buffer.of(roomData, 0xa0 | type.length), Buffer.from(type), pack(payload)]);
}

function seatUrl(url: string, { processId, roomId, sessionId }: Seat): string {
  return `${url.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${sessionId}`;
}

function postJoin(agent: Agent, url: string, body: { pin: string; nickname: string }): Promise<Joined> {
  const text = JSON.stringify(body);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const post = request(`${url}/api/v1/join`, { method: 'POST', agent, headers }, (response) => {
      let reply = '';
      response.setEncoding('utf8').on('data', (chunk) => (reply += chunk));
      response.on('end', () =>
        response.statusCode === 201 ? resolve(JSON.parse(reply) as Joined) : reject(new Error(reply)),
      );
    });
    post.on('error', reject);
    post.end(text);
  });
}

function opened(socket: WebSocket): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => resolve(socket));
  });
}
