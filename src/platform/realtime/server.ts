import { once } from 'node:events';
import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { defineRoom, defineServer, matchMaker } from '@colyseus/core';
import { Encoder } from '@colyseus/schema';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { Server as PushServer } from 'socket.io';
import type { Config } from '../../config.ts';
import type { KeyRing } from '../crypto/keys.ts';
import type { IsAllowedOrigin } from '../http/origins.ts';
import type { Log } from '../log/log.ts';
import { StartError } from '../start-error.ts';
import { copyPatches } from './copy-patches.ts';
import type { PushAdapter } from './push-adapter.ts';
import { serveRoomsOverHttp } from './rooms-over-http.ts';
import { directUpgrades } from './upgrades.ts';

const pingMs = 15_000;
const closeLimitMs = 20_000;
/** For the closing handshakes; who does not answer by then is cut off. */
const farewellMs = 1_000;

export type RoomClass = Parameters<typeof defineRoom>[0];

export interface RealtimeOptions {
  config: Pick<Config, 'port' | 'host' | 'limits' | 'allowedOrigins'> &
    Partial<Pick<Config, 'redisUrl' | 'nodeName' | 'publicUrl'>>;
  app: RequestListener;
  /** The classes by the names under which Colyseus knows them. */
  rooms: Record<string, RoomClass>;
  isAllowedOrigin: IsAllowedOrigin;
  /** How push reaches the other processes; without it this one is alone. */
  pushAdapter?: PushAdapter;
  /** What processes say to each other is sealed with them; needed with `redisUrl`. */
  keys?: KeyRing;
  log: Log;
}

export interface Realtime {
  http: HttpServer;
  io: PushServer;
  matchMaker: typeof matchMaker;
  /** This process among all that serve the same database. */
  node: string;
  /** Where rooms of a node are reached, as `host:port/path`; undefined: where everything is. */
  addressOf(node: string): string | undefined;
  /** The port that was given, also where 0 was asked for. */
  port: number;
  /** How many connections are open. */
  sockets(): { rooms: number; roomsOverHttp: number; push: number };
  listen(): Promise<void>;
  /** Other processes open no rooms here any more. */
  takeNoNewRooms(): Promise<void>;
  /** When all requests that are open now have their answers; polls for news are none of them. */
  answered(): Promise<void>;
  /** Takes nobody new, lets the rooms end their work, closes every socket. */
  close(): Promise<void>;
}

/**
 * Pages, REST, rooms and push on one port. Of Colyseus only the room sockets are served: its matchmaking routes are not
 * bound at all, because seats come from our own REST routes.
 */
