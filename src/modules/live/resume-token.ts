import type { KeyRing } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';

/** [JOIN-2] Whose seat it is in which session. It holds no name and opens nothing else. */
export interface ResumeClaims {
  sid: string;
  pid: string;
  /** The sign-in under which a learner plays; the seat ends with it. */
  fam?: string;
  /** How often the player had moved to another device when it was signed; absent: never. [HST-1] */
  mov?: number;
}

const thirtyDays = 30 * 24 * 3_600;

export const createResumeTokens = (ring: KeyRing) =>
  createTokenSigner<ResumeClaims>(ring, { type: 'resume', audience: 'live', lifetimeSeconds: thirtyDays });
/** Whether somebody else's device holds the seat by now. */
export const isMovedAway = ({ mov = 0 }: ResumeClaims, deviceMoves: number): boolean => mov !== deviceMoves;

export type ResumeTokens = ReturnType<typeof createResumeTokens>;
