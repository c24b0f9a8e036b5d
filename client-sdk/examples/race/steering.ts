import type { Gates } from './gates.ts';
import { laneAt } from './scene.ts';

/** Arrow keys and taps. Keys stay what they are in fields, and Enter on a button presses that button. */
export function steerWith(canvas: HTMLCanvasElement, gatesNow: () => Gates | null, go: () => void): void {
  addEventListener('keydown', (event) => {
    const gates = gatesNow();
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (!gates || altKey || ctrlKey || metaKey || isIn(target, 'input, select, textarea')) return;
    if (key === 'ArrowLeft') gates.steer(-1);
    else if (key === 'ArrowRight') gates.steer(1);
    else if (key === 'ArrowUp' && !gates.isOneWay && gates.lane !== null) gates.choose(gates.lane);
    else if (key === 'Enter' && !isIn(target, 'button')) go();
    else return;
    event.preventDefault();
  });
  canvas.addEventListener('pointerdown', ({ offsetX }) => {
    const gates = gatesNow();
    const lane = gates && laneAt(canvas, offsetX, gates.labels.length);
    if (gates && lane !== null) gates.choose(lane);
  });
}

const isIn = (target: EventTarget | null, which: string) =>
  target instanceof Element && target.matches(which);
