interface Sample {
  roundTrip: number;
  offset: number;
}
const keptSamples = 8;
/** More than the two ways of a connection differ: this device's clock stood still, as in sleep. */
const jumpMs = 250;

/**
 * The session's clock on this device: `monotonic` (never the wall clock, which may be minutes off) plus a measured offset.
 * Of the last readings the one with the shortest round trip is believed, since it leaves the least room for error.
 */
export class SessionClock {
  private readonly monotonic: () => number;
  private offset = 0;
  private samples: Sample[] = [];
  private asked = new Map<number, number>();
  private lastId = 0;

  constructor(monotonic: () => number = () => performance.now()) {
    this.monotonic = monotonic;
  }

  /** Milliseconds on the session's clock. */
  now(): number {
    return this.monotonic() + this.offset;
  }

  /** A new connection: after a crash of the server its clock goes on where the log ended, so nothing from before counts. */
  restart(at: number): void {
    this.samples = [];
    this.asked.clear();
    this.offset = at - this.monotonic();
  }

  /** Any message that says when it was made: the session's clock cannot be behind that. */
  heard(at: number): void {
    const least = at - this.monotonic();
    if (least <= this.offset) return;
    if (least - this.offset > jumpMs) this.samples = [];
    this.offset = least;
  }

  /** Notes the moment of asking; the id goes into the `readClock` message. */
  ask(): number {
    this.lastId += 1;
    this.asked.set(this.lastId, this.monotonic());
    return this.lastId;
  }

  answered({ id, at }: { id: number; at: number }): void {
    const sent = this.asked.get(id);
    if (sent === undefined) return;
    this.asked.delete(id);
    const roundTrip = this.monotonic() - sent;
    this.samples = [...this.samples, { roundTrip, offset: at + roundTrip / 2 - this.monotonic() }].slice(
      -keptSamples,
    );
    this.offset = this.samples.reduce((best, one) => (one.roundTrip < best.roundTrip ? one : best)).offset;
    this.heard(at);
  }
}
