import { useSyncExternalStore } from 'react';
import { recall, remember } from './memory.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'theme';
const listeners = new Set<() => void>();
let current = read();

function read(): Theme {
  const kept = recall(key);
  return themes.find((theme) => theme === kept) ?? 'auto';
}

/** `auto` follows the device; the style sheet does that by itself. */
export function applyTheme(): void {
  if (current === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = current;
}

export function chooseTheme(theme: Theme): void {
  current = theme;
  remember(key, theme === 'auto' ? null : theme);
  applyTheme();
  for (const listener of listeners) listener();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
