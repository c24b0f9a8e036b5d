import { type Client, Room } from '@colyseus/core';
import { z } from 'zod';
import type { SeatHolder } from '../../src/domain/joining/seat-holder.ts';
import type { ErrorCode } from '../../src/wire/error-codes.ts';

/** What Colyseus keeps of reserved seats: options, holder, whether it is taken. */
interface Reservations {
  _reservedSeats: Record<string, [options: unknown, holder: unknown, isTaken: boolean]>;
  _reservedSeatTimeouts: Record<string, NodeJS.Timeout>;
}

/** What every room of ours has in common: nobody enters but on a seat that one of our own routes reserved. */
export abstract class RoomShell extends Room {
  override patchRate = 1_000;
  override seatReservationTimeout = 15;
  protected readonly warn: (what: string, details?: Record<string, unknown>) => void;

  constructor(around: { messagesPerSecond: number; warn: RoomShell['warn'] }) {
    super();
    this.warn = around.warn;
    this.maxMessagesPerSecond = around.messagesPerSecond;
  }

  /** Other processes reach it from now on. */
  ready(): void {}

  override onAuth(client: Client): SeatHolder {
    const holder = client.auth as SeatHolder | undefined;
    if (!holder?.role) throw new Error('join/seat-expired');
    return holder;
  }

  override onUncaughtException(error: Error, method: string): void {
    this.warn('a room handler threw', { method, error: error.message, stack: error.stack });
  }

  /** Whatever does not have the shape of its kind, or is of a kind that nobody takes, is refused and changes nothing. */
  protected abstract refuseMessage(client: Client, raw: unknown, code: ErrorCode): void;

  protected take<S extends z.core.$ZodType>(
    type: string,
    shape: S,
    then: (client: Client, message: z.output<S>) => void,
  ): void {
    this.onMessage(type, (client: Client, raw: unknown) => {
      const message = z.safeParse(shape, raw);
      if (message.success) then(client, message.data);
      else this.refuseMessage(client, raw, 'message/malformed');
    });
  }

  /** After all that is taken. */
  protected takeNothingElse(): void {
    this.onMessage('*', (client: Client, _type: string | number, raw: unknown) =>
      this.refuseMessage(client, raw, 'message/unknown'),
    );
  }

  /** Colyseus would hold the end up for seats that nobody took, until they expire. */
  override disconnect(closeCode?: number): Promise<unknown> {
    const { _reservedSeats: seats, _reservedSeatTimeouts: timeouts } = this as unknown as Reservations;
    for (const [seat, [, , isTaken]] of Object.entries(seats)) {
      if (isTaken) continue;
      clearTimeout(timeouts[seat]);
      delete timeouts[seat];
      delete seats[seat];
    }
    return super.disconnect(closeCode);
  }
}

/** What a refusal can safely repeat of a message that was not understood. */
export function idOf(raw: unknown): string {
  const { id } = (raw ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id.slice(0, 64) : '';
}
