import { io, type Socket } from 'socket.io-client';
import {
  type ClientLineEvents,
  httpRoomsPath,
  type ServerLineEvents,
} from '../../../src/wire/rooms-over-http.ts';

/** What Colyseus' SDK listens to, as `WebSocket` tells it. */
export interface TransportEvents {
  onopen?: ((event: object) => void) | null;
  onmessage?: ((event: { data: Uint8Array | ArrayBuffer }) => void) | null;
  onclose?: ((event: { code: number; reason: string }) => void) | null;
}

const noStatus = 1005;
const abnormalClosure = 1006;

/**
 * [DUR-9] Has the shape of Colyseus' own transport, and carries the frames of a room by long polling. It is a module of its own
 * that is loaded where no WebSocket gets through: nobody else needs Socket.IO to play.
 */
export class HttpTransport {
  isOpen = false;
  private readonly events: TransportEvents;
  private socket: Socket<ServerLineEvents, ClientLineEvents> | null = null;
  private over = false;

  constructor(events: TransportEvents) {
    this.events = events;
  }

  /** `address`: where the WebSocket of the seat would be opened. */
  connect(address: string): void {
    const { protocol, host, pathname, searchParams } = new URL(address);
    const [, prefix, processId, roomId] = /^(.*)\/([^/]+)\/([^/]+)$/.exec(pathname)!;
    this.socket = io(`${protocol.replace('ws', 'http')}//${host}`, {
      path: `${prefix}${httpRoomsPath}`,
      transports: ['polling'],
      auth: { processId, roomId, sessionId: searchParams.get('sessionId') },
      forceNew: true,
      reconnection: false,
    });
    this.socket.on('connect', () => {
      this.isOpen = true;
      this.events.onopen?.({});
    });
    this.socket.on('frame', (data) => this.events.onmessage?.({ data }));
    this.socket.on('closed', (code, reason) => this.end(code, reason));
    this.socket.on('disconnect', (reason) => this.end(abnormalClosure, reason));
    this.socket.on('connect_error', ({ message }) => this.end(abnormalClosure, message));
  }

  send(bytes: Uint8Array): void {
    // Colyseus writes its next message into the same memory
    this.socket?.emit('frame', bytes.slice());
  }

  sendUnreliable(bytes: Uint8Array): void {
    this.send(bytes);
  }

  close(code: number = noStatus, reason = ''): void {
    this.end(code, reason);
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.isOpen = false;
    this.socket?.disconnect();
    this.events.onclose?.({ code, reason });
  }
}
