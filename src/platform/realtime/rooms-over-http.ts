import type { Server as HttpServer } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';
import { Server as PollingServer, type Socket } from 'socket.io';
import { WebSocket } from 'ws';
import type { Config } from '../../config.ts';
import {
  type ClientLineEvents as Heard,
  httpRoomsPath,
  type ServerLineEvents as Said,
} from '../../wire/rooms-over-http.ts';
import type { IsAllowedOrigin } from '../http/origins.ts';

/** What may wait for a client's next poll; beyond it the room's own rule for slow clients begins to count [DUR-8]. */
const mostWaitingBytes = 64 * 1024;
/** RFC 6455, 7.1.5: a connection that ended without a word. */
const abnormalClosure = 1006;

export interface RoomsOverHttpOptions {
  http: HttpServer;
  config: Pick<Config, 'limits' | 'allowedOrigins'>;
  isAllowedOrigin: IsAllowedOrigin;
  pingMs: number;
}

type Peer = Socket<Heard, Said, Record<never, never>, { inner: WebSocket }>;

/**
 * [DUR-9] Rooms for whom no WebSocket reaches: long polling on the one side, a WebSocket inside this process on the other.
 * The inner one comes in by the server's own front door, so that origin, seat, frame size, message rate, queue limit and
 * close codes are those of everybody else, and there is no second way past them.
 */
export function serveRoomsOverHttp({ http, config, isAllowedOrigin, pingMs }: RoomsOverHttpOptions) {
  const server: PollingServer<Heard, Said, Record<never, never>, { inner: WebSocket }> = new PollingServer({
    path: httpRoomsPath,
    transports: ['polling'],
    serveClient: false,
    maxHttpBufferSize: config.limits.pushMessageBytes,
    pingInterval: pingMs,
    allowRequest: (request, decide) => decide(null, isAllowedOrigin(request)),
    ...(config.allowedOrigins.length > 0 && { cors: { origin: config.allowedOrigins } }),
  });
  server.use((peer, next) => {
    const inner = openInside(http, peer);
    peer.conn.once('close', () => inner.terminate());
    inner.once('error', next);
    inner.once('open', () => {
      inner.off('error', next);
      inner.pause();
      peer.data.inner = inner;
      next();
    });
  });
  server.on('connection', (peer) => bridge(peer, peer.data.inner));
  server.attach(http);
  return server;
}

/** A WebSocket to the seat that the client names, through the same listener as one from outside. */
function openInside(http: HttpServer, { handshake }: Peer): WebSocket {
  const { host = 'localhost', origin } = handshake.headers;
  return new WebSocket(`ws://localhost${addressOf(handshake.auth)}`, {
    headers: { host },
    ...(origin !== undefined && { origin }),
    perMessageDeflate: false,
    createConnection: () => pipeInto(http) as never,
  });
}

/** As `/<process>/<room>?sessionId=<seat>`, and nothing else can be put into it. */
function addressOf(seat: Record<string, unknown>): string {
  const [processId, roomId, sessionId] = [seat.processId, seat.roomId, seat.sessionId].map((part) =>
    typeof part === 'string' && /^[\w-]{1,64}$/.test(part) ? part : '-',
  );
  return `/${processId}/${roomId}?sessionId=${sessionId}`;
}

function pipeInto(http: HttpServer): Duplex {
  const [outer, inner] = duplexPair();
  // an end that is destroyed says nothing to the other one by itself
  inner.once('close', () => outer.destroy());
  outer.once('close', () => inner.destroy());
  http.emit('connection', inner);
  return outer;
}

function bridge(peer: Peer, inner: WebSocket): void {
  let waiting = 0;
  inner.on('message', (bytes: Buffer) => {
    waiting += bytes.length;
    peer.emit('frame', bytes);
    if (waiting > mostWaitingBytes) inner.pause();
  });
  peer.conn.on('drain', () => {
    waiting = 0;
    inner.resume();
  });
  const close = (code: number, reason: Buffer) => {
    peer.emit('closed', code, String(reason));
    peer.disconnect(true);
  };
  inner.on('close', close);
  peer.on('frame', (bytes) => {
    if (Buffer.isBuffer(bytes)) inner.send(bytes, () => {});
    else inner.terminate();
  });
  peer.on('disconnect', () => inner.terminate());
  if (inner.readyState === WebSocket.CLOSED) close(abnormalClosure, Buffer.alloc(0));
  else inner.resume();
}
