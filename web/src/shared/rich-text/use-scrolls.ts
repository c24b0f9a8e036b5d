import { type RefObject, useEffect, useState } from 'react';

/** Whether an element is wider inside than outside; who has no mouse must then be able to stand in it. */
export function useScrolls(element: RefObject<HTMLElement | null>): boolean {
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const look = () => setScrolls(measured.scrollWidth > measured.clientWidth + 1);
    const observer = new ResizeObserver(look);
    observer.observe(measured);
    for (const child of measured.children) observer.observe(child);
    look();
    return () => observer.disconnect();
  }, [element]);
  return scrolls;
}
