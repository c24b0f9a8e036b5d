import type { PinPreview, PlayerChallenge, TuttiErrorCode } from '@tutti/client';
import { pinOfPath } from './join/pin.ts';
import type { KeptSeat } from './kept-seat.ts';

/** Where a player stands on the way from the PIN into the game. */
export type Place =
  | { at: 'pin'; pin: string; problem: TuttiErrorCode | null }
  /** `asGuest`: a learner who is signed in, and plays without the account this time. */
  | { at: 'name'; pin: string; preview: PinPreview; asGuest: boolean }
  | { at: 'code'; pin: string; preview: PinPreview }
  | { at: 'watch'; pin: string; preview: PinPreview }
  | { at: 'returning'; seat: KeptSeat }
  | { at: 'stuck'; seat: KeptSeat; code: TuttiErrorCode }
  /** `isMoving`: sits down anew, e.g. for another language; until then the page stays as it is. */
  | { at: 'game'; seat: KeptSeat; challenge: PlayerChallenge; isMoving: boolean };

/** A link to another game than the one that was played here means a new start. */
export function firstPlace(path: string, seat: KeptSeat | null): Place {
  const pin = pinOfPath(path);
  if (seat && (pin === null || pin === seat.pin)) return { at: 'returning', seat };
  return { at: 'pin', pin: pin ?? '', problem: null };
}
