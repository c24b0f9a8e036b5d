import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';

type Place = [at: string, id: string];
const place = z.tuple([z.iso.datetime(), z.string().max(100)]);

/** Moment and id of the last item of the page before; nulls for the first page. */
export function placeOf(cursor: string | undefined): Place | [null, null] {
  return cursor === undefined ? [null, null] : decodeCursor(cursor, place);
}

/** `rows` holds one more than `limit` when there is another page. */
export function pageOf<T>(rows: readonly T[], limit: number, placeOfItem: (item: T) => Place) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(placeOfItem(last)) : null };
}
