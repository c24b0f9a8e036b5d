import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';

/**
 * [AUT-1] Does something about an account that may not exist while one password is compared, as on every other way in: the
 * slow comparison hides how long the work took, and that there was none.
 */
export async function evenly(passwords: Passwords, work: () => Promise<void>): Promise<void> {
  await Promise.all([passwords.matches(randomToken(), null), work()]);
}

/** Whoever asks for a mail: how links in it begin, and where the request came from. */
export interface Asker {
  baseUrl: string;
  address: string;
}

/**
 * One mailbox gets no flood of our mails, whoever asks for them; and who asks too often for somebody else does not use up
 * what the owner may ask for.
 */
export function createMailQuota(limits: Limits) {
  const fromOnePlace = limits.limiter('mail/one-place', { times: 4, seconds: 15 * 60 });
  const inAll = limits.limiter('mail/all', { times: 20, seconds: 60 * 60 });
  /** Whether one more may go. What is over the quota is left out in silence: the reply is the same. */
  return async (email: string, { address }: Pick<Asker, 'address'>): Promise<boolean> => {
    try {
      await fromOnePlace.take(`${address} ${email}`);
      await inAll.take(email);
      return true;
    } catch (refusal) {
      if (refusal instanceof AppError) return false;
      throw refusal;
    }
  };
}
export type MailQuota = ReturnType<typeof createMailQuota>;
