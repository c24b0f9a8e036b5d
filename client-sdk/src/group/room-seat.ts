import type { Message } from '../challenge/line.ts';
import type { ConnectionState } from '../challenge/view.ts';
import { TuttiError, type TuttiErrorCode } from '../errors.ts';
import { newId } from '../ids.ts';
import { LiveSeat } from '../live-seat.ts';
import type { Seated } from './group.types.ts';

interface Common {
  readonly connection: ConnectionState;
  readonly closed: TuttiErrorCode | null;
}
interface CommonEvents {
  connection: ConnectionState;
  closed: TuttiError;
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

/** A seat in any room that answers each request by its id: repeats what got no reply. */
export abstract class RoomSeat<View extends Common, Events extends CommonEvents>
  extends LiveSeat<View, Events>
  implements Seated<View, Events>
{
  private readonly pending = new Map<string, Pending>();

  /** The view of a welcome. */
  protected abstract welcomed(payload: unknown): View;
  /** Everything but the welcome. */
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

  protected settle(id: string, code: string | null): void {
    const pending = this.pending.get(id);
    if (!pending) return;
    this.pending.delete(id);
    if (code === null || (pending.again && this.wasDone(pending.payload, code))) pending.resolve();
    else pending.reject(new TuttiError(code as TuttiErrorCode));
  }

  protected change(to: Partial<View>): void {
    if (this.view) this.show({ ...this.view, ...to });
  }

  protected override received(message: Message): void {
    if (message.type !== 'welcome') {
      if (this.view) this.heard(message);
      return;
    }
    this.holdBack(() => {
      const isBack = Boolean(this.view);
      this.show(this.welcomed(message.payload));
      if (isBack) this.tell('connection', 'connected' as Events['connection']);
    });
    for (const [id, pending] of this.pending) this.dispatch(id, pending);
  }

  protected override away(): void {
    this.wentAway();
    this.change({ connection: 'reconnecting' } as Partial<View>);
    this.tell('connection', 'reconnecting' as Events['connection']);
  }

  protected override gone(why: TuttiError): void {
    this.wentAway();
    for (const { reject } of this.pending.values()) reject(why);
    this.pending.clear();
    this.change({ connection: 'closed', closed: why.code } as Partial<View>);
    this.tell('closed', why as Events['closed']);
  }

  private dispatch(id: string, pending: Pending): void {
    pending.again = pending.sent;
    pending.sent = true;
    this.send(pending.type, { id, ...pending.payload });
  }
}
