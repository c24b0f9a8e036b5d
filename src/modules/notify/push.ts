import type { Server, Socket } from 'socket.io';
import { AppError } from '../../platform/http/app-error.ts';
import { type Authenticate, hasConsent, type SignedInCaller } from '../../platform/http/caller.ts';
import { createLimits } from '../../platform/http/rate-limit.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ErrorCode } from '../../wire/error-codes.ts';
import type {
  ClientPushEvents,
  PushReply,
  ServerPushEvent,
  ServerPushEvents,
  ServerPushPayloads,
} from '../../wire/push.ts';

/** Somebody who is connected, as other modules know it. */
export interface PushPeer {
  readonly id: string;
  readonly connected: boolean;
  /** Who it is and may do, as it stands now; refuses whose sign-in has ended. */
  caller(): Promise<SignedInCaller>;
  /** Nothing of it is kept, here or in Redis, for a connection that is lost. false: it cannot be told at this moment. */
  tell<Event extends ServerPushEvent>(event: Event, payload: ServerPushPayloads[Event]): boolean;
}
/** What a connection asks for: gives the reply, or refuses. */
export type PushAsk = (peer: PushPeer, value: unknown) => Promise<object>;

export interface PushOptions {
  io: Server;
  authenticate: Authenticate;
  onSignedOut(listener: (ended: { userId: string; sessionFamily: string | null }) => void): () => void;
  log: Log;
  messagesPerSecond: number;
  /** What a connection may ask for beside keeping itself. */
  asks?: Partial<Record<Exclude<keyof ClientPushEvents, 'refreshToken'>, PushAsk>>;
  left?(peerId: string): void;
  /** [AUT-5] How often every connection shows its token again; `authenticate` trusts what it read for up to 2.5 s. */
  recheckMs?: number;
}

export interface Push {
  /** To every tab and device on which this person is signed in. */
  notifyUser<Event extends ServerPushEvent>(
    userId: string,
    event: Event,
    payload: ServerPushPayloads[Event],
  ): void;
  /** Learners with a page open here; a child as soon as somebody has agreed to its account. */
  learners(): string[];
  close(): void;
}

interface PushData {
  accessToken: string;
  userId: string;
  sessionFamily: string;
  isLearner: boolean;
}
type Peer = Socket<ClientPushEvents, ServerPushEvents, Record<never, never>, PushData>;
type PushServer = Server<ClientPushEvents, ServerPushEvents, Record<never, never>, PushData>;

const userRoom = (userId: string) => `user:${userId}`;
const familyRoom = (sessionFamily: string) => `family:${sessionFamily}`;
const longestToken = 4_096;

/** News for people who are signed in. It may get lost: whatever matters is also there to be read over REST. */
export function createPush({
  io,
  authenticate,
  onSignedOut,
  log,
  messagesPerSecond,
  asks = {},
  left = () => {},
  recheckMs = 400,
}: PushOptions): Push {
  const server: PushServer = io;
  const check: Authenticate = async (accessToken) => authenticate(accessToken);
  // [EDG-4] a flood costs its sender the connection; it is counted where the connection is
  const messages = createLimits().limiter('push/messages', { times: messagesPerSecond, seconds: 1 });

  server.use((peer, next) => {
    enter(peer, check).then(
      () => next(),
      (error: unknown) => next(refusal(codeOf(error, log))),
    );
  });
  recoverOnlyTheSignedIn(server, check);

  server.on('connection', (peer) => {
    for (const room of peer.rooms) if (room !== peer.id) peer.leave(room);
    peer.join([userRoom(peer.data.userId), familyRoom(peer.data.sessionFamily)]);
    peer.use(([event, ...values], next) => {
      const known = event === 'refreshToken' || Object.hasOwn(asks, event);
      if (!known) replyTo(values.at(-1), { ok: false, code: 'message/unknown' });
      messages.take(peer.id).then(
        () => known && next(),
        () => peer.disconnect(true),
      );
    });
    peer.on('refreshToken', (...values: unknown[]) => {
      // whatever stands in between, the last value is what wants the reply
      const done = values.at(-1);
      refresh(peer, values[0], check).then(
        () => replyTo(done, { ok: true }),
        (error: unknown) => replyTo(done, { ok: false, code: codeOf(error, log) }),
      );
    });
    for (const [event, ask] of Object.entries(asks)) {
      peer.on(event as keyof typeof asks, (...values: unknown[]) => {
        const done = values.at(-1);
        ask(seenFrom(server, peer, check), values[0]).then(
          (reply) => replyTo(done, { ok: true, ...reply }),
          (error: unknown) => replyTo(done, { ok: false, code: codeOf(error, log) }),
        );
      });
    }
    peer.on('disconnect', () => left(peer.id));
  });

  // every process hears it, and ends what is connected there
  const stopListening = onSignedOut(({ userId, sessionFamily }) => {
    const ended = server.local.in(sessionFamily === null ? userRoom(userId) : familyRoom(sessionFamily));
    ended.emit('closing', { code: 'auth/session-ended' });
    ended.disconnectSockets(true);
  });

  // Finds what nobody announced: a token that ran out, an account suspended or signed out by another process.
  const timer = setInterval(() => {
    for (const peer of server.of('/').sockets.values()) {
      check(peer.data.accessToken).then(
        (caller) => {
          peer.data.isLearner = isLearner(caller);
        },
        (error: unknown) => {
          // While the database is away nobody is signed out.
          if (error instanceof AppError) shut(server, peer, error.code);
        },
      );
    }
  }, recheckMs).unref();

  return {
    notifyUser(userId, event, payload) {
      const values = [payload] as unknown as Parameters<ServerPushEvents[typeof event]>;
      server.to(userRoom(userId)).emit(event, ...values);
    },
    learners: () =>
      [...server.of('/').sockets.values()].flatMap(({ data }) => (data.isLearner ? [data.userId] : [])),
    close() {
      clearInterval(timer);
      stopListening();
    },
  };
}

