import type { Client } from '@colyseus/core';
import {
  type AccountSeat,
  accountOf,
  type EndOfSeat,
  type SeatHolder,
} from '../../src/domain/joining/seat-holder.ts';
import { closeCodes } from '../../src/wire/messages.ts';

interface Held {
  client: Client;
  holder: SeatHolder;
}

/** Who sits in a room, a line a connection, and whose seats end with their sign-in or with a grown-up's word. */
export class Seats<Seated extends Held = Held> {
  private readonly byClient = new Map<Client, Seated>();
  /** Accounts that leave once nothing is open for them. */
  private readonly outOfTime = new Set<string>();
  private readonly isBusy: () => boolean;

  /** `isBusy`: something is open that a learner whose minutes are used up may still finish. */
  constructor(isBusy: () => boolean = () => false) {
    this.isBusy = isBusy;
  }

  get size(): number {
    return this.byClient.size;
  }

  of(client: Client): Seated | undefined {
    return this.byClient.get(client);
  }

  add(seated: Seated): void {
    this.byClient.set(seated.client, seated);
  }

  remove(client: Client): void {
    this.byClient.delete(client);
  }

  values(): Iterable<Seated> {
    return this.byClient.values();
  }

  isSeated(participantId: string): boolean {
    for (const { holder } of this.values())
      if (holder.role === 'player' && holder.participantId === participantId) return true;
    return false;
  }

  /** [AUT-5] `sessionFamily: null`: every sign-in of this person ended. */
  signedOut(userId: string, sessionFamily: string | null): void {
    for (const { client, holder } of this.values()) {
      const account = accountOf(holder);
      if (account?.userId !== userId) continue;
      if (sessionFamily === null || account.sessionFamily === sessionFamily)
        client.leave(closeCodes.signedOut, 'signed out');
    }
  }

  /** Who leads or shows, a line a seat. */
  staff(): AccountSeat[] {
    return [...this.values()].flatMap(({ holder }) =>
      holder.role === 'host' || holder.role === 'projector'
        ? [{ userId: holder.userId, sessionFamily: holder.sessionFamily }]
        : [],
    );
  }

  /** [JOIN-6] Learners who play under their accounts, a line a seat. */
  accounts(): AccountSeat[] {
    return [...this.values()].flatMap(({ holder }) =>
      holder.role === 'player' && holder.account ? [holder.account] : [],
    );
  }

  /** [CON-4] A grown-up's word ends a seat at once; a day's minutes let a learner finish what is open. */
  endAccount(userId: string, why: EndOfSeat): void {
    if (why === 'dailyMinutes' && this.isBusy()) {
      this.outOfTime.add(userId);
      return;
    }
    for (const { client, holder } of this.values())
      if (holder.role === 'player' && holder.account?.userId === userId) client.leave(closeCodes[why], why);
  }

  /** To be called again and again: whose minutes were used up goes when nothing is open any more. */
  letGo(): void {
    if (this.outOfTime.size === 0 || this.isBusy()) return;
    for (const userId of this.outOfTime) this.endAccount(userId, 'dailyMinutes');
    this.outOfTime.clear();
  }
}
