import type { Reaction } from '../../src/wire/messages.ts';

/** So often one player's sign is taken. */
const ownEveryMs = 1_000;
/** Signs of a whole class are told together. */
const tellEveryMs = 500;

/** Small signs of players, counted and told together; nothing of them is kept. */
export class Reactions {
  /** Players whose signs nobody sees. */
  readonly muted = new Set<string>();
  allMuted = false;
  private counts: { [R in Reaction]?: number } = {};
  private readonly last = new Map<string, number>();
  private told = 0;

  /** What comes too often, or from who is muted, is dropped without a word. */
  take(participantId: string, reaction: Reaction, now: number): void {
    if (this.allMuted || this.muted.has(participantId)) return;
    if (now - (this.last.get(participantId) ?? -ownEveryMs) < ownEveryMs) return;
    this.last.set(participantId, now);
    this.counts[reaction] = (this.counts[reaction] ?? 0) + 1;
  }

  /** What is to be told now; null: nothing. */
  gathered(now: number): { [R in Reaction]?: number } | null {
    if (now - this.told < tellEveryMs || Object.keys(this.counts).length === 0) return null;
    const { counts } = this;
    this.counts = {};
    this.told = now;
    return counts;
  }
}
