/** How a room is reached: as it should be, or by polling where something in between lets no WebSocket through [DUR-9]. */
export type Way = 'webSocket' | 'http';

/** After this a WebSocket gets its chance again: the network may be another one by now. */
const rememberMs = 600_000;
const storageKey = 'tutti.overHttpUntil';

/** By server address; next to it the tab's own storage, so that a reload does not have to find out anew. */
const overHttpUntil = new Map<string, number>();

export function wayTo(url: string): Way {
  const until = overHttpUntil.get(url) ?? Number(stored(url));
  return Date.now() < until && until < Date.now() + 2 * rememberMs ? 'http' : 'webSocket';
}

/** This way led into a room. */
export function rememberWay(url: string, way: Way): void {
  const until = way === 'http' ? Date.now() + rememberMs : 0;
  if (until === 0 && !overHttpUntil.has(url) && stored(url) === null) return;
  overHttpUntil.set(url, until);
  try {
    if (until === 0) sessionStorage.removeItem(storageKey + url);
    else sessionStorage.setItem(storageKey + url, String(until));
  } catch {
    // outside of a browser, or in one that keeps nothing
  }
}

export const otherThan = (way: Way): Way => (way === 'http' ? 'webSocket' : 'http');

function stored(url: string): string | null {
  try {
    return sessionStorage.getItem(storageKey + url);
  } catch {
    return null;
  }
}