async function enter(peer: Peer, authenticate: Authenticate): Promise<void> {
  const { accessToken } = peer.handshake.auth as { accessToken?: unknown };
  if (accessToken === undefined) throw new AppError('auth/required');
  remember(peer, await authenticate(tokenOf(accessToken)), tokenOf(accessToken));
}

/** A refused token changes nothing: the one in use counts until it runs out. */
async function refresh(peer: Peer, shown: unknown, authenticate: Authenticate): Promise<void> {
  const accessToken = tokenOf(shown);
  const caller = await authenticate(accessToken);
  if (caller.sessionFamily !== peer.data.sessionFamily) throw new AppError('auth/invalid-token');
  remember(peer, caller, accessToken);
}

function remember(peer: Peer, caller: SignedInCaller, accessToken: string): void {
  const { userId, sessionFamily } = caller;
  peer.data = { accessToken, userId, sessionFamily, isLearner: isLearner(caller) };
}

/** [CON-2] Of a child for whom nobody has agreed nobody is told that it is there. */
const isLearner = (caller: SignedInCaller): boolean =>
  caller.roles.includes('student') && hasConsent(caller, 'account');

function seenFrom(server: PushServer, peer: Peer, authenticate: Authenticate): PushPeer {
  return {
    id: peer.id,
    get connected() {
      return peer.connected;
    },
    async caller() {
      const caller = await authenticate(peer.data.accessToken);
      if (caller.lacksSecondFactor) throw new AppError('auth/second-factor-missing');
      return caller;
    },
    tell(event, payload) {
      // what is volatile is thrown away where it cannot be sent at once: whoever tells it must know
      if (!peer.connected || !peer.conn.transport.writable) return false;
      const values = [payload] as unknown as Parameters<ServerPushEvents[typeof event]>;
      server.local.volatile.to(peer.id).emit(event, ...values);
      return true;
    },
  };
}

/**
 * Socket.IO sends what a recovered connection has missed before any middleware has looked at its token. So the token
 * that it had when it was lost must still be good; otherwise it starts anew.
 */
function recoverOnlyTheSignedIn(server: PushServer, authenticate: Authenticate): void {
  const { adapter } = server.of('/');
  const restore = adapter.restoreSession.bind(adapter);
  adapter.restoreSession = async (id, offset) => {
    const session = await restore(id, offset);
    if (session) await authenticate((session.data as PushData).accessToken);
    return session;
  };
}

function tokenOf(value: unknown): string {
  if (typeof value !== 'string' || value.length > longestToken) throw new AppError('auth/invalid-token');
  return value;
}

function codeOf(error: unknown, log: Log): ErrorCode {
  if (error instanceof AppError) return error.code;
  log.error({ err: error }, 'a push connection could not be checked');
  return 'server/not-ready';
}

function refusal(code: ErrorCode): Error {
  return Object.assign(new Error(code), { data: { code } });
}

function shut(server: PushServer, peer: Peer, code: ErrorCode): void {
  // what a peer is sent by itself may go by way of Redis, and come after the end
  server.local.to(peer.id).emit('closing', { code });
  peer.disconnect(true);
}

function replyTo(done: unknown, reply: PushReply | { ok: true }): void {
  if (typeof done === 'function') done(reply);
}
