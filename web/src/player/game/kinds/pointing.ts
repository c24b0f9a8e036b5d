import type { Point } from '@tutti/client';

const fine = 0.02;
const coarse = 0.1;
const ways: Partial<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

const within = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1e4) / 1e4;

/** Where a crosshair goes by an arrow key, in shares of the picture; null for every other key. */
export function placeAfterKey({ x, y }: Point, key: string, isFar: boolean): Point | null {
  const way = ways[key];
  if (!way) return null;
  const by = isFar ? coarse : fine;
  return { x: within(x + way.x * by), y: within(y + way.y * by) };
}

/** The place in a box of the screen, as shares of it. */
export function placeInBox(
  at: { clientX: number; clientY: number },
  box: { left: number; top: number; width: number; height: number },
): Point {
  return {
    x: within((at.clientX - box.left) / Math.max(1, box.width)),
    y: within((at.clientY - box.top) / Math.max(1, box.height)),
  };
}
