import type { QuestionView } from '@tutti/client';

/** Acknowledgements that are still on their way when the question is over. */
const settleMs = 500;

/** Notices, from what all players see and in whatever order they see it, when a question is over; tells it once. */
export class RoundClock {
  private readonly tell: (round: number, of: number) => void;
  private readonly open = new Map<number, number>();
  private readonly telling = new Map<NodeJS.Timeout, () => void>();
  private latest = -1;

  constructor(tell: (round: number, of: number) => void) {
    this.tell = tell;
  }

  opened({ round, of }: QuestionView): void {
    if (round <= this.latest) return;
    this.closedBefore(round);
    this.latest = round;
    this.open.set(round, of);
  }

  closed(round: number): void {
    const of = this.open.get(round);
    if (of === undefined) return;
    this.open.delete(round);
    const tell = () => {
      this.telling.delete(timer);
      this.tell(round, of);
    };
    const timer = setTimeout(tell, settleMs);
    this.telling.set(timer, tell);
  }

  /** Tells at once what is still to be told. */
  stop(): void {
    this.closedBefore(Number.POSITIVE_INFINITY);
    for (const [timer, tell] of this.telling) {
      clearTimeout(timer);
      tell();
    }
  }

  /** A question that was skipped has no reveal. */
  private closedBefore(round: number): void {
    for (const earlier of this.open.keys()) if (earlier < round) this.closed(earlier);
  }
}
