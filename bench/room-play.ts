import { setTimeout as wait } from 'node:timers/promises';
import { type Address, closed, openSubject, type Player, type Subject } from './subjects.ts';

/** Milliseconds, of everything that was played since it was cleared. */
export interface Timings {
  /** From asking to be let in until the welcome. */
  join: number[];
  /** From the moment at which the first player has the question until each has it. */
  fanOut: number[];
  acknowledgement: number[];
  /** From the last acknowledgement to the last result, one a round. */
  lastResult: number[];
  /** From the first answer that was sent to the last that was acknowledged, one a round. */
  burst: number[];
  bytesReceived: number;
}

export const noTimings = (): Timings => ({
  join: [],
  fanOut: [],
  acknowledgement: [],
  lastResult: [],
  burst: [],
  bytesReceived: 0,
});

const roundLimitMs = 30_000;

/** The host and all players of one room. */
export class RoomPlay {
  private readonly subject: Subject;
  private readonly count: number;
  private readonly thinkMs: number;
  private readonly timings: () => Timings;
  private readonly players: Player[];
  private readonly sentAt: Float64Array;
  private round = { first: 0, firstSent: 0, saved: 0, results: 0, lastSaved: 0, done: () => {} };

  /** `timings` gives where to write: it may change while players play. */
  static async open(address: Address, players: number, thinkMs: number, timings: () => Timings) {
    return new RoomPlay(await openSubject(address), players, thinkMs, timings);
  }

  private constructor(subject: Subject, count: number, thinkMs: number, timings: () => Timings) {
    this.subject = subject;
    this.count = count;
    this.thinkMs = thinkMs;
    this.timings = timings;
    this.players = new Array(count);
    this.sentAt = new Float64Array(count);
  }

  async enter(index: number): Promise<void> {
    const asked = performance.now();
    this.players[index] = await this.subject.enter(index, (heard, bytes) => this.hear(index, heard, bytes));
    this.timings().join.push(performance.now() - asked);
  }

  /** Opens a round and resolves when everybody has the result of it. */
  async play(): Promise<void> {
    const over = new Promise<void>((resolve) => {
      this.round = { first: 0, firstSent: 0, saved: 0, results: 0, lastSaved: 0, done: resolve };
    });
    await this.subject.openRound();
    const late = new AbortController();
    const tooLate = wait(roundLimitMs, undefined, { signal: late.signal }).then(() => {
      const { saved, results } = this.round;
      throw new Error(`a round did not end: ${saved} saved, ${results} results of ${this.count}`);
    });
    await Promise.race([over, tooLate]).finally(() => late.abort());
    if (this.round.saved !== this.count)
      throw new Error(`${this.round.saved} of ${this.count} answers were acknowledged`);
  }

  /** The class is over, and everybody has left. */
  async end(): Promise<void> {
    await this.subject.end();
    await Promise.all(this.players.map(({ socket }) => closed(socket)));
  }

  private hear(index: number, heard: 'question' | 'saved' | 'result' | null, bytes: number): void {
    const now = performance.now();
    const timings = this.timings();
    const { round } = this;
    timings.bytesReceived += bytes;
    if (heard === 'question') {
      round.first ||= now;
      timings.fanOut.push(now - round.first);
      setTimeout(() => {
        const sent = performance.now();
        this.sentAt[index] = sent;
        round.firstSent ||= sent;
        this.players[index]!.answer();
      }, Math.random() * this.thinkMs);
    } else if (heard === 'saved') {
      timings.acknowledgement.push(now - this.sentAt[index]!);
      round.saved++;
      round.lastSaved = now;
      if (round.saved === this.count) timings.burst.push(now - round.firstSent);
    } else if (heard === 'result') {
      round.results++;
      if (round.results < this.count) return;
      timings.lastResult.push(now - round.lastSaved);
      round.done();
    }
  }
}

/** Does something for each of so many, some at the same time. */
export async function forEach(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  const indexes = Array.from({ length: count }, (_, i) => i).values();
  const one = async () => {
    for (const index of indexes) await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, one));
}
