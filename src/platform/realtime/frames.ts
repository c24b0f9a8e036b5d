import { type Client, ClientState, getMessageBytes, Protocol } from '@colyseus/core';
import { Packr } from 'msgpackr';

/**
 * Ready WebSocket frames. Identical bytes are framed once for all who get them, and leave with one write instead of two:
 * with a thousand players that is most of the cost of a round. It reaches into `ws` (its sender is private), so all of that
 * stands in this module; `test/platform/realtime/frames.test.ts` is the contract, and `client.raw` the way back.
 */
export class Frame {
  /** The whole frame as it goes over the wire. */
  readonly wire: Buffer;
  private readonly headerBytes: number;

  constructor(wire: Buffer, headerBytes: number) {
    this.wire = wire;
    this.headerBytes = headerBytes;
  }

  /** The room message inside it, for clients that are still joining. */
  get message(): Buffer {
    return this.wire.subarray(this.headerBytes);
  }
}

/** [DUR-8] What may wait for a client that does not read; beyond it the client is dropped and may resume. */
export const maxQueuedBytes = 1_048_576;

let dropped = 0;
/** How many clients were dropped by that since the process began. */
export const slowClientsDropped = (): number => dropped;

const packr = new Packr({ useRecords: false });
const pairMarker = Buffer.of(0x92);

export function packed(value: unknown): Buffer {
  return packr.pack(value);
}

export function frameOf(type: string, payload: unknown): Frame {
  return framed(messageOf(type, packed(payload)));
}

/** Frames of a message of two parts, of which the first was packed once for everybody. */
export function pairFrames(type: string, common: Buffer): (own: unknown) => Frame {
  const forAll = messageOf(type, Buffer.concat([pairMarker, common]));
  return (own) => framed(forAll, packed(own));
}

function messageOf(type: string, body: Buffer): Buffer {
  return getMessageBytes.raw(Protocol.ROOM_DATA, type, undefined, body);
}

const nothing = Buffer.alloc(0);

function framed(common: Buffer, own: Buffer = nothing): Frame {
  const length = common.length + own.length;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const wire = Buffer.allocUnsafe(headerBytes + length);
  writeHeader(wire, length);
  common.copy(wire, headerBytes);
  own.copy(wire, headerBytes + common.length);
  return new Frame(wire, headerBytes);
}

/** RFC 6455, 5.2: one final binary frame, unmasked as servers send it. */
function writeHeader(wire: Buffer, length: number): void {
  wire[0] = 0x82;
  if (length < 126) {
    wire[1] = length;
  } else if (length < 65_536) {
    wire[1] = 126;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = 127;
    wire.writeUInt32BE(0, 2);
    wire.writeUInt32BE(length, 6);
  }
}

interface OpenSocket {
  readyState: number;
  bufferedAmount: number;
  terminate(): void;
  _sender?: { sendFrame(parts: Buffer[]): void };
}
const OPEN = 1;

export function sendFrame(client: Client, frame: Frame): void {
  if (client.state !== ClientState.JOINED) {
    client.enqueueRaw(frame.message);
    return;
  }
  const socket = client.ref as unknown as OpenSocket;
  if (socket.readyState !== OPEN) return;
  if (socket.bufferedAmount > maxQueuedBytes) {
    dropped++;
    socket.terminate();
    return;
  }
  if (socket._sender) socket._sender.sendFrame([frame.wire]);
  else client.raw(frame.message);
}
