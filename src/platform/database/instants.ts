/** A moment as the drivers give it: `pg` reads a Date, a plain statement of the ORM the text. */
export type Instant = Date | string;

export const isoOf = (at: Instant): string => new Date(at).toISOString();
export const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoOf(at));
