import type {
  ClientMessage,
  HostCommandMessage,
  Reaction,
  SubmitAnswer,
} from '../../../src/wire/messages.ts';
import type { Seat } from '../../../src/wire/session.ts';
import { Emitter } from '../emitter.ts';
import type { TuttiError } from '../errors.ts';
import type { Challenge } from './challenge.types.ts';
import { ClockReader } from './clock-reader.ts';
import type { ChallengeEvent, ChallengeEvents } from './events.ts';
import { eventsOf, type Happened } from './events-of.ts';
import { type ChallengeMessage, reduce, viewOf } from './reduce.ts';
import { SeatKeeper } from './seat-keeper.ts';
import { SessionClock } from './session-clock.ts';
import { deadlineOf } from './time-left.ts';
import type { ChallengeView, ConnectionState } from './view.ts';
import { onWake } from './wake.ts';

interface Outgoing extends Record<ClientMessage, unknown> {
  submitAnswer: SubmitAnswer;
  chooseTeam: { team: number };
  react: { reaction: Reaction };
  next: { step: number };
  readClock: { id: number };
  hostCommand: HostCommandMessage;
}

/** What every seat in a class has in common; players and hosts add what they may do. */
export class LiveChallenge implements Challenge {
  private readonly keeper: SeatKeeper;
  private readonly clock = new SessionClock();
  private readonly reader: ClockReader;
  private readonly emitter = new Emitter<ChallengeEvents>();
  private readonly subscribers = new Set<() => void>();
  private readonly forgetWake: () => void;
  private snapshot: ChallengeView | null = null;
  /** Events are held back until whoever entered had a chance to listen. */
  private held: Happened[] | null = [];
  private entering: { resolve(): void; reject(why: TuttiError): void } | null = null;

  constructor(url: string, askForSeat: () => Promise<Seat>) {
    this.keeper = new SeatKeeper(url, askForSeat, {
      message: (message) => this.receive(message),
      away: () => {
        this.reader.stop();
        this.apply({ type: 'connectionChanged', payload: 'reconnecting' });
      },
      closed: (why) => this.close(why),
    });
    this.reader = new ClockReader(
      this.clock,
      (id) => this.send('readClock', { id }),
      () => this.keeper.renew(),
    );
    this.forgetWake = onWake(() => {
      if (this.snapshot?.connection === 'connected') this.reader.read();
    });
  }

  /** Takes the seat and resolves with the welcome. */
  async enter(seat: Seat): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.entering = { resolve, reject };
      this.keeper.take(seat);
    });
    setTimeout(() => this.release());
    return this;
  }

  get view(): ChallengeView {
    return this.snapshot!;
  }

  get connection(): ConnectionState {
    return this.view.connection;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener);
    return () => this.subscribers.delete(listener);
  };

  on<E extends ChallengeEvent>(event: E, listener: (payload: ChallengeEvents[E]) => void): () => void {
    return this.emitter.on(event, listener);
  }

  now(): number {
    return Math.round(this.clock.now());
  }

  remainingMs(): number | null {
    if (this.view.paused) return this.view.paused.remainingMs;
    const deadline = deadlineOf(this.view.phase);
    return deadline === null ? null : Math.max(0, deadline - this.now());
  }

  leave(): Promise<void> {
    return this.keeper.leave();
  }

  protected send<M extends ClientMessage>(type: M, payload: Outgoing[M]): void {
    this.keeper.send(type, payload);
  }

  protected apply(message: ChallengeMessage): void {
    const before = this.snapshot;
    if (!before && message.type !== 'welcome') return;
    this.snapshot = before || message.type !== 'welcome' ? reduce(before!, message) : viewOf(message.payload);
    // signs of players are told and change nothing
    if (before !== this.snapshot) for (const listener of [...this.subscribers]) listener();
    for (const happened of eventsOf(before, this.snapshot, message)) this.tell(happened);
  }

  /** After `view` has taken a message in. */
  protected received(_message: ChallengeMessage): void {}

  /** Nothing comes any more. */
  protected ended(_why: TuttiError): void {}

  private receive(message: ChallengeMessage): void {
    this.keepTime(message);
    this.apply(message);
    this.received(message);
    if (message.type !== 'welcome') return;
    this.entering?.resolve();
    this.entering = null;
  }

  private keepTime(message: ChallengeMessage): void {
    const { type, payload } = message;
    if (type === 'clock') {
      this.reader.answered(payload);
    } else if (type === 'welcome') {
      this.clock.restart(payload.at);
      this.reader.start();
    } else {
      const [common] = Array.isArray(payload) ? payload : [payload];
      if (typeof common === 'object' && 'at' in common) this.clock.heard(common.at);
    }
  }

  private close(why: TuttiError): void {
    this.reader.stop();
    this.forgetWake();
    this.entering?.reject(why);
    this.entering = null;
    this.apply({ type: 'closed', payload: why.code });
    this.ended(why);
    this.tell(['closed', why]);
  }

  private tell(happened: Happened): void {
    if (this.held) this.held.push(happened);
    else this.emit(happened);
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const happened of held) this.emit(happened);
  }

  private emit([event, payload]: Happened): void {
    this.emitter.emit(event, payload as never);
  }
}
