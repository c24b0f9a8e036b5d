/** What travels over Socket.IO, by name. No zod here: the SDK's push entry takes these names and types and stays small. */
import type { ErrorCode } from './error-codes.ts';
import type { SessionSummary } from './session.ts';

/** The `auth` of the handshake. A refusal arrives as `connect_error` whose `data` is a `PushRefusal`. */
export interface PushAuth {
  accessToken: string;
}
export interface PushRefusal {
  code: ErrorCode;
}
export type PushReply = { ok: true } | { ok: false; code: ErrorCode };

/** One of your live sessions moved on, or somebody came or left. */
export interface SessionChanged {
  id: string;
  status: SessionSummary['status'];
  players: number;
}

export interface ServerPushPayloads {
  sessionChanged: SessionChanged;
  /** The last message before the server closes: the sign-in ended or its token ran out. */
  closing: PushRefusal;
}
export type ServerPushEvent = keyof ServerPushPayloads;
export type ServerPushEvents = {
  [Event in ServerPushEvent]: (payload: ServerPushPayloads[Event]) => void;
};

export interface ClientPushEvents {
  /** Before the access token runs out: keeps the connection with a new one of the same sign-in. */
  refreshToken(accessToken: string, done: (reply: PushReply) => void): void;
}
