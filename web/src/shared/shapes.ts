export type ShapeName = 'triangle' | 'diamond' | 'circle' | 'square' | 'star' | 'hexagon';

/** The six marks of the choices, in the order of the choices; outlines in a box of 24 × 24. */
export const shapes: readonly { name: ShapeName; letter: string; path: string }[] = [
  { name: 'triangle', letter: 'A', path: 'M12 4 21 20H3Z' },
  { name: 'diamond', letter: 'B', path: 'M12 2.5 21.5 12 12 21.5 2.5 12Z' },
  { name: 'circle', letter: 'C', path: 'M12 3a9 9 0 1 1 0 18 9 9 0 1 1 0-18Z' },
  { name: 'square', letter: 'D', path: 'M4 4h16v16H4Z' },
  {
    name: 'star',
    letter: 'E',
    path: 'm12 2.8 2.8 5.9 6.5.8-4.8 4.4 1.3 6.4L12 17.1l-5.8 3.2 1.3-6.4-4.8-4.4 6.5-.8Z',
  },
  { name: 'hexagon', letter: 'F', path: 'M7.2 3.5h9.6l4.9 8.5-4.9 8.5H7.2L2.3 12Z' },
];

/** The same player always gets the same shape, on every device. */
export function shapeOf(id: string): number {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) % 9_973;
  return sum % shapes.length;
}
