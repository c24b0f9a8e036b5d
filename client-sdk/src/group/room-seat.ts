import type { Seat } from '../../../src/wire/session.ts';
import { SeatKeeper } from '../challenge/seat-keeper.ts';
import type { ConnectionState } from '../challenge/view.ts';
import { Emitter } from '../emitter.ts';
import { TuttiError, type TuttiErrorCode } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Seated } from './group.types.ts';

interface Common {
  readonly connection: ConnectionState;
  readonly closed: TuttiErrorCode | null;
}
interface CommonEvents {
  connection: ConnectionState;
  closed: TuttiError;
}
interface Message {
  type: string;
  payload: unknown;
}
interface Pending {
  type: string;
  payload: object;
  /** It was sent before, and the reply was lost with the connection. */
  again: boolean;
  sent: boolean;
  resolve(): void;
  reject(why: TuttiError): void;
}

/** A seat in any room that answers each request by its id: keeps it, keeps the view, and repeats what got no reply. */
export abstract class RoomSeat<View extends Common, Events extends CommonEvents>
  implements Seated<View, Events>
{
  private readonly keeper: SeatKeeper;
  private readonly emitter = new Emitter<Events>();
  private readonly subscribers = new Set<() => void>();
  private readonly pending = new Map<string, Pending>();
  private snapshot: View | null = null;
  /** Events are held back until whoever entered had a chance to listen. */
  private held: (() => void)[] | null = [];
  private entering: { resolve(): void; reject(why: TuttiError): void } | null = null;

  constructor(url: string, askForSeat: () => Promise<Seat>) {
    this.keeper = new SeatKeeper(url, askForSeat, {
      // the keeper knows of messages only that `welcome` is the first
      message: (message) => this.receive(message as Message),
      away: () => {
        this.wentAway();
        this.change({ connection: 'reconnecting' } as Partial<View>);
        this.tell('connection', 'reconnecting' as Events['connection']);
      },
      closed: (why) => this.close(why),
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

  /** The view of a welcome. */
  protected abstract welcomed(payload: unknown): View;
  /** Everything but the welcome and the replies. */
  protected abstract heard(message: Message): void;
  protected wentAway(): void {}
  /** Whether a refusal of a repeated request tells that the first one was done. */
  protected wasDone(_request: object, _code: string): boolean {
    return false;
  }

  protected request(type: string, payload: object): Promise<void> {
    const { closed, connection } = this.view;
    if (closed) return Promise.reject(new TuttiError(closed));
    return new Promise((resolve, reject) => {
      const id = newId();
      const pending: Pending = { type, payload, again: false, sent: false, resolve, reject };
      this.pending.set(id, pending);
      if (connection === 'connected') this.dispatch(id, pending);
    });
  }

  protected send(type: string, payload: unknown): void {
    this.keeper.send(type, payload);
  }

  protected renew(): void {
    this.keeper.renew();
  }

  protected settle(id: string, code: string | null): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    if (code === null || (pending.again && this.wasDone(pending.payload, code))) pending.resolve();
    else pending.reject(new TuttiError(code as TuttiErrorCode));
  }

  protected change(to: Partial<View>): void {
    if (!this.snapshot) return;
    this.snapshot = { ...this.snapshot, ...to };
    for (const listener of [...this.subscribers]) listener();
  }

  protected tell<E extends keyof Events>(event: E, payload: Events[E]): void {
    const emit = () => this.emitter.emit(event, payload);
    if (this.held) this.held.push(emit);
    else emit();
  }

  private receive(message: Message): void {
    if (message.type !== 'welcome') {
      if (this.snapshot) this.heard(message);
      return;
    }
    const before = this.snapshot;
    const news = this.held ?? [];
    const isFirst = this.held !== null;
    this.held = news; // what the welcome tells is told when the view holds it
    this.snapshot = this.welcomed(message.payload);
    for (const listener of [...this.subscribers]) listener();
    if (before) this.tell('connection', 'connected' as Events['connection']);
    if (!isFirst) this.release();
    this.entering?.resolve();
    this.entering = null;
    for (const [id, pending] of this.pending) this.dispatch(id, pending);
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = null;
    for (const tell of held) tell();
  }

  private dispatch(id: string, pending: Pending): void {
    pending.again = pending.sent;
    pending.sent = true;
    this.keeper.send(pending.type, { id, ...pending.payload });
  }

  private close(why: TuttiError): void {
    this.wentAway();
    this.entering?.reject(why);
    this.entering = null;
    for (const { reject } of this.pending.values()) reject(why);
    this.pending.clear();
    this.change({ connection: 'closed', closed: why.code } as Partial<View>);
    this.tell('closed', why as Events['closed']);
  }
}
