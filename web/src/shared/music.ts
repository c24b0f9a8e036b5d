import { useSyncExternalStore } from 'react';
import { recall, remember } from './memory.ts';

export const loudnesses = ['soft', 'middle', 'loud'] as const;
export type Loudness = (typeof loudnesses)[number];
interface Music {
  on: boolean;
  loudness: Loudness;
}

/** Four calm chords, each as long as a breath: C, Am, F, G with their sixths; in Hz. */
const chords = [
  [261.6, 329.6, 392, 440],
  [220, 261.6, 329.6, 392],
  [174.6, 220, 261.6, 293.7],
  [196, 246.9, 293.7, 329.6],
] as const;
const chordSeconds = 4;
const gains = { soft: 0.25, middle: 0.5, loud: 1 } satisfies Record<Loudness, number>;
const loudest = 0.06;
const fadeSeconds = 0.6;

const onKey = 'music';
const loudnessKey = 'music-loudness';
const listeners = new Set<() => void>();
const keptLoudness = () => loudnesses.find((one) => one === recall(loudnessKey)) ?? 'soft';
/** Off until somebody wants it, in every class anew on a new device. */
let music: Music = { on: recall(onKey) === 'on', loudness: keptLoudness() };

let context: AudioContext | null = null;
let output: GainNode | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
let nextAt = 0;
let step = 0;
let wanted = false;

export function useMusic(): Music {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => music,
  );
}

export function changeMusic(part: Partial<Music>): void {
  music = { ...music, ...part };
  remember(onKey, music.on ? 'on' : 'off');
  remember(loudnessKey, music.loudness);
  for (const listener of listeners) listener();
  follow();
}

/** Whether the class is at something that music goes with; a pause is silent. */
export function letMusicPlay(isFitting: boolean): void {
  wanted = isFitting;
  follow();
}

function follow(): void {
  if (wanted && music.on) start();
  else stop();
}

function start(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume();
  if (!output) {
    output = context.createGain();
    output.gain.value = 0;
    output.connect(context.destination);
  }
  output.gain.setTargetAtTime(loudest * gains[music.loudness], context.currentTime, fadeSeconds / 3);
  if (timer !== undefined) return;
  nextAt = context.currentTime + 0.1;
  timer = setInterval(playAhead, 500);
  playAhead();
}

function stop(): void {
  clearInterval(timer);
  timer = undefined;
  if (context && output) output.gain.setTargetAtTime(0, context.currentTime, fadeSeconds / 3);
}

/** One chord ahead, so that a busy page never makes a gap. */
function playAhead(): void {
  if (!context || !output || context.state !== 'running') return;
  nextAt = Math.max(nextAt, context.currentTime + 0.05);
  while (nextAt < context.currentTime + chordSeconds) {
    for (const [voice, pitch] of chords[step % chords.length]!.entries())
      hum(context, output, pitch, nextAt + voice * 0.25);
    step++;
    nextAt += chordSeconds;
  }
}

/** A round tone that swells and goes. */
function hum(audio: AudioContext, to: GainNode, pitch: number, at: number): void {
  const tone = audio.createOscillator();
  const swell = audio.createGain();
  tone.type = 'sine';
  tone.frequency.value = pitch;
  swell.gain.setValueAtTime(0, at);
  swell.gain.linearRampToValueAtTime(0.5, at + 1.2);
  swell.gain.linearRampToValueAtTime(0, at + chordSeconds + 0.6);
  tone.connect(swell).connect(to);
  tone.start(at);
  tone.stop(at + chordSeconds + 0.7);
}
