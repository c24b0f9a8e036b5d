import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { OwnProof } from '../../wire/sign-ins.ts';
import { Credential } from './identity.entities.ts';
import type { ProvePassword } from './password-proof.service.ts';
import type { TotpService } from './totp.service.ts';

/** Refuses unless it is the person who sits there, with `auth/wrong-password` or `auth/sign-in-again`; the sign-in stays good. */
export type ProveOneself = (caller: SignedInCaller, proof: OwnProof, address: string) => Promise<void>;

const freshMinutes = 10;

/**
 * Before something that cannot be taken back, or that is the owner's alone to see: the password, or a code of the second factor.
 * Who comes in by a provider and has neither has to have come in a moment ago.
 */
export function createOwnProof({
  db,
  provePassword,
  totp,
}: {
  db: Database;
  provePassword: ProvePassword;
  totp: Pick<TotpService, 'prove'>;
}): ProveOneself {
  return async ({ userId, sessionFamily }, { password, code }, address) => {
    if (code !== undefined) return totp.prove(userId, code);
    if (password !== undefined) return provePassword(userId, password, address);
    const { hasPassword, isFresh } = await db.asWorker(async (em) => ({
      hasPassword: (await em.count(Credential, { userId })) > 0,
      isFresh: (await em.execute(freshSql, [sessionFamily, userId, freshMinutes])).length > 0,
    }));
    if (hasPassword) throw new AppError('auth/wrong-password', 'Your password is asked for.');
    if (!isFresh)
      throw new AppError('auth/sign-in-again', 'Sign in once more first: your sign-in is too old for this.');
  };
}

const freshSql = `
  SELECT 1 FROM auth_sessions WHERE family_id = ? AND user_id = ? HAVING min(created_at) > now() - make_interval(mins => ?)`;
