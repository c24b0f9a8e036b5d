import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Says something to people who listen to the page instead of looking at it. */
export function announce(text: string): void {
  // The same words twice would not be heard the second time.
  said = text === said ? `${text}\u00a0` : text;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Once a page, and there from the start: a region that appears together with its text stays silent. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => said);
  return (
    <div className="sr-only" role="status">
      {text}
    </div>
  );
}
