/** What travels over Socket.IO, by name. No zod here: the SDK's push entry takes these names and types and stays small. */
import type { ErrorCode } from './error-codes.ts';
import type { LearnerPresence, Presence } from './presence.ts';
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

/** Whose presence: of one's own children, or (its id) of a class that one teaches. */
export type PresenceOf = 'children' | (string & {});
export type PresenceReply = ({ ok: true } & Presence) | { ok: false; code: ErrorCode };

/** Who of them came, does something else, or is gone (`doing: null`). */
export interface PresenceChanged {
  of: PresenceOf;
  changed: (LearnerPresence | { id: string; doing: null })[];
  partial: boolean;
}
/** It is told no more: the caller may not see it any longer. */
export interface PresenceEnded {
  of: PresenceOf;
  code: ErrorCode;
}

export interface ServerPushPayloads {
  sessionChanged: SessionChanged;
  presenceChanged: PresenceChanged;
  presenceEnded: PresenceEnded;
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
  /** Who is here now; from then on `presenceChanged` tells what changes, until it is ended or the connection is. At most four at a time. */
  watchPresence(of: PresenceOf, done: (reply: PresenceReply) => void): void;
  unwatchPresence(of: PresenceOf, done: (reply: PushReply) => void): void;
}
