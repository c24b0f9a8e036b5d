import { useEffect, useEffectEvent } from 'react';

interface HostKeys {
  next: () => void;
  pause: () => void;
  lock: () => void;
}

const typingIn = 'input, textarea, select, [contenteditable="true"]';
/** Where the space bar already means something else. */
const pressable = 'button, a[href], summary, [role="menuitem"], [role="radio"], [role="switch"]';

/** Space = next step, P = pause, L = lock, wherever the focus is, except in a field or on another button. */
export function useHostKeys({ next, pause, lock }: HostKeys, enabled: boolean): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!enabled || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.closest(typingIn)) return;
    if (event.code === 'Space') {
      if (target.closest(pressable)) return;
      event.preventDefault();
      next();
    } else if (event.key.toLowerCase() === 'p') pause();
    else if (event.key.toLowerCase() === 'l') lock();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
