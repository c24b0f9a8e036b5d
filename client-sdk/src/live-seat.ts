import type { Seat } from '../../src/wire/session.ts';
import type { Message } from './challenge/line.ts';
import { SeatKeeper } from './challenge/seat-keeper.ts';
import { Emitter } from './emitter.ts';
import type { TuttiError } from './errors.ts';

/** What every seat in a room has in common: it is kept, has a view that is never changed but replaced, and tells events. */
export abstract class LiveSeat<View, Events extends object, Heard extends Message = Message> {
  private readonly keeper: SeatKeeper;
  private readonly emitter = new Emitter<Events>();
  private readonly subscribers = new Set<() => void>();
  private snapshot: View | null = null;
  /** Events are held back until whoever entered had a chance to listen. */
  private held: (() => void)[] | null = [];
  private entering: { resolve(): void; reject(why: TuttiError): void } | null = null;

  constructor(url: string, askForSeat: () => Promise<Seat>) {
    this.keeper = new SeatKeeper(url, askForSeat, {
      message: (message) => {
        this.received(message as Heard);
        if (message.type !== 'welcome') return;
        this.entering?.resolve();
        this.entering = null;
      },
      away: () => this.away(),
      closed: (why) => {
        this.entering?.reject(why);
        this.entering = null;
        this.gone(why);
      },
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

  get view(): View {
    return this.snapshot!;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener);
    return () => this.subscribers.delete(listener);
  };

  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): () => void {
    return this.emitter.on(event, listener);
  }

  leave(): Promise<void> {
    return this.keeper.leave();
  }

  /** The first one is the welcome; another one follows every loss of the connection. */
  protected abstract received(message: Heard): void;
  /** The connection was lost; a new one is being made. */
  protected abstract away(): void;
  /** Nothing comes any more. */
  protected abstract gone(why: TuttiError): void;

  protected send(type: string, payload: unknown): void {
    this.keeper.send(type, payload);
  }

  protected renew(): void {
    this.keeper.renew();
  }

  protected show(view: View): void {
    this.snapshot = view;
    for (const listener of [...this.subscribers]) listener();
  }

  protected tell<E extends keyof Events>(event: E, payload: Events[E]): void {
    const emit = () => this.emitter.emit(event, payload);
    if (this.held) this.held.push(emit);
    else emit();
  }

  /** What is told meanwhile is told when the view holds it. */
  protected holdBack(change: () => void): void {
    const isHeld = this.held !== null;
    this.held ??= [];
    change();
    if (!isHeld) this.release();
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const tell of held) tell();
  }
}
