import type { Server, Socket } from 'socket.io';
import { AppError } from '../../platform/http/app-error.ts';
import type { Authenticate, SignedInCaller } from '../../platform/http/caller.ts';
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

export interface PushOptions {
  io: Server;
  authenticate: Authenticate;
  onSignedOut(listener: (ended: { userId: string; sessionFamily: string | null }) => void): () => void;
  log: Log;
  messagesPerSecond: number;
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
  close(): void;
}

interface PushData {
  accessToken: string;
  userId: string;
  sessionFamily: string;
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
      const known = event === 'refreshToken';
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
      check(peer.data.accessToken).catch((error: unknown) => {
        // While the database is away nobody is signed out.
        if (error instanceof AppError) shut(server, peer, error.code);
      });
    }
  }, recheckMs).unref();

  return {
    notifyUser(userId, event, payload) {
      const values = [payload] as unknown as Parameters<ServerPushEvents[typeof event]>;
      server.to(userRoom(userId)).emit(event, ...values);
    },
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

function remember(peer: Peer, { userId, sessionFamily }: SignedInCaller, accessToken: string): void {
  peer.data = { accessToken, userId, sessionFamily };
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

function replyTo(done: unknown, reply: PushReply): void {
  if (typeof done === 'function') done(reply);
}
