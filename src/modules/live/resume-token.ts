import type { KeyRing } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';

/** [JOIN-2] Whose seat it is in which session. It holds no name and opens nothing else. */
export interface ResumeClaims {
  sid: string;
  pid: string;
  /** The sign-in under which a learner plays; the seat ends with it. */
  fam?: string;
}

const thirtyDays = 30 * 24 * 3_600;

export const createResumeTokens = (ring: KeyRing) =>
  createTokenSigner<ResumeClaims>(ring, { type: 'resume', audience: 'live', lifetimeSeconds: thirtyDays });
export type ResumeTokens = ReturnType<typeof createResumeTokens>;
