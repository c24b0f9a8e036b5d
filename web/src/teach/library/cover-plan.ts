import { shapes } from '../../shared/shapes.ts';

export interface Placed {
  /** Which of the six shapes. */
  shape: number;
  /** Middle, in a field of 320 × 120. */
  x: number;
  y: number;
  size: number;
  /** In degrees. */
  turn: number;
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value ^= character.codePointAt(0)!;
    value = Math.imul(value, 0x01000193);
  }
  return value >>> 0;
}

/** Numbers from 0 to 1 that follow from `seed` alone (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A picture for a mission: the same mission always gets the same arrangement of the six shapes. */
export function planCover(slug: string): Placed[] {
  const next = numbersFrom(hash(slug));
  return shapes
    .map(({ name }, shape) => ({ shape, order: hash(slug + name) }))
    .sort((a, b) => a.order - b.order)
    .map(({ shape }, place) => ({
      shape,
      x: Math.round(30 + place * 52 + (next() - 0.5) * 22),
      y: Math.round(60 + (next() - 0.5) * 56),
      size: Math.round(30 + next() * 44),
      turn: Math.round((next() - 0.5) * 44),
    }));
}

/** Which of the six colours the missions of a topic share. */
export const tintOf = (topic: string): number => hash(topic) % shapes.length;
