import { z } from 'zod';
import { AppError } from './app-error.ts';

/** Where the next page starts: the sort values of the last item, opaque to the client. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** A year 0 would be too much for the database. */
const time = z.iso.datetime().refine((at) => at >= '1970');

/** In lists by time. */
export const timeAndId = z.tuple([time, z.uuid()]);

/** In lists by time where one thing has several places. */
export const timeIdAndPlace = z.tuple([time, z.uuid(), z.int().min(0).max(1_000)]);

/** In lists by name; the database keeps no text with a NUL in it. */
export const nameAndId = z.tuple([
  z
    .string()
    .max(100)
    .regex(/^[^\0]*$/),
  z.uuid(),
]);

/** What a client sends back is input like any other: `place` says what may stand in it. */
export function decodeCursor<Place>(cursor: string, place: z.ZodType<Place>): Place {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    const errors = [{ path: 'cursor', message: 'take it from nextCursor of the page before' }];
    throw new AppError('request/invalid', 'This cursor is none of ours.', { cause, errors });
  }
}
