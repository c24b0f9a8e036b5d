import type { Seat } from '../../../src/wire/session.ts';
import { TuttiError } from '../errors.ts';
import { backOffMs, isFinal } from './back-off.ts';
import { Line, type Message } from './line.ts';
import { onWake } from './wake.ts';
import { otherThan, rememberWay, type Way, wayTo } from './way.ts';

/** For so long a class that was entered once is tried to be reached again. */
const patienceMs = 600_000;
/** On entering someone waits in front of the screen. */
const firstPatienceMs = 20_000;
/** A connection that lasted so long was a good one: the next loss begins with the shortest wait. */
const steadyMs = 5_000;

export interface KeeperEvents {
  message(message: Message): void;
  away(): void;
  /** It is over; nothing follows. */
  closed(why: TuttiError): void;
}

/**
 * Keeps a seat in a class: when the connection is lost it asks for a new seat and takes it, again and again. [DUR-9] Where the
 * way to it turns out to be barred, although the server has just given the seat over HTTP, it takes the other one.
 */
export class SeatKeeper {
  private readonly url: string;
  private readonly askForSeat: () => Promise<Seat>;
  private readonly events: KeeperEvents;
  private line: Line | null = null;
  private way: Way;
  /** The way led into the class before, and one failure says nothing about it: the server behind it may just be gone. */
  private isTrusted = false;
  private over = false;
  private attempt = 0;
  private welcomedAt: number | null = null;
  private awaySince: number | null = performance.now();
  private stopWaiting = () => {};

  constructor(url: string, askForSeat: () => Promise<Seat>, events: KeeperEvents) {
    this.url = url;
    this.way = wayTo(url);
    this.askForSeat = askForSeat;
    this.events = events;
  }

  take(seat: Seat): void {
    this.line = new Line(this.url, seat, this.way, this.isTrusted, {
      message: (message) => {
        if (message.type === 'welcome') this.welcomed();
        this.events.message(message);
      },
      lost: (why, wasHeard) => {
        if (wasHeard) this.way = wayTo(this.url);
        else if (!this.isTrusted) this.way = otherThan(this.way);
        this.isTrusted = wasHeard;
        this.lost(why);
      },
    });
  }

  /** What cannot be sent now is dropped: whatever must arrive is sent again after the next welcome. */
  send(type: string, payload: unknown): void {
    this.line?.send(type, payload);
  }

  /** Gives the present connection up and takes a new one. */
  renew(): void {
    this.line?.drop();
  }

  async leave(): Promise<void> {
    const { line } = this;
    this.close(new TuttiError('challenge/left', 'You left the class.'));
    await line?.leave();
  }

  private welcomed(): void {
    this.welcomedAt = performance.now();
    this.awaySince = null;
    rememberWay(this.url, this.way);
  }

  private lost(why: TuttiError): void {
    this.line = null;
    if (this.over) return;
    const now = performance.now();
    if (this.awaySince === null) {
      if (now - this.welcomedAt! > steadyMs) this.attempt = 0;
      this.awaySince = now;
      this.events.away();
    }
    const patience = this.welcomedAt === null ? firstPatienceMs : patienceMs;
    if (isFinal(why) || now - this.awaySince > patience) {
      this.close(why);
    } else {
      this.waitAndRetry(backOffMs(this.attempt, Math.random(), why.retryAfter));
      this.attempt += 1;
    }
  }

  private waitAndRetry(delay: number): void {
    const retry = () => {
      this.stopWaiting();
      void this.retry();
    };
    const timer = setTimeout(retry, delay);
    const forgetWake = onWake(retry);
    this.stopWaiting = () => {
      clearTimeout(timer);
      forgetWake();
    };
  }

  private async retry(): Promise<void> {
    try {
      const seat = await this.askForSeat();
      if (!this.over) this.take(seat);
    } catch (error) {
      this.lost(
        error instanceof TuttiError
          ? error
          : new TuttiError('network/unexpected-reply', String(error), { cause: error }),
      );
    }
  }

  private close(why: TuttiError): void {
    if (this.over) return;
    this.over = true;
    this.stopWaiting();
    this.events.closed(why);
  }
}
