const minute = 60_000;
const delays = [1, 5, 15, 60, 180, 360].map((minutes) => minutes * minute);
const patience = 24 * 60 * minute;

/** When a message that did not leave is tried again: later and later, for a day. Null: never. */
export function nextTry(mail: { attempts: number; createdAt: Date; now: Date }): Date | null {
  const end = mail.createdAt.getTime() + patience;
  if (mail.now.getTime() >= end) return null;
  const delay = delays[Math.min(mail.attempts, delays.length) - 1] ?? minute;
  // the last try is made at the very end of the day
  return new Date(Math.min(mail.now.getTime() + delay, end));
}
