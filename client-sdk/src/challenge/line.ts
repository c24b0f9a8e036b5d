import { Room } from '@colyseus/sdk';
import { closeCodes } from '../../../src/wire/messages.ts';
import type { Seat } from '../../../src/wire/session.ts';
import { TuttiError, type TuttiErrorCode } from '../errors.ts';
import type { Way } from './way.ts';

interface Patience {
  /** A WebSocket that does not open in this time will not: something on the way swallows it. */
  openMs: number;
  /** A server that reserved a seat and then says nothing: something between us holds the connection. */
  welcomeMs: number;
}
/** A way that led there before is only slow: many come back at once, and whoever begins anew makes it slower for all. */
const patience = {
  known: { openMs: 12_000, welcomeMs: 15_000 },
  unknown: { openMs: 4_000, welcomeMs: 10_000 },
} satisfies Record<string, Patience>;
/** How long a goodbye may take. */
const farewellMs = 1_000;

/** RFC 6455: the last of the codes that a client gives itself, because the server said none. */
const abnormalClosure = 1006;

const refusingCloses: Partial<Record<number, TuttiErrorCode>> = {
  [closeCodes.kicked]: 'join/kicked',
  [closeCodes.replaced]: 'challenge/replaced',
  [closeCodes.ended]: 'session/ended',
  [closeCodes.parked]: 'session/parked',
  [closeCodes.full]: 'join/full',
  [closeCodes.signedOut]: 'auth/session-ended',
  [closeCodes.notAllowed]: 'consent/required',
  [closeCodes.dailyMinutes]: 'consent/daily-minutes',
  [closeCodes.coHostEnded]: 'challenge/co-host-ended',
};

/** The first one of a line is `welcome`. */
export interface Message {
  type: string;
  payload: unknown;
}

export interface LineEvents {
  message(message: Message): void;
  /**
   * Told once, before or after the welcome, unless the end was wanted from this side. `wasHeard`: the server itself
   * said something on this line, so this way leads to it.
   */
  lost(why: TuttiError, wasHeard: boolean): void;
}

/** One connection to a room, from its seat to its end. It never comes back: who wants to go on takes a new seat. */
export class Line {
  private readonly events: LineEvents;
  private readonly room: Room;
  private readonly patience: Patience;
  private readonly impatience: ReturnType<typeof setTimeout>[];
  private wasHeard = false;
  private over = false;

  constructor(url: string, seat: Seat, way: Way, isKnown: boolean, events: LineEvents) {
    this.events = events;
    this.patience = isKnown ? patience.known : patience.unknown;
    this.impatience = [setTimeout(() => this.drop(), this.patience.welcomeMs)];
    this.room = new Room(seat.name);
    this.room.roomId = seat.roomId;
    this.room.sessionId = seat.sessionId;
    this.room.reconnection.enabled = false;
    this.listen();
    if (way === 'http') void this.connectOverHttp(endpointOf(url, seat));
    else this.connect(endpointOf(url, seat));
  }

  send(type: string, payload: unknown): void {
    if (!this.over && this.isOpen) this.room.send(type, payload);
  }

  /** Gives a connection up that no longer carries anything. */
  drop(): void {
    this.lose(undefined, 'The connection went silent.');
    this.room.connection?.close();
  }

  async leave(): Promise<void> {
    this.end();
    if (!this.isOpen) return this.room.connection?.close();
    await Promise.race([this.room.leave(), new Promise((resolve) => setTimeout(resolve, farewellMs))]);
  }

  /** Until there is a connection, the room has none. */
  private get isOpen(): boolean {
    return (this.room.connection as Room['connection'] | undefined)?.isOpen === true;
  }

  private connect(endpoint: string): void {
    this.room.connect(endpoint, {});
    const unopened = setTimeout(() => this.drop(), this.patience.openMs);
    this.impatience.push(unopened);
    const { events } = this.room.connection;
    const { onopen } = events;
    events.onopen = (event) => {
      clearTimeout(unopened);
      onopen?.(event);
    };
  }

  private async connectOverHttp(endpoint: string): Promise<void> {
    try {
      const { HttpTransport } = await import('./over-http.ts');
      if (this.over) return;
      replaceTransport(this.room, (events) => new HttpTransport(events));
      this.room.connect(endpoint, {});
    } catch (error) {
      this.lose(undefined, String(error));
    }
  }

  private listen(): void {
    this.room.onMessage('*', (type, payload) => {
      if (this.over) return;
      this.wasHeard = true;
      if (type === 'welcome') this.beCalm();
      this.events.message({ type: String(type), payload });
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
      this.wasHeard || (code !== undefined && code > abnormalClosure),
    );
  }

  private end(): void {
    this.over = true;
    this.beCalm();
  }

  private beCalm(): void {
    for (const timer of this.impatience) clearTimeout(timer);
  }
}

/** Colyseus knows two transports and lets nobody choose a third; so it gets it at the moment it takes its own. */
function replaceTransport(
  room: Room,
  transport: (events: Room['connection']['events']) => Room['connection']['transport'],
): void {
  let connection: Room['connection'] | undefined;
  Object.defineProperty(room, 'connection', {
    get: () => connection,
    set(made: Room['connection']) {
      made.transport = transport(made.events);
      connection = made;
    },
  });
}

/** Where a reserved seat is taken, as every Colyseus SDK does it; the matchmaking around it is not needed here. */
function endpointOf(url: string, { processId, roomId, sessionId, publicAddress }: Seat): string {
  const { protocol, host, pathname } = new URL(url);
  const address = publicAddress ?? `${host}${pathname.replace(/\/$/, '')}`;
  return `${protocol.replace('http', 'ws')}//${address}/${processId}/${roomId}?sessionId=${sessionId}`;
}
