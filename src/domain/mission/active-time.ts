/** A gap that is longer was a break. */
export const longestGapMs = 60_000;

/**
 * How much active time a sign of life adds, in ms: what went by since the last one on any device, breaks not counted. `last` and
 * `now` in ms; null: there was none. A clock that went back adds nothing.
 */
export function activeSince(last: number | null, now: number): number {
  if (last === null) return 0;
  const gap = now - last;
  return gap > 0 && gap <= longestGapMs ? gap : 0;
}

/** An answer that waited in a queue counts for when it was given, as far as that can be true: within a week, and not ahead of us. */
export const longestWaitMs = 7 * 24 * 3_600_000;

/** Two devices, or two tabs of one, do not send in the order in which answers were given. */
export const disorderMs = 5 * 60_000;

/**
 * The moment before which no answer of this try can have been given, in ms: not before the mission or the try began, nor before
 * somebody was seen at it with a connection, nor well before an answer that is there already.
 */
export const notBefore = ({
  startedAt,
  roundBeganAt,
  activeAt,
  answeredAt,
}: {
  startedAt: Date;
  roundBeganAt: Date | null;
  activeAt: Date | null;
  answeredAt: Date | null;
}): number =>
  Math.max(
    startedAt.getTime(),
    roundBeganAt?.getTime() ?? 0,
    activeAt?.getTime() ?? 0,
    (answeredAt?.getTime() ?? 0) - disorderMs,
  );

/** When an answer was given, by the device's word; `since` is the moment before which it cannot have been. */
export function givenAt(told: number | null, { since, now }: { since: number; now: number }): number {
  if (told === null) return now;
  return Math.min(now, Math.max(told, since, now - longestWaitMs));
}
