import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import type { AccountSeat, EndOfSeat, SeatHolder } from '../src/domain/joining/seat-holder.ts';
import type { Doing, SeatedLearner } from '../src/domain/presence/whereabouts.ts';
import type { ErrorCode } from '../src/wire/error-codes.ts';
import { groupRoomName, groupWatchName } from '../src/wire/group-mission.ts';
import { closeCodes, roomName } from '../src/wire/messages.ts';
import type { Seat } from '../src/wire/session.ts';
import { roomKinds, type SeatedRoom } from './plugins/seated-room.ts';

/** Nobody plays where groups are watched. */
const doingIn: Record<SeatedRoom['kind'], Doing> = {
  class: 'challenge',
  homework: 'homework',
  race: 'race',
  practice: 'practice',
  group: 'group',
  group_watch: 'group',
};
const roles: SeatHolder['role'][] = ['player', 'host', 'projector', 'spectator'];

/** A room that another process is just opening is waited for. */
const openingWithinMs = 3_000;
const askAgainMs = 100;
/** For storing what was decided before a room is given away. */
const storeWithinMs = 3_000;

interface Surroundings {
  /** This process. */
  node(): string;
  /** Which living process has the session, and in which room; null: none. */
  where(sessionId: string): Promise<{ node: string; roomId: string | null; isGroup: boolean } | null>;
  /** Where rooms of a node are reached, as `host:port/path`; undefined: at the address of the server. */
  addressOf(node: string): string | undefined;
  warn(what: string, details?: Record<string, unknown>): void;
}

/** What Colyseus has to know of a room to give a seat in it. */
interface Reached {
  name: string;
  roomId: string;
  processId: string;
  publicAddress?: string | undefined;
}

/** Knows which room runs which session, and gives seats in it; this is what the live module asks for as `Seats`. */
export class SeatOffice {
  private readonly rooms = new Map<string, SeatedRoom>();
  private readonly opening = new Map<string, Promise<unknown>>();
  private readonly around: Surroundings;
  private draining = false;

  constructor(around: Surroundings) {
    this.around = around;
  }

  opened(sessionId: string, room: SeatedRoom): void {
    this.rooms.set(sessionId, room);
  }

  /** A room that closes late must not take away the one that followed it. */
  closed(sessionId: string, room: SeatedRoom): void {
    if (this.rooms.get(sessionId) === room) this.rooms.delete(sessionId);
  }

  /** [AUT-5] Whoever signed out leads no class any more and plays in none under the account. */
  signedOut(userId: string, sessionFamily: string | null): void {
    for (const room of this.rooms.values()) room.seats?.signedOut(userId, sessionFamily);
  }

  staff(): AccountSeat[] {
    return [...this.rooms.values()].flatMap((room) => room.seats?.staff() ?? []);
  }

  /** [JOIN-6] Learners who play under their accounts here. */
  accounts(): AccountSeat[] {
    return [...this.rooms.values()].flatMap((room) => room.seats?.accounts() ?? []);
  }

  /** [PRS-1] Where they sit, and what they do there. */
  seatedLearners(): SeatedLearner[] {
    return [...this.rooms].flatMap(([sessionId, { seats, kind, waits }]) =>
      (seats?.accounts() ?? []).map(({ userId }) => ({
        userId,
        doing: waits ? 'lobby' : doingIn[kind],
        sessionId,
      })),
    );
  }

  /** [CON-2] What a grown-up does not allow any more ends, in every class. */
  end(userId: string, why: EndOfSeat): void {
    for (const room of this.rooms.values()) room.seats?.endAccount(userId, why);
  }

  nameProposed(sessionId: string, participantId: string, nickname: string): void {
    this.tell(sessionId, 'nameProposed', [participantId, nickname]);
  }

  /** Rooms that run here by kind, and the seats in them by role. */
  figures() {
    const rooms = new Map<string, number>(roomKinds.map((kind) => [kind, 0]));
    const seats = new Map<string, number>(roles.map((role) => [role, 0]));
    for (const room of this.rooms.values()) {
      rooms.set(room.kind, rooms.get(room.kind)! + 1);
      for (const { holder } of room.seats?.values() ?? [])
        seats.set(holder.role, seats.get(holder.role)! + 1);
    }
    return { rooms, seats };
  }

  /** The session is no more; where it runs elsewhere, its owner finds out when it renews its lease. */
  close(sessionId: string): void {
    void this.rooms.get(sessionId)?.disconnect(closeCodes.ended);
  }

  /** A room that is just being opened may have read what was before. */
  closesAt(sessionId: string, at: number): void {
    const tell = () => this.tell(sessionId, 'closesAt', [at]);
    tell();
    this.opening.get(sessionId)?.then(tell, () => {});
  }

