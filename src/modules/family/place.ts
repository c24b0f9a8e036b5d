import { z } from 'zod';

/** Where a list of newest or oldest things goes on. A year 0 would be too much for the database. */
export const timeAndId = z.tuple([z.iso.datetime().refine((at) => at >= '1970'), z.uuid()]);
