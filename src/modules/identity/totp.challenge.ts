import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Keys } from '../../platform/crypto/keys.ts';
import { createTokenSigner } from '../../platform/crypto/signed-token.ts';
import { AppError } from '../../platform/http/app-error.ts';

const lifetimeSeconds = 5 * 60;

interface ChallengeClaims {
  sub: string;
  /** The password and the factor that it was given for: with either of them changed it is void. */
  bound: string;
}

export interface FactorChallenges {
  /** What somebody with a second factor gets for the first one; null: there is no second one to ask for. */
  issue(em: EntityManager, userId: string): Promise<string | null>;
  /** Gives whose it is. */
  open(em: EntityManager, challenge: string): Promise<string>;
}

/** [AUT-6] Says that the first factor was right. It opens nothing but the question for the second one. */
export function createFactorChallenges(keys: Keys): FactorChallenges {
  const signer = createTokenSigner<ChallengeClaims>(keys['second-factor'], {
    type: 'second-factor+jwt',
    audience: 'tutti-second-factor',
    lifetimeSeconds,
  });
  return {
    async issue(em, userId) {
      const bound = await boundTo(em, userId);
      return bound && signer.sign({ sub: userId, bound });
    },
    async open(em, challenge) {
      const verified = signer.verify(challenge);
      const good = verified.ok && (await boundTo(em, verified.claims.sub)) === verified.claims.bound;
      if (!good) throw new AppError('auth/expired-token', 'That took too long. Sign in again.');
      return verified.claims.sub;
    },
  };
}

async function boundTo(em: EntityManager, userId: string): Promise<string | null> {
  const [row] = await em.execute<{ state: string }[]>(
    `SELECT concat_ws(' ', f.user_id, extract(epoch FROM f.confirmed_at), extract(epoch FROM c.password_changed_at)) AS state
     FROM totp_factors f JOIN users u ON u.id = f.user_id LEFT JOIN credentials c ON c.user_id = f.user_id
     WHERE f.user_id = ? AND f.confirmed_at IS NOT NULL AND u.status IN ('active', 'pending_consent')`,
    [userId],
  );
  return row ? createHash('sha256').update(row.state).digest('base64url') : null;
}
