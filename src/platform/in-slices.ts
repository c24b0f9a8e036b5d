import { setImmediate } from 'node:timers/promises';

/** Does the work for each, so many in one go, a few milliseconds; then others have their turn: a class that answers must not wait for long lists. */
export async function inSlices<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => void,
): Promise<void> {
  let done = 0;
  for (const item of items) {
    work(item);
    done++;
    if (done % atOnce === 0) await setImmediate();
  }
}
