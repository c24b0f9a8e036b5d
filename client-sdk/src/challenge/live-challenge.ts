import type {
  ClientMessage,
  HostCommandMessage,
  Reaction,
  SubmitAnswer,
} from '../../../src/wire/messages.ts';
import type { Seat } from '../../../src/wire/session.ts';
import type { TuttiError } from '../errors.ts';
import { LiveSeat } from '../live-seat.ts';
import type { Challenge } from './challenge.types.ts';
import { ClockReader } from './clock-reader.ts';
import type { ChallengeEvents } from './events.ts';
import { eventsOf } from './events-of.ts';
import { type ChallengeMessage, reduce, viewOf } from './reduce.ts';
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
export class LiveChallenge
  extends LiveSeat<ChallengeView, ChallengeEvents, ChallengeMessage>
  implements Challenge
{
  private readonly clock = new SessionClock();
  private readonly reader: ClockReader;
  private readonly forgetWake: () => void;

  constructor(url: string, askForSeat: () => Promise<Seat>) {
    super(url, askForSeat);
    this.reader = new ClockReader(
      this.clock,
      (id) => this.send('readClock', { id }),
      () => this.renew(),
    );
    this.forgetWake = onWake(() => {
      if (this.view?.connection === 'connected') this.reader.read();
    });
  }

  get connection(): ConnectionState {
    return this.view.connection;
  }

  now(): number {
    return Math.round(this.clock.now());
  }

  remainingMs(): number | null {
    if (this.view.paused) return this.view.paused.remainingMs;
    const deadline = deadlineOf(this.view.phase);
    return deadline === null ? null : Math.max(0, deadline - this.now());
  }

  protected override send<M extends ClientMessage>(type: M, payload: Outgoing[M]): void {
    super.send(type, payload);
  }

  protected apply(message: ChallengeMessage): void {
    const before: ChallengeView | null = this.view;
    if (!before && message.type !== 'welcome') return;
    const after = before || message.type !== 'welcome' ? reduce(before, message) : viewOf(message.payload);
    // signs of players are told and change nothing
    if (before !== after) this.show(after);
    for (const [event, payload] of eventsOf(before, after, message)) this.tell(event, payload as never);
  }

  /** After `view` has taken a message in. */
  protected tookIn(_message: ChallengeMessage): void {}

  /** Nothing comes any more. */
  protected ended(_why: TuttiError): void {}

  protected override received(message: ChallengeMessage): void {
    this.keepTime(message);
    this.apply(message);
    this.tookIn(message);
  }

  protected override away(): void {
    this.reader.stop();
    this.apply({ type: 'connectionChanged', payload: 'reconnecting' });
  }

  protected override gone(why: TuttiError): void {
    this.reader.stop();
    this.forgetWake();
    this.apply({ type: 'closed', payload: why.code });
    this.ended(why);
    this.tell('closed', why);
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
}
