import { useSyncExternalStore } from 'react';
import { recall, remember } from './memory.ts';

/** A note: pitch in Hz, start and length in seconds. */
type Note = readonly [pitch: number, at: number, length: number];

const tunes = {
  tap: [[660, 0, 0.06]],
  tick: [[880, 0, 0.05]],
  arrived: [
    [587, 0, 0.08],
    [880, 0.06, 0.1],
  ],
  opened: [
    [440, 0, 0.1],
    [554, 0.09, 0.1],
    [659, 0.18, 0.16],
  ],
  saved: [
    [784, 0, 0.08],
    [1047, 0.08, 0.14],
  ],
  right: [
    [659, 0, 0.1],
    [784, 0.1, 0.1],
    [1047, 0.2, 0.24],
  ],
  wrong: [
    [392, 0, 0.14],
    [330, 0.14, 0.22],
  ],
  revealed: [
    [523, 0, 0.12],
    [784, 0.12, 0.26],
  ],
  standings: [
    [392, 0, 0.08],
    [440, 0.08, 0.08],
    [494, 0.16, 0.08],
    [587, 0.24, 0.16],
  ],
  podium: [
    [523, 0, 0.16],
    [523, 0.18, 0.08],
    [523, 0.28, 0.08],
    [659, 0.38, 0.2],
    [784, 0.6, 0.2],
    [1047, 0.84, 0.5],
  ],
} as const satisfies Record<string, readonly Note[]>;
export type Tune = keyof typeof tunes;

const volume = 0.12;
const key = 'sound';
const listeners = new Set<() => void>();
let on = false;
let audio: AudioContext | null = null;

/** Phones stay silent until their owner wants otherwise; a big screen speaks for the whole room. */
export function startSounds(defaultOn: boolean): void {
  const kept = recall(key);
  on = kept === null ? defaultOn : kept === 'on';
  // Browsers keep a page silent until somebody touched it.
  for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, wake, { passive: true });
}

export function switchSound(wanted: boolean): void {
  on = wanted;
  remember(key, wanted ? 'on' : 'off');
  for (const listener of listeners) listener();
  if (wanted) {
    wake();
    play('saved');
  }
}

export function useSound(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => on,
  );
}

export function play(tune: Tune): void {
  if (!on || audio?.state !== 'running') return;
  const now = audio.currentTime;
  for (const [pitch, at, length] of tunes[tune]) sing(audio, pitch, now + at, length);
}

function wake(): void {
  if (!on || typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume();
}

/** A soft, bell-like note: quick to come, slow to go. */
function sing(context: AudioContext, pitch: number, at: number, length: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = 'triangle';
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(volume, at + 0.012);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + length + 0.08);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + length + 0.1);
}
