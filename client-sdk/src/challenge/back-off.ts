import type { TuttiError, TuttiErrorCode } from '../errors.ts';

const firstMs = 300;
/** Within 5 s of the server being there again everybody has tried, and is in [DUR-2]. */
const longestMs = 4_000;

/**
 * How long to wait before try number `attempt` (0-based), in ms: doubling from 0.3 s to 4 s, spread by `random` (0–1) over the
 * upper half, so that a class that lost its server together does not come back in one instant.
 * `retryAfter`: seconds that the server asked for; never less than these.
 */
export function backOffMs(attempt: number, random: number, retryAfter: number | null): number {
  const step = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  const spread = Math.round(step * (0.5 + random / 2));
  return retryAfter === null ? spread : retryAfter * 1_000 + spread;
}

const finalCodes: ReadonlySet<TuttiErrorCode> = new Set([
  'join/kicked',
  'join/full',
  'session/ended',
  'session/parked',
  'challenge/replaced',
  'challenge/left',
  'challenge/co-host-ended',
  'consent/required',
  'consent/daily-minutes',
]);
/** Refusals that pass by themselves. */
const passingStatus = new Set([408, 425, 429]);

/** Whether coming back makes no sense after this. A reply that is not the server's own says nothing about the class. */
export function isFinal({ code, status }: TuttiError): boolean {
  if (finalCodes.has(code)) return true;
  if (code.startsWith('network/') || code === 'join/seat-expired') return false;
  return status >= 400 && status < 500 && !passingStatus.has(status);
}
