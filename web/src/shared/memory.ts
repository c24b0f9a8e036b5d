const prefix = 'tutti.';

/** What this browser keeps for us. Storage can be switched off or full; then nothing is kept, and nothing breaks. */
export function recall(key: string, storage: () => Storage = () => localStorage): string | null {
  try {
    return storage().getItem(prefix + key);
  } catch {
    return null;
  }
}

export function remember(
  key: string,
  value: string | null,
  storage: () => Storage = () => localStorage,
): void {
  try {
    if (value === null) storage().removeItem(prefix + key);
    else storage().setItem(prefix + key, value);
  } catch {
    // Private windows and full disks refuse; the page works without.
  }
}
