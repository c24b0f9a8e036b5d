/** Seconds as people count down: "1" until the very end, "0" only when it is over. */
export function secondsLeft(remainingMs: number): number {
  return Math.ceil(remainingMs / 1_000);
}

const spokenSeconds = [10, 5];

/** The seconds to say aloud when the time went from `before` to `now`, if one of them was passed; else null. */
export function secondsToSay(before: number, now: number): number | null {
  return spokenSeconds.find((seconds) => before > seconds && now <= seconds && now > seconds - 2) ?? null;
}

const tickingSeconds = 5;

/** Whether the last seconds began to tick one further. */
export function ticks(before: number, now: number): boolean {
  return now < before && now > 0 && now <= tickingSeconds;
}
