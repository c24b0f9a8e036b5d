/** Somebody who reads or watches touches nothing for so long. */
const idleMs = 60_000;

export interface Signs {
  /** The page is in front, not in a hidden tab or behind a locked screen. */
  isSeen: boolean;
  touchedAt: number;
  /** A film or a recording plays. */
  isWatching: boolean;
}

/** [ALO-5] Whether somebody is at it; otherwise the page falls silent, and the time does not count. Times in ms of one clock. */
export const isAtIt = ({ isSeen, touchedAt, isWatching }: Signs, now: number): boolean =>
  isSeen && (isWatching || now - touchedAt < idleMs);
