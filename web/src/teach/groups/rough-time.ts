/** Forty clocks that tick each second would be all that one sees. */
export const clockStepMs = 5_000;

/** Minutes and seconds, in whole steps. */
export function roughTime(ms: number): string {
  const seconds = Math.floor(ms / clockStepMs) * (clockStepMs / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