export async function startRealtime({
  config,
  app,
  rooms,
  isAllowedOrigin,
  pushAdapter,
  keys,
  log,
}: RealtimeOptions): Promise<Realtime> {
  Encoder.BUFFER_SIZE = 64 * 1024;
  copyPatches();

  const open = new Set<ServerResponse>();
  const http = createServer((request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
    app(request, response);
  });
  const transport = new WebSocketTransport({
    noServer: true,
    maxPayload: config.limits.roomMessageBytes,
    pingInterval: pingMs,
  });
  transport.attachToServer(http, { filter: ({ url = '' }) => !isPush(url) });
  const logger = log.child({ part: 'rooms' });
  const handlers = Object.fromEntries(
    Object.entries(rooms).map(([name, room]) => [
      name,
      defineRoom(room).on('create', (made) => (made as unknown as ReachableRoom).ready?.()),
    ]),
  );
  const nodes =
    config.redisUrl && keys
      ? await (await import('./several-nodes.ts')).severalNodes(config.redisUrl, keys, logger)
      : null;
  const game = defineServer({
    rooms: handlers,
    transport,
    logger,
    greet: false,
    gracefullyShutdown: false,
    ...(nodes && {
      presence: nodes.presence,
      driver: nodes.driver,
      selectProcessIdToCreateRoom: nodes.selectProcessIdToCreateRoom,
    }),
  });
  await matchMaker.accept();

  const io = new PushServer({
    destroyUpgrade: false,
    serveClient: false,
    maxHttpBufferSize: config.limits.pushMessageBytes,
    pingInterval: pingMs,
    allowRequest: (request, decide) => decide(null, isAllowedOrigin(request)),
    ...(pushAdapter && { adapter: pushAdapter }),
    connectionStateRecovery: { maxDisconnectionDuration: 120_000, skipMiddlewares: false },
    ...(config.allowedOrigins.length > 0 && { cors: { origin: config.allowedOrigins } }),
  });
  io.attach(http);
  const polled = serveRoomsOverHttp({ http, config, isAllowedOrigin, pingMs });
  const sockets = directUpgrades(http, isAllowedOrigin, (url) => isPush(url) || isRoom(url));
  // last, so that what listens so far sees addresses without it
  if (config.nodeName) takeAwayPrefix(http, prefixOf(config.nodeName));

  const realtime: Realtime = {
    http,
    io,
    matchMaker,
    node: config.nodeName ? `${matchMaker.processId}@${config.nodeName}` : matchMaker.processId,
    addressOf(node) {
      const [, name] = node.split('@');
      return name && config.publicUrl && `${new URL(config.publicUrl).host}${prefixOf(name)}`;
    },
    port: config.port,
    sockets: () => ({
      rooms: matchMaker.stats.local.ccu,
      roomsOverHttp: polled.engine.clientsCount,
      push: io.engine.clientsCount,
    }),
    async listen() {
      realtime.port = await listen(http, config);
      await nodes?.takeNewRooms();
    },
    async takeNoNewRooms() {
      await nodes?.takeNoNewRooms();
    },
    async answered() {
      await Promise.all([...open].map((response) => once(response, 'close')));
    },
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await withinLimit(game.gracefullyShutdown(false), () => log.warn('rooms took too long to close'));
      const pushClosed = Promise.all([io.close(), polled.close()]);
      http.closeAllConnections();
      const cut = setTimeout(() => sockets.destroyAll(), farewellMs);
      await Promise.all([pushClosed, closed]);
      clearTimeout(cut);
    },
  };
  return realtime;
}

/** A room of ours hears when others can reach it. */
interface ReachableRoom {
  ready?(): void;
}

const prefixOf = (nodeName: string): string => `/nodes/${nodeName}`;

/** A proxy finds this process by the prefix; in here there is none. */
function takeAwayPrefix(http: HttpServer, prefix: string): void {
  for (const event of ['request', 'upgrade'] as const) {
    const listeners = http.listeners(event);
    http.removeAllListeners(event);
    http.on(event, (request: IncomingMessage, ...rest: unknown[]) => {
      if (request.url?.startsWith(`${prefix}/`)) request.url = request.url.slice(prefix.length);
      for (const listener of listeners) listener.call(http, request, ...rest);
    });
  }
}

const isPush = (url: string): boolean => url.startsWith('/socket.io/');
/** `/<process>/<room>?sessionId=<seat>` */
const isRoom = (url: string): boolean => /^\/[\w-]{6,}\/[\w-]+\?(.*&)?sessionId=/.test(url);

function listen(http: HttpServer, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    http.listen(port, host, () => {
      http.removeAllListeners('error');
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const sentences: Record<string, [string, string]> = {
    EADDRINUSE: [
      'server/port-in-use',
      `Port ${port} is in use. Stop the program that uses it, or choose another one: PORT=${port + 1} npm start`,
    ],
    EACCES: [
      'server/port-forbidden',
      `Your account may not use port ${port}. Choose one above 1023: PORT=2567 npm start`,
    ],
    EADDRNOTAVAIL: [
      'server/no-such-address',
      `HOST is ${host}, and this machine has no such address. Leave HOST out to listen everywhere.`,
    ],
    ENOTFOUND: [
      'server/no-such-address',
      `HOST is ${host}, and nobody knows this name. Leave HOST out to listen everywhere.`,
    ],
  };
  const [code, sentence] = sentences[error.code ?? ''] ?? [
    'server/cannot-listen',
    `Listening on ${host}:${port} failed (${error.code}).`,
  ];
  return new StartError(code, sentence, { cause: error });
}

async function withinLimit(work: Promise<unknown>, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      late();
      resolve();
    }, closeLimitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
