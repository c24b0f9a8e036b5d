import { pack, unpack } from 'msgpackr';
import { WebSocket } from 'ws';
import type { Seat } from '../../src/wire/session.ts';

const joinRoom = 10;
const roomData = 13;

export interface RawMessage {
  type: string;
  payload: unknown;
}

/** A client without any library of ours or of Colyseus, which keeps every byte that it was sent. */
export interface RawClient {
  socket: WebSocket;
  /** Every frame, as it came. */
  frames: Buffer[];
  messages: RawMessage[];
  send(type: string, payload: unknown): void;
  closed: Promise<number>;
  close(): void;
}

export function openSeat(url: string, seat: Seat): Promise<RawClient> {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/${seat.processId}/${seat.roomId}?sessionId=${seat.sessionId}`,
  );
  const frames: Buffer[] = [];
  const messages: RawMessage[] = [];
  const client: RawClient = {
    socket,
    frames,
    messages,
    send: (type, payload) => socket.send(encode(type, payload)),
    closed: new Promise((resolve) => socket.on('close', (code) => resolve(code))),
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code} before it was seated`)));
    socket.on('message', (data: Buffer) => {
      frames.push(data);
      if (data[0] === joinRoom) {
        socket.send(Buffer.of(joinRoom));
        resolve(client);
      } else if (data[0] === roomData) messages.push(decode(data));
    });
  });
}

/**
 * A second tab opens, and both press ten times in the same moment, none of it waiting for anything. Gives the second tab,
 * which soon takes the place of the first.
 */
export async function pressInTwoTabs(
  url: string,
  first: RawClient,
  seat: Seat,
  press: (tab: RawClient, time: number) => void,
): Promise<RawClient> {
  const second = await openSeat(url, seat);
  for (let time = 0; time < 10; time++) for (const tab of [first, second]) press(tab, time);
  return second;
}

function decode(frame: Buffer): RawMessage {
  // a msgpack string up to 31 bytes: one byte with its length, then the text
  const length = frame[1]! & 0x1f;
  return { type: frame.toString('utf8', 2, 2 + length), payload: unpack(frame.subarray(2 + length)) };
}

function encode(type: string, payload: unknown): Buffer {
  return Buffer.concat([Buffer.of(roomData, 0xa0 | type.length), Buffer.from(type), pack(payload)]);
}
