import { Room } from '@colyseus/sdk';
import { type ClientMessage, closeCodes } from '../../../src/wire/messages.ts';
import type { Seat } from '../../../src/wire/session.ts';
import { TuttiError, type TuttiErrorCode } from '../errors.ts';
import type { ChallengeMessage } from './reduce.ts';

/** A server that reserved a seat and then says nothing: something between us holds the connection. */
const welcomeWithinMs = 10_000;
/** How long a goodbye may take. */
const farewellMs = 1_000;

const refusingCloses: Partial<Record<number, TuttiErrorCode>> = {
  [closeCodes.kicked]: 'join/kicked',
  [closeCodes.replaced]: 'challenge/replaced',
  [closeCodes.ended]: 'session/ended',
  [closeCodes.full]: 'join/full',
  [closeCodes.signedOut]: 'auth/session-ended',
  [closeCodes.notAllowed]: 'consent/required',
  [closeCodes.dailyMinutes]: 'consent/daily-minutes',
};

export interface LineEvents {
  message(message: ChallengeMessage): void;
  /** Told once, before or after the welcome, unless the end was wanted from this side. */
  lost(why: TuttiError): void;
}

/** One connection to a room, from its seat to its end. It never comes back: who wants to go on takes a new seat. */
export class Line {
  private readonly events: LineEvents;
  private readonly room: Room;
  private readonly impatience: ReturnType<typeof setTimeout>;
  private over = false;

  constructor(url: string, seat: Seat, events: LineEvents) {
    this.events = events;
    this.impatience = setTimeout(() => this.drop(), welcomeWithinMs);
    this.room = new Room(seat.name);
    this.room.roomId = seat.roomId;
    this.room.sessionId = seat.sessionId;
    this.room.reconnection.enabled = false;
    this.listen();
    this.room.connect(endpointOf(url, seat), {});
  }

  send(type: ClientMessage, payload: unknown): void {
    if (!this.over && this.room.connection.isOpen) this.room.send(type, payload);
  }

  /** Gives a connection up that no longer carries anything. */
  drop(): void {
    this.lose(undefined, 'The connection went silent.');
    this.room.connection.close();
  }

  async leave(): Promise<void> {
    this.end();
    if (!this.room.connection.isOpen) return this.room.connection.close();
    await Promise.race([this.room.leave(), new Promise((resolve) => setTimeout(resolve, farewellMs))]);
  }

  private listen(): void {
    this.room.onMessage('*', (type, payload) => {
      if (this.over) return;
      if (type === 'welcome') clearTimeout(this.impatience);
      this.events.message({ type, payload } as ChallengeMessage);
    });
    // Before the room has let us in, a closed connection is told as an error.
    this.room.onError((code, reason) => this.lose(code, reason));
    this.room.onLeave((code, reason) => this.lose(code, reason));
  }

  private lose(code: number | undefined, reason?: string): void {
    if (this.over) return;
    this.end();
    const refusal = code === undefined ? undefined : refusingCloses[code];
    this.events.lost(
      new TuttiError(refusal ?? 'network/unreachable', reason || 'The connection to the class broke.'),
    );
  }

  private end(): void {
    this.over = true;
    clearTimeout(this.impatience);
  }
}

/** Where a reserved seat is taken, as every Colyseus SDK does it; the matchmaking around it is not needed here. */
function endpointOf(url: string, { processId, roomId, sessionId, publicAddress }: Seat): string {
  const { protocol, host, pathname } = new URL(url);
  const address = publicAddress ?? `${host}${pathname.replace(/\/$/, '')}`;
  return `${protocol.replace('http', 'ws')}//${address}/${processId}/${roomId}?sessionId=${sessionId}`;
}
