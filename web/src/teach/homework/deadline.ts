const dayMs = 24 * 3_600_000;
const usualHour = 18;

/** As the server has it: a homework lies open no longer. */
export const mostDays = 60;
/** Days from now that are often chosen, at six in the evening. */
export const oftenChosen = [1, 3, 7, 14] as const;
export const usualDays = 7;

/** At six in the evening of this device's zone, so many calendar days from `now`. */
export function inDays(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, usualHour);
}

/** What a `datetime-local` field holds: the local time to the minute. */
export function toField(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Null while the field is not filled in, or is not possible as an end. */
export function deadlineIn(field: string, now: Date): Date | null {
  const at = new Date(field);
  const left = at.getTime() - now.getTime();
  return left > 0 && left <= mostDays * dayMs ? at : null;
}