  /** Opens the session's room, unless a living process has it. A process that is about to stop opens none itself. */
  async open(sessionId: string, kind: string = roomName, where: 'here' | 'anywhere' = 'here'): Promise<void> {
    if (this.rooms.has(sessionId)) return;
    let opening = this.opening.get(sessionId);
    if (!opening) {
      opening = this.create(sessionId, kind, where).finally(() => this.opening.delete(sessionId));
      this.opening.set(sessionId, opening);
    }
    await opening;
  }

  private async create(sessionId: string, kind: string, where: 'here' | 'anywhere'): Promise<void> {
    if (kind === groupWatchName) {
      // a panel belongs to no process: the next request for it may come to another one
      if (!this.draining) await matchMaker.handleCreateRoom(kind, { sessionId });
      return;
    }
    if (await this.isElsewhere(sessionId)) return;
    try {
      if (this.draining || where === 'anywhere') await matchMaker.createRoom(kind, { sessionId });
      else await matchMaker.handleCreateRoom(kind, { sessionId });
    } catch (error) {
      // several may try at once, also in this process for another one; who asks for a seat waits for theirs
      const isForNow = this.draining || (error as Error).message === ('server/not-ready' satisfies ErrorCode);
      if (!isForNow && !(await this.around.where(sessionId))) throw error;
    }
  }

  /** A seat for 15 s, good for one entrance. Its name is long and random: whoever knows it could take it. */
  async reserve(sessionId: string, holder: SeatHolder): Promise<Seat | null> {
    const room = this.listingOf(sessionId) ?? (await this.findElsewhere(sessionId));
    if (!room) return null;
    const seat = randomBytes(18).toString('base64url');
    try {
      await matchMaker.reserveSeatFor(room as never, {}, { ...holder, sessionId: seat });
    } catch (error) {
      if (this.rooms.has(sessionId)) throw error;
      this.around.warn('another process gave no seat', { sessionId, error: String(error) });
      return null;
    }
    const { name, roomId, processId, publicAddress } = room;
    return { name, roomId, processId, sessionId: seat, ...(publicAddress && { publicAddress }) };
  }

  /** [DUR-5] Gives every room away: between two rounds, or as it is when `limitMs` are over. Nothing new is opened here. */
  async drain(limitMs: number): Promise<void> {
    this.draining = true;
    const until = performance.now() + limitMs;
    const given = Promise.allSettled(this.opening.values()).then(() =>
      Promise.all([...this.rooms.values()].map((room) => room.handOver(until))),
    );
    // without the database nothing more can be stored: what was not acknowledged is sent again where it goes on
    await Promise.race([given, wait(limitMs + storeWithinMs, undefined, { ref: false })]);
  }

  private async isElsewhere(sessionId: string): Promise<boolean> {
    const place = await this.around.where(sessionId);
    return place !== null && place.node !== this.around.node();
  }

  private listingOf(sessionId: string): Reached | undefined {
    const room = this.rooms.get(sessionId) as unknown as { _listing: Reached } | undefined;
    if (!room) return undefined;
    const { name, roomId, processId } = room._listing;
    return { name, roomId, processId, publicAddress: this.around.addressOf(this.around.node()) };
  }

  private async findElsewhere(sessionId: string): Promise<Reached | null> {
    const until = performance.now() + openingWithinMs;
    for (;;) {
      const place = await this.around.where(sessionId);
      if (!place) return null;
      const { node, roomId, isGroup } = place;
      if (roomId !== null && node !== this.around.node()) {
        const publicAddress = this.around.addressOf(node);
        const name = isGroup ? groupRoomName : roomName;
        return { name, roomId, processId: processOf(node), ...(publicAddress && { publicAddress }) };
      }
      if (performance.now() > until) return null;
      await wait(askAgainMs);
      const here = this.listingOf(sessionId);
      if (here) return here;
    }
  }

  private tell(sessionId: string, method: 'nameProposed' | 'closesAt', values: unknown[]): void {
    const room = this.rooms.get(sessionId);
    if (room) {
      (room[method] as ((...given: unknown[]) => void) | undefined)?.apply(room, values);
      return;
    }
    this.around
      .where(sessionId)
      .then((place) => place?.roomId && matchMaker.remoteRoomCall(place.roomId, method, values))
      // the error itself repeats what was to be told
      .catch(() => this.around.warn('another process was not told', { sessionId, method }));
  }
}

/** A node is `<process>` or `<process>@<name>`. */
const processOf = (node: string): string => node.split('@')[0]!;
