/** The last moment of `YYYY-MM-DD` here, as ISO; null when it is no day or over already. */
export function endOfDay(day: string, now: Date): string | null {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) || end <= now ? null : end.toISOString();
}
