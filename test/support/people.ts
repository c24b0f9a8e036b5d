import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { accessTokenSigner } from '../../src/modules/identity/access-token.ts';
import { deriveKeys, type Keys } from '../../src/platform/crypto/keys.ts';
import type { RoleKey } from '../../src/wire/identity.ts';

export interface Person {
  userId: string;
  orgId: string;
  family: string;
  claims: { sub: string; sid: string };
  /** A good access token. */
  token: string;
}

/** Signed-in people without a password, for tests that are not about signing in. */
export function createPeople(jobs: pg.Pool, keys: Keys = deriveKeys(randomUUID())) {
  const signer = accessTokenSigner(keys);
  const people = {
    keys,

    async addOrganization(): Promise<string> {
      const id = randomUUID();
      await jobs.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'School')`, [
        id,
        `school-${id}`,
      ]);
      return id;
    },

    async signUp({ orgId, role = 'teacher' }: { orgId?: string; role?: RoleKey } = {}): Promise<Person> {
      const org = orgId ?? (await people.addOrganization());
      const userId = randomUUID();
      await jobs.query('INSERT INTO users (id, org_id, email) VALUES ($1, $2, $3)', [
        userId,
        org,
        `${userId}@school.example`,
      ]);
      await jobs.query(
        'INSERT INTO user_roles (user_id, role_id, org_id, is_primary) SELECT $1, id, $2, true FROM roles WHERE key = $3',
        [userId, org, role],
      );
      // [AUT-6] without one they may add one, and nothing else
      if (role === 'admin' || role === 'super_admin')
        await jobs.query(
          `INSERT INTO totp_factors (user_id, secret_sealed, confirmed_at) VALUES ($1, '\\x00', now())`,
          [userId],
        );
      return people.signIn({ userId, orgId: org });
    },

    /** Once more, on another device. */
    async signIn({ userId, orgId }: { userId: string; orgId: string }): Promise<Person> {
      const family = randomUUID();
      await jobs.query(
        `INSERT INTO auth_sessions (user_id, family_id, refresh_token_hash, expires_at)
         VALUES ($1, $2, sha256($3), now() + interval '1 day')`,
        [userId, family, Buffer.from(family)],
      );
      const claims = { sub: userId, sid: family };
      return { userId, orgId, family, claims, token: signer.sign(claims) };
    },

    /** What signing out in another process leaves in the database. */
    async revoke({ family }: Person): Promise<void> {
      await jobs.query('UPDATE auth_sessions SET revoked_at = now() WHERE family_id = $1', [family]);
    },
  };
  return people;
}
