import { createHmac } from 'node:crypto';
import { isSameRow, leftOfRow, rowOf, windowAt } from '../../domain/joining/shape-row.ts';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import type { SecondFactor } from '../../wire/joining.ts';

/** [JOIN-7] What only those see who look at the host's screen or the projector. Nothing of it is stored: it follows from key, session and time. */
export function createSecondFactor([{ key }]: KeyRing, now: () => number = Date.now) {
  const rowIn = (sessionId: string, window: number): number[] =>
    rowOf(createHmac('sha256', key).update(`${sessionId}/${window}`).digest().readUInt32BE());
  return {
    shown(sessionId: string): SecondFactor {
      const at = now();
      return { shapes: rowIn(sessionId, windowAt(at)), leftMs: leftOfRow(at) };
    },

    /** Whoever is slow to tap names the row of a moment ago. */
    accepts(sessionId: string, shapes: readonly number[]): boolean {
      const window = windowAt(now());
      return [window, window - 1].some((one) => isSameRow(rowIn(sessionId, one), shapes));
    },
  };
}
export type SecondFactorRule = ReturnType<typeof createSecondFactor>;
