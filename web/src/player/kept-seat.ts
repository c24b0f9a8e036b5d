import type { TuttiErrorCode } from '@tutti/client';
import { recall, remember } from '../shared/memory.ts';

/** With which this browser comes back as the same player. */
export interface KeptSeat {
  token: string;
  pin: string;
  /** By which the player is asked whether it is still the same one. */
  nickname: string;
  /** In a group mission. */
  inGroup: boolean;
}

/** Refusals after which a kept seat is of no use any more. */
export const lostSeats: readonly TuttiErrorCode[] = [
  'session/ended',
  'join/token-invalid',
  'join/kicked',
  'join/seat-moved',
  'auth/session-ended',
  'consent/required',
  'consent/daily-minutes',
];

const key = 'seat';
const tab = () => sessionStorage;
const browser = () => localStorage;

/** This tab's, so that two pupils can play in two tabs, and a reload goes on by itself. */
export const keptSeat = (): KeptSeat | null => parse(recall(key, tab));

/** What the last tab left. Somebody else may hold the tablet now, so it is offered and not taken. */
export const offeredSeat = (): KeptSeat | null => (keptSeat() ? null : parse(recall(key, browser)));

export function keepSeat(seat: KeptSeat): void {
  for (const place of [tab, browser]) remember(key, JSON.stringify(seat), place);
}

export function forgetSeat(): void {
  for (const place of [tab, browser]) remember(key, null, place);
}

function parse(text: string | null): KeptSeat | null {
  try {
    const { token, pin, nickname, inGroup = false } = JSON.parse(text ?? '{}');
    const isSeat = [token, pin, nickname].every((part) => typeof part === 'string');
    return isSeat ? { token, pin, nickname, inGroup } : null;
  } catch {
    return null;
  }
}
