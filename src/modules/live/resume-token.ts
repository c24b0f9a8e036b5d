import type { KeyRing } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';
import { mostDays } from '../../wire/homework.ts';
import { waitsDays } from './parked.service.ts';

/** [JOIN-2] Whose seat it is in which session. It holds no name and opens nothing else. */
export interface ResumeClaims {
  sid: string;
  pid: string;
  /** The sign-in under which a learner plays; the seat ends with it. */
  fam?: string;
  /** How often the player had moved to another device when it was signed; absent: never. [HST-1] */
  mov?: number;
}

/** Longer than any session waits for a player: each return signs anew, so the next stay has its own days. */
const lifetimeSeconds = (mostDays + waitsDays) * 24 * 3_600;

export const createResumeTokens = (ring: KeyRing) =>
  createTokenSigner<ResumeClaims>(ring, { type: 'resume', audience: 'live', lifetimeSeconds });

/** Whether somebody else's device holds the seat by now. */
export const isMovedAway = ({ mov = 0 }: ResumeClaims, deviceMoves: number): boolean => mov !== deviceMoves;

export type ResumeTokens = ReturnType<typeof createResumeTokens>;
