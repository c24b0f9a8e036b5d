import { AppError } from '../../platform/http/app-error.ts';

/** How many come in before everybody else in the process has a turn. */
const atOnce = 10;
/** Measured from the end of a slice: a process that is late with its work lets in fewer a second. */
const pauseMs = 5;
/** Whoever would wait longer is asked to come later; the SDK gives a request 20 s. */
const longestWaitMs = 8_000;
const retryLater = { retryAfterSeconds: 2 };

/**
 * Where a whole school comes (back) at once, people come in a few at a time and the others stand in line. Otherwise all are on
 * their way at the same time, each so slowly that clients give up and begin anew, and classes that play wait for them.
 */
export class Entrance {
  private readonly line: { since: number; enter(): void }[] = [];
  private left = atOnce;
  private slicing = false;

  /** Resolves when it is one's turn; rejects with `server/busy` while those before wait for too long. */
  async turn(now: number = performance.now()): Promise<void> {
    if (this.left > 0 && this.line.length === 0) {
      this.left--;
      this.pause();
      return;
    }
    const first = this.line[0];
    if (first && now - first.since > longestWaitMs)
      throw new AppError('server/busy', 'Too many come in at this moment.', retryLater);
    await new Promise<void>((enter) => this.line.push({ since: now, enter }));
  }

  private pause(): void {
    if (this.slicing) return;
    this.slicing = true;
    setTimeout(() => this.nextSlice(), pauseMs);
  }

  private nextSlice(): void {
    this.slicing = false;
    const next = this.line.splice(0, atOnce);
    this.left = atOnce - next.length;
    if (next.length > 0) this.pause();
    for (const { enter } of next) enter();
  }
}
