import type { Database } from '../../platform/database/database.ts';
import { AuthToken } from './identity.entities.ts';
import type { Session, SignInService } from './sign-in.service.ts';
import type { FactorChallenges } from './totp.challenge.ts';
import type { TotpService } from './totp.service.ts';

interface Dependencies {
  db: Database;
  challenges: FactorChallenges;
  totp: TotpService;
  signIn: SignInService;
}

export type SecondStep = (
  answer: { challenge: string; code: string },
  userAgent: string | undefined,
) => Promise<Session>;

/** [AUT-6] The first factor was right, says the challenge; the code is the second one. */
export const createSecondStep =
  ({ db, challenges, totp, signIn }: Dependencies): SecondStep =>
  async ({ challenge, code }, userAgent) => {
    const userId = await db.asWorker((em) => challenges.open(em, challenge));
    await totp.prove(userId, code);
    return db.asWorker(async (em) => {
      // The link that led here, if one did, has done its work.
      await em.nativeDelete(AuthToken, { purpose: 'magic_link', userId, usedAt: null });
      return signIn.startSession(em, userId, userAgent, 'shown');
    });
  };
