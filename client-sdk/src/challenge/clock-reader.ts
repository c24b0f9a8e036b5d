import type { SessionClock } from './session-clock.ts';

/** The first readings come close together, so that the first countdown is right already. */
const firstReadingsMs = [0, 150, 400, 1_000];
const everyMs = 30_000;
/** Without a reply for so long the connection is dead, even when the device has not noticed yet. */
const patienceMs = 10_000;

/** Asks for the session's clock again and again, and finds dead connections by it. */
export class ClockReader {
  private readonly clock: SessionClock;
  private readonly send: (id: number) => void;
  private readonly dead: () => void;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private watch: ReturnType<typeof setTimeout> | undefined;

  constructor(clock: SessionClock, send: (id: number) => void, dead: () => void) {
    this.clock = clock;
    this.send = send;
    this.dead = dead;
  }

  start(): void {
    this.stop();
    for (const delay of firstReadingsMs) this.after(delay, () => this.read());
    this.after(everyMs, () => this.regularly());
  }

  read(): void {
    this.send(this.clock.ask());
    this.watch ??= setTimeout(() => this.dead(), patienceMs);
  }

  answered(reply: { id: number; at: number }): void {
    clearTimeout(this.watch);
    this.watch = undefined;
    this.clock.answered(reply);
  }

  stop(): void {
    clearTimeout(this.watch);
    this.watch = undefined;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private regularly(): void {
    this.read();
    this.after(everyMs, () => this.regularly());
  }

  private after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }
}
