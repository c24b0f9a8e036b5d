/** A calendar day as ISO writes it; it has no time and no zone. */
export type Day = string;

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The day that a clock on the wall shows in an IANA zone; daylight saving makes some of them 23 or 25 hours long. Before `startHour`
 * it is still the day before: whoever stays up late belongs to the evening. A zone that this computer does not know counts as UTC.
 * The database has the same in `local_day`.
 */
export function dayIn(zone: string, at: number, startHour = 0): Day {
  let format = formats.get(zone);
  if (!format) {
    format = clockIn(zone);
    formats.set(zone, format);
  }
  const [day, time] = format.format(at).split(' ') as [string, string];
  return Number(time.slice(0, 2)) < startHour ? daysAfter(day, -1) : day;
}

function clockIn(zone: string): Intl.DateTimeFormat {
  try {
    // Swedish writes dates as ISO does
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  } catch {
    // it came with a backup of a computer that knows more zones, or the database knows more of them
    return clockIn('UTC');
  }
}

export const daysAfter = (day: Day, days: number): Day =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** The Monday on or before it. */
export const weekOf = (day: Day): Day => daysAfter(day, -((new Date(day).getUTCDay() + 6) % 7));
