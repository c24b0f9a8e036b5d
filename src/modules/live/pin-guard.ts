const windowMs = 60_000;
const triesPerWindow = 20;
/** Addresses that are remembered at a time; the oldest is forgotten first. */
const mostAddresses = 50_000;

interface Tries {
  failed: number;
  since: number;
}

/**
 * [JOIN-3] Only failed tries count. An address with too many of them reaches only sessions in which somebody from there
 * already is: a class behind one address gets in at once, while someone who guesses finds nothing.
 */
export class PinGuard {
  private readonly tries = new Map<string, Tries>();
  private readonly known = new Map<string, Set<string>>();
  private readonly now: () => number;
  private readonly most: number;

  constructor(now: () => number = () => performance.now(), most = triesPerWindow) {
    this.now = now;
    this.most = most;
  }

  /** How long, in seconds, this address still has to wait before it can reach a session unknown to it; 0: it need not. */
  waitSeconds(address: string): number {
    const tries = this.current(address);
    if (!tries || tries.failed < this.most) return 0;
    return Math.max(1, Math.ceil((tries.since + windowMs - this.now()) / 1_000));
  }

  isKnown(address: string, sessionId: string): boolean {
    return this.known.get(sessionId)?.has(address) ?? false;
  }

  failed(address: string): void {
    const tries = this.current(address);
    if (tries) tries.failed++;
    else {
      if (this.tries.size >= mostAddresses) this.tries.delete(this.tries.keys().next().value!);
      this.tries.set(address, { failed: 1, since: this.now() });
    }
  }

  /** Somebody at this address is in the session: a participant or its host. */
  entered(address: string, sessionId: string): void {
    const addresses = this.known.get(sessionId);
    if (addresses) addresses.add(address);
    else this.known.set(sessionId, new Set([address]));
  }

  forget(sessionId: string): void {
    this.known.delete(sessionId);
  }

  private current(address: string): Tries | null {
    const tries = this.tries.get(address);
    if (!tries) return null;
    if (this.now() - tries.since < windowMs) return tries;
    this.tries.delete(address);
    return null;
  }
}
