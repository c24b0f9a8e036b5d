import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { Credential } from './identity.entities.ts';
import type { SignInThrottle } from './sign-in.throttle.ts';

/** Refuses with `auth/wrong-password`; the sign-in itself stays good. */
export type ProvePassword = (userId: string, password: string, address: string) => Promise<void>;

/**
 * Whoever is signed in shows once more that it is they, before something that cannot be taken back. Guesses are counted as on
 * signing in: a tablet that lies open is no way around it. [AUT-2]
 */
export function createPasswordProof({
  db,
  passwords,
  throttle,
}: {
  db: Database;
  passwords: Passwords;
  throttle: SignInThrottle;
}): ProvePassword {
  return async (userId, password, address) => {
    const known = await db.asWorker((em) => em.findOne(Credential, { userId }));
    const one = { login: `account ${userId}`, address, device: null };
    await throttle.take(one);
    if (!(await passwords.matches(password, known?.passwordHash ?? null)))
      throw new AppError('auth/wrong-password', 'The password is wrong.');
    await throttle.forget(one);
  };
}
