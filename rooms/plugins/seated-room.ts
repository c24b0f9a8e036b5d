import type { Room } from '@colyseus/core';
import type { Seats } from './seats.ts';

export const roomKinds = ['class', 'homework', 'race', 'practice', 'group', 'group_watch'] as const;

/** A room in which people sit on seats that our own routes gave. */
export interface SeatedRoom extends Room {
  /** undefined: it is not open yet. */
  readonly seats: Pick<Seats, 'signedOut' | 'staff' | 'accounts' | 'endAccount' | 'values'> | undefined;
  /** What it is counted as. */
  readonly kind: (typeof roomKinds)[number];
  /** It has not begun: whoever sits here is in the lobby. */
  readonly waits?: boolean;
  /** [REP-4] The homework ends at another time (wall clock, ms). */
  closesAt?(at: number): void;
  /** [DUR-5] Another process goes on with it: between two rounds, or as it is at `until` (monotonic ms). */
  handOver(until: number): Promise<void>;
  nameProposed?(participantId: string, nickname: string): void;
}
