import { z } from 'zod';

/** RFC 9457, with our stable code. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  /** Where the input was wrong: path and sentence. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** Seconds after which a new try makes sense. */
  retryAfter: z.number().int().optional(),
  /** With `auth/second-factor-required`: goes back with the code. */
  challenge: z.string().optional(),
});
export type Problem = z.infer<typeof problem>;

export const uuid = z.uuid();
/** One line as people type it: nothing that cannot be shown or stored, or that turns the writing around. */
export const line = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'holds a sign that cannot be shown');
export const locale = z.enum(['en', 'es']);
export type Locale = z.infer<typeof locale>;

/** `?cursor=…&limit=…`: a cursor is opaque and comes from the page before. */
export const pageQuery = z.strictObject({
  // a name of 100 letters of any script, and an id
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
export const page = <T extends z.core.$ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });

/** [PTS-3] Times everybody's time for a question; 1: as much. */
export const timeFactor = z.union([z.literal(1), z.number().min(1.25).max(3)]);
