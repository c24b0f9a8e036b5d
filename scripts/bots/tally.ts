import type { TuttiErrorCode } from '@tutti/client';
import { entrySentences } from './sentences.ts';

interface RoundCount {
  sent: number;
  saved: number;
  refused: Map<TuttiErrorCode, number>;
}

/** Refusals that are nobody's fault: the host was quicker, or the player was gone. */
const fair: ReadonlySet<TuttiErrorCode> = new Set([
  'answer/round-closed',
  'join/kicked',
  'session/ended',
  'challenge/left',
]);

/** What became of the players and their answers. */
export class Tally {
  readonly rounds = new Map<number, RoundCount>();
  readonly refusedEntries = new Map<TuttiErrorCode, number>();
  came = 0;
  /** Left in the middle of a question and came back. */
  returned = 0;
  /** Connections that broke and were mended. */
  mended = 0;
  /** Answers that were sent in time and should have been saved. */
  lost = 0;

  sent(round: number): void {
    this.round(round).sent++;
  }

  saved(round: number): void {
    this.round(round).saved++;
  }

  refused(round: number, code: TuttiErrorCode, inTime: boolean): void {
    count(this.round(round).refused, code);
    if (inTime && !fair.has(code)) this.lost++;
  }

  refusedEntry(code: TuttiErrorCode): void {
    count(this.refusedEntries, code);
  }

  roundLine(round: number, of: number): string {
    const { sent, saved, refused } = this.round(round);
    return `Question ${round + 1} of ${of}: ${sent} answered, ${saved} saved${listed(refused)}`;
  }

  summary(): string {
    let sent = 0;
    let saved = 0;
    const refused = new Map<TuttiErrorCode, number>();
    for (const round of this.rounds.values()) {
      sent += round.sent;
      saved += round.saved;
      for (const [code, times] of round.refused) count(refused, code, times);
    }
    return [
      `Players   ${this.came} came${listed(this.refusedEntries)}`,
      ...[...this.refusedEntries.keys()].flatMap((code) => entrySentences[code] ?? []),
      `Away      ${this.returned} left during a question and came back, ${this.mended} broken connections were mended`,
      `Answers   ${sent} sent, ${saved} saved${listed(refused)}`,
      this.lost === 0
        ? 'Every answer that was sent in time was saved.'
        : `${this.lost} answers were sent in time and not saved.`,
    ].join('\n');
  }

  private round(round: number): RoundCount {
    let found = this.rounds.get(round);
    if (!found) {
      found = { sent: 0, saved: 0, refused: new Map() };
      this.rounds.set(round, found);
    }
    return found;
  }
}

function count(counts: Map<TuttiErrorCode, number>, code: TuttiErrorCode, times = 1): void {
  counts.set(code, (counts.get(code) ?? 0) + times);
}

function listed(refused: ReadonlyMap<TuttiErrorCode, number>): string {
  const total = [...refused.values()].reduce((sum, times) => sum + times, 0);
  if (total === 0) return ', none refused';
  return `, ${total} refused (${[...refused].map(([code, times]) => `${times} × ${code}`).join(', ')})`;
}
