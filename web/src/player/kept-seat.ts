import type { TuttiErrorCode } from '@tutti/client';
import { recall, remember } from '../shared/memory.ts';

/** With which this browser comes back as the same player. */
export interface KeptSeat {
  token: string;
  pin: string;
}

/** Refusals after which a kept seat is of no use any more. */
export const lostSeats: readonly TuttiErrorCode[] = [
  'session/ended',
  'join/token-invalid',
  'join/kicked',
  'auth/session-ended',
  'consent/required',
  'consent/daily-minutes',
];

const key = 'seat';
/** This tab first, so that two pupils can play in two tabs; else what the last tab left, so that a new tab goes on. */
const places = [() => sessionStorage, () => localStorage];

export function keptSeat(): KeptSeat | null {
  for (const place of places) {
    const seat = parse(recall(key, place));
    if (seat) return seat;
  }
  return null;
}

export function keepSeat(seat: KeptSeat): void {
  for (const place of places) remember(key, JSON.stringify(seat), place);
}

export function forgetSeat(): void {
  for (const place of places) remember(key, null, place);
}

function parse(text: string | null): KeptSeat | null {
  try {
    const { token, pin } = JSON.parse(text ?? '{}');
    return typeof token === 'string' && typeof pin === 'string' ? { token, pin } : null;
  } catch {
    return null;
  }
}
