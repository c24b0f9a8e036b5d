import { useEffect, useRef } from 'react';

/** Calls `draw` before every frame that is shown, without drawing the component again. */
export function useEveryFrame(draw: () => void): void {
  const latest = useRef(draw);
  latest.current = draw;
  useEffect(() => {
    let frame = requestAnimationFrame(function next() {
      latest.current();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
