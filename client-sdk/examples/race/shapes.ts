/** Corners of the six shapes, around 0, so that they look equally big; the circle has none. */
const corners: readonly (readonly (readonly [number, number])[])[] = [
  regular(3, 1.2),
  regular(4, 1.1),
  [],
  regular(4, 1.2, Math.PI / 4),
  Array.from({ length: 10 }, (_, i) => at((i * Math.PI) / 5, i % 2 === 0 ? 1.25 : 0.6)),
  regular(6, 1.05),
];

export function drawShape(
  pen: CanvasRenderingContext2D,
  shape: number,
  x: number,
  y: number,
  size: number,
): void {
  pen.beginPath();
  const around = corners[shape] ?? [];
  for (const [dx, dy] of around) pen.lineTo(x + dx * size, y + dy * size);
  if (around.length === 0) pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.closePath();
  pen.fill();
}

function regular(count: number, radius: number, turn = 0): [number, number][] {
  return Array.from({ length: count }, (_, i) => at((2 * i * Math.PI) / count + turn, radius));
}
/** 0 points upwards. */
function at(angle: number, radius: number): [number, number] {
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius];
}
