import type pg from 'pg';
import type { Config } from '../../config.ts';
import type { Keys } from '../../platform/crypto/keys.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Authenticate, PermissionKey, SignedInCaller } from '../../platform/http/caller.ts';
import type { ConsentScope } from '../../wire/consent.ts';
import type { RoleKey } from '../../wire/identity.ts';
import { type AccessClaims, accessTokenSigner } from './access-token.ts';
import type { SignOuts } from './sign-outs.ts';

/** [AUT-5] what was read of a person counts so long: where another node ended the sign-in, everything closes within 5 s. */
const trustedMs = 2_500;
const maxKept = 5_000;

const readSql = `
  SELECT u.org_id,
    ARRAY(SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id
      WHERE ur.user_id = u.id AND ur.org_id = u.org_id) AS roles,
    ARRAY(SELECT rp.permission_key FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
      WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND u.status = 'active'
      UNION SELECT up.permission_key FROM user_permissions up
      WHERE up.user_id = u.id AND up.org_id = u.org_id AND u.status = 'active') AS permissions,
    CASE WHEN u.is_minor THEN effective_scopes(u.id) END AS consent,
    NOT EXISTS (SELECT 1 FROM totp_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
      AND EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id LEFT JOIN org_settings o ON o.org_id = u.org_id
        WHERE ur.user_id = u.id AND ur.org_id = u.org_id
          AND (($3 AND r.key IN ('admin', 'super_admin')) OR (r.key = 'teacher' AND o.teacher_totp_required))) AS lacks_factor
  FROM users u
  WHERE u.id = $1 AND u.status IN ('active', 'pending_consent') AND EXISTS (
    SELECT 1 FROM auth_sessions s
    WHERE s.family_id = $2 AND s.user_id = u.id AND s.revoked_at IS NULL AND s.expires_at > now())`;

interface CallerRow {
  org_id: string;
  roles: RoleKey[];
  permissions: PermissionKey[];
  consent: ConsentScope[] | null;
  lacks_factor: boolean;
}

/** Turns an access token into the person who shows it, or refuses. REST, rooms and push all ask here. */
export function createAuthenticate(
  jobs: pg.Pool,
  keys: Keys,
  signOuts: SignOuts,
  { adminTotp }: Pick<Config, 'adminTotp'> = { adminTotp: 'required' },
): Authenticate {
  const signer = accessTokenSigner(keys);
  const kept = new Map<string, { caller: Promise<SignedInCaller>; until: number; userId: string }>();
  signOuts.onSignedOut(({ userId, sessionFamily }) => {
    for (const [family, entry] of kept) {
      if (entry.userId === userId && (sessionFamily === null || sessionFamily === family))
        kept.delete(family);
    }
  });

  return async (token) => {
    const verified = signer.verify(token);
    if (!verified.ok)
      throw new AppError(verified.reason === 'expired' ? 'auth/expired-token' : 'auth/invalid-token');
    const { sub: userId, sid: family } = verified.claims;
    const now = performance.now();
    const known = kept.get(family);
    if (known && known.until > now && known.userId === userId) return known.caller;

    if (kept.size >= maxKept) kept.delete(kept.keys().next().value!);
    const entry = {
      caller: readCaller(jobs, verified.claims, adminTotp === 'required'),
      until: now + trustedMs,
      userId,
    };
    kept.delete(family);
    kept.set(family, entry);
    const forget = () => {
      if (kept.get(family) === entry) kept.delete(family);
    };
    // whoever adds a second factor goes on at once
    entry.caller.then((caller) => caller.lacksSecondFactor && forget(), forget);
    return entry.caller;
  };
}

async function readCaller(
  jobs: pg.Pool,
  { sub: userId, sid }: AccessClaims,
  adminsNeedFactor: boolean,
): Promise<SignedInCaller> {
  const { rows } = await jobs.query<CallerRow>({
    name: 'read-caller',
    text: readSql,
    values: [userId, sid, adminsNeedFactor],
  });
  const row = rows[0];
  if (!row) throw new AppError('auth/session-ended', 'This sign-in has ended. Sign in again.');
  return {
    userId,
    orgId: row.org_id,
    roles: row.roles,
    permissions: new Set(row.permissions),
    consent: row.consent && new Set(row.consent),
    lacksSecondFactor: row.lacks_factor,
    sessionFamily: sid,
  };
}
