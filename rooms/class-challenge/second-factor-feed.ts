import type { SecondFactor } from '../../src/wire/joining.ts';
import { messageFrame } from './announcements.ts';
import type { Audience } from './audience.ts';

/** [JOIN-7] Shows hosts and projectors the row of shapes that lets in, as long as they look. No player's frame holds it. */
export class SecondFactorFeed {
  private readonly audience: Audience;
  /** null: the session asks for none. */
  private readonly read: (() => SecondFactor) | null;
  private readonly monotonic: () => number;
  private nextAt = 0;

  constructor(audience: Audience, read: (() => SecondFactor) | null, monotonic: () => number) {
    this.audience = audience;
    this.read = read;
    this.monotonic = monotonic;
  }

  now(): SecondFactor | null {
    return this.read ? this.read() : null;
  }

  tick(): void {
    if (!this.read || this.monotonic() < this.nextAt) return;
    const shown = this.read();
    this.nextAt = this.monotonic() + shown.leftMs;
    const frame = messageFrame('secondFactor', shown);
    this.audience.toStaff(() => frame);
  }
}
