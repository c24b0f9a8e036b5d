/** Who gets into a class, and with what power: the parts of the room's messages that tell of it. Types only, as in `messages.ts`. */

/** [JOIN-7] The row of shapes that joining asks for, for hosts and projectors alone; 0–5 in the order of the choices. */
export interface SecondFactor {
  shapes: number[];
  /** After so many ms comes the next one. */
  leftMs: number;
}

/** A name that the host has not said yes to; until then the player goes by a generated one. */
export interface NameReview {
  wanted: string;
  /** The host asks for another name. */
  refused: boolean;
}

/** A device with host powers in this session. */
export interface CoHost {
  coHostId: string;
  connected: boolean;
}

/** Who is there besides the players; for hosts. */
export interface HostAudience {
  coHosts: CoHost[];
  spectators: number;
}

/** Verbs of the host about people, which the room's shell does; the rules of the game do not know them. */
export type PeopleVerb =
  | { verb: 'reviewName'; participantId: string; decision: NameDecision }
  | { verb: 'makeReturnCode'; participantId: string }
  /** [PTS-3] For the classes to come, too. */
  | { verb: 'keepAccommodation'; participantId: string; factor: number }
  | { verb: 'inviteCoHost' }
  | { verb: 'endCoHost'; coHostId: string };
/** `standIn`: the player keeps the generated name. */
export type NameDecision = 'approve' | 'standIn' | 'refuse';

/** What a command made, for whoever gave it and nobody else. */
export type Made =
  | { kind: 'returnCode'; code: string; leftMs: number }
  /** Goes behind `/co-host#token=` of the server's address. */
  | { kind: 'coHostLink'; token: string; leftMs: number };
