import { type RefObject, useEffect, useRef, useState } from 'react';
import { type RowWindow, windowOfRows } from './window-of-rows.ts';

interface RowsInView<E extends HTMLElement> extends RowWindow {
  scrollRef: RefObject<E | null>;
}

/** Draws of a long list only what is in sight; on paper all of it. Rows have one fixed height, in px. */
export function useRowWindow<E extends HTMLElement>(count: number, rowHeight: number): RowsInView<E> {
  const scrollRef = useRef<E>(null);
  const [scroll, setScroll] = useState({ scrollTop: 0, viewHeight: 800 });
  const [printing, setPrinting] = useState(false);

  useEffect(() => {
    const element = scrollRef.current;
    if (!element) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      setScroll({ scrollTop: element.scrollTop, viewHeight: element.clientHeight });
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    element.addEventListener('scroll', soon, { passive: true });
    const size = new ResizeObserver(soon);
    size.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', soon);
      size.disconnect();
    };
  }, []);

  useEffect(() => {
    const paper = window.matchMedia('print');
    const turn = () => setPrinting(paper.matches);
    paper.addEventListener('change', turn);
    return () => paper.removeEventListener('change', turn);
  }, []);

  const rows = printing
    ? { from: 0, to: count, before: 0, after: 0 }
    : windowOfRows({ count, rowHeight, ...scroll, overscan: 8 });
  return { scrollRef, ...rows };
}
