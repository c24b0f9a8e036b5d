import type { PinPreview, PlayerChallenge, TuttiErrorCode } from '@tutti/client';
import { pinOfPath } from './join/pin.ts';
import type { KeptSeat } from './kept-seat.ts';

/** How somebody comes into a group mission. */
export type GroupWay =
  | { by: 'pin'; pin: string; preview: PinPreview }
  /** Under the account. */
  | { by: 'run'; run: string }
  /** Opens one, with class mates. */
  | { by: 'own' }
  | { by: 'seat'; seat: KeptSeat };

/** Where a player stands on the way from the PIN into the game. */
export type Place =
  | { at: 'pin'; pin: string; problem: TuttiErrorCode | null }
  /** `asGuest`: a learner who is signed in, and plays without the account this time. */
  | { at: 'name'; pin: string; preview: PinPreview; asGuest: boolean }
  | { at: 'code'; pin: string; preview: PinPreview }
  | { at: 'watch'; pin: string; preview: PinPreview }
  | { at: 'group'; way: GroupWay }
  /** A mission that a learner works through without anybody else. */
  | { at: 'alone'; missionId: string }
  | { at: 'returning'; seat: KeptSeat }
  | { at: 'stuck'; seat: KeptSeat; code: TuttiErrorCode }
  /** `isMoving`: sits down anew, e.g. for another language; until then the page stays as it is. */
  | { at: 'game'; seat: KeptSeat; challenge: PlayerChallenge; isMoving: boolean };

/** A link to another game than the one that was played here means a new start. */
export function firstPlace(path: string, seat: KeptSeat | null): Place {
  const missionId = missionOfPath(path);
  if (missionId !== null) return { at: 'alone', missionId };
  const run = runOfPath(path);
  if (run !== null) return { at: 'group', way: run === 'new' ? { by: 'own' } : { by: 'run', run } };
  const pin = pinOfPath(path);
  if (seat && (pin === null || pin === seat.pin)) return wayBack(seat);
  return { at: 'pin', pin: pin ?? '', problem: null };
}

export const wayBack = (seat: KeptSeat): Place =>
  seat.inGroup ? { at: 'group', way: { by: 'seat', seat } } : { at: 'returning', seat };

const missionOfPath = (path: string): string | null => /^\/learn\/([\w-]{36})\/?$/.exec(path)?.[1] ?? null;

/** The group mission of an address, or `new`; null on other addresses. */
const runOfPath = (path: string): string | null => /^\/group\/([\w-]{1,64})\/?$/.exec(path)?.[1] ?? null;
