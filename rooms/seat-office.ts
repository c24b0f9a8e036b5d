import { randomBytes } from 'node:crypto';
import { type IRoomCache, matchMaker } from '@colyseus/core';
import type { AccountSeat, EndOfSeat, SeatHolder } from '../src/domain/joining/seat-holder.ts';
import { closeCodes, roomName } from '../src/wire/messages.ts';
import type { Seat } from '../src/wire/session.ts';
import { roomKinds, type SeatedRoom } from './plugins/seated-room.ts';

const roles: SeatHolder['role'][] = ['player', 'host', 'projector', 'spectator'];

/** Knows which room runs which session, and gives seats in it; this is what the live module asks for as `Seats`. */
export class SeatOffice {
  private readonly rooms = new Map<string, SeatedRoom>();
  private readonly opening = new Map<string, Promise<unknown>>();

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

  /** [CON-2] What a grown-up does not allow any more ends, in every class. */
  end(userId: string, why: EndOfSeat): void {
    for (const room of this.rooms.values()) room.seats?.endAccount(userId, why);
  }

  nameProposed(sessionId: string, participantId: string, nickname: string): void {
    this.rooms.get(sessionId)?.nameProposed?.(participantId, nickname);
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

  /** The session is no more. */
  close(sessionId: string): void {
    void this.rooms.get(sessionId)?.disconnect(closeCodes.ended);
  }

  /** A room that is just being opened may have read what was before. */
  closesAt(sessionId: string, at: number): void {
    const tell = () => this.rooms.get(sessionId)?.closesAt?.(at);
    tell();
    this.opening.get(sessionId)?.then(tell, () => {});
  }

  async open(sessionId: string, kind: string = roomName): Promise<void> {
    if (this.rooms.has(sessionId)) return;
    let opening = this.opening.get(sessionId);
    if (!opening) {
      opening = matchMaker.createRoom(kind, { sessionId }).finally(() => this.opening.delete(sessionId));
      this.opening.set(sessionId, opening);
    }
    await opening;
  }

  /** A seat for 15 s, good for one entrance. Its name is long and random: whoever knows it could take it. */
  async reserve(sessionId: string, holder: SeatHolder): Promise<Seat | null> {
    const room = this.rooms.get(sessionId);
    if (!room) return null;
    const listing = (room as unknown as { _listing: IRoomCache })._listing;
    const seat = randomBytes(18).toString('base64url');
    const { name, roomId, processId, publicAddress } = listing;
    await matchMaker.reserveSeatFor(listing, {}, { ...holder, sessionId: seat });
    return { name, roomId, processId, sessionId: seat, ...(publicAddress && { publicAddress }) };
  }
}
