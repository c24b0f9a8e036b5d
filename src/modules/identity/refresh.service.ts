import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import { derivedTokens, hashToken, randomToken } from '../../platform/crypto/one-time-token.ts';
import { AuthSession, type EndReason } from './identity.entities.ts';

const lifetimeMs = 30 * 24 * 60 * 60 * 1_000;
/** Tabs and retries that refresh at the same time get the same successor within this time; later it is a theft. */
const graceMs = 10_000;

export const refreshLifetimeSeconds = lifetimeMs / 1_000;

export interface StartedFamily {
  sessionFamily: string;
  refreshToken: string;
}

export type Refreshed =
  | { outcome: 'refreshed'; userId: string; sessionFamily: string; refreshToken: string }
  | { outcome: 'unknown' | 'ended' }
  | { outcome: 'reused'; userId: string; sessionFamily: string };

/** [AUT-4] A sign-in begins a family of refresh tokens, of which one at a time is good. */
export async function startFamily(
  em: EntityManager,
  userId: string,
  userAgent: string | undefined,
): Promise<StartedFamily> {
  const sessionFamily = uuid();
  const refreshToken = randomToken();
  await insertToken(em, { userId, familyId: sessionFamily, userAgent: userAgent ?? null }, refreshToken);
  return { sessionFamily, refreshToken };
}

/**
 * Gives the successor of a refresh token. It is derived from the old one by HMAC, so that parallel requests get the same
 * although only hashes are stored. A token that comes again later was stolen from someone: its whole family ends.
 */
export async function refresh(em: EntityManager, ring: KeyRing, refreshToken: string): Promise<Refreshed> {
  const refreshTokenHash = hashToken(refreshToken);
  const of = await em.findOne(AuthSession, { refreshTokenHash });
  if (!of) return { outcome: 'unknown' };
  const maySignIn = await lockSignIns(em, of.userId);
  const shown = await em.findOneOrFail(AuthSession, { refreshTokenHash }, { refresh: true });
  const { userId, familyId: sessionFamily } = shown;
  const now = Date.now();
  if (shown.revokedAt || shown.expiresAt.getTime() <= now || !maySignIn) return { outcome: 'ended' };

  const successors = derivedTokens(ring, refreshToken);
  if (!shown.rotatedAt) {
    shown.rotatedAt = new Date(now);
    await insertToken(em, shown, successors[0]);
    return { outcome: 'refreshed', userId, sessionFamily, refreshToken: successors[0] };
  }
  if (now - shown.rotatedAt.getTime() <= graceMs) {
    const made = await findMade(em, successors);
    if (made) return { outcome: 'refreshed', userId, sessionFamily, refreshToken: made };
  }
  await endFamily(em, sessionFamily, 'reuse');
  return { outcome: 'reused', userId, sessionFamily };
}

/**
 * [AUT-5] Sign-ins of one person begin, go on and end one after the other: whoever ends them sees all that have begun, and none
 * begins from what was true before. Locked is the person first, then the sign-ins. False: this account may not sign in.
 */
export async function lockSignIns(em: EntityManager, userId: string): Promise<boolean> {
  const [person] = await em.execute<{ maySignIn: boolean }[]>(
    `SELECT status IN ('active', 'pending_consent') AS "maySignIn" FROM users WHERE id = ? FOR NO KEY UPDATE`,
    [userId],
  );
  return person?.maySignIn ?? false;
}

export async function endFamily(em: EntityManager, familyId: string, revokeReason: EndReason): Promise<void> {
  const of = await em.findOne(AuthSession, { familyId }, { fields: ['userId'] });
  if (of) await lockSignIns(em, of.userId);
  await em.nativeUpdate(AuthSession, { familyId, revokedAt: null }, { revokedAt: new Date(), revokeReason });
}

export async function endAllFamilies(
  em: EntityManager,
  userId: string,
  revokeReason: EndReason,
): Promise<void> {
  await lockSignIns(em, userId);
  await em.nativeUpdate(AuthSession, { userId, revokedAt: null }, { revokedAt: new Date(), revokeReason });
}

/** Gives the families that ended. */
export async function endOtherFamilies(
  em: EntityManager,
  userId: string,
  kept: string,
  revokeReason: EndReason,
): Promise<string[]> {
  await lockSignIns(em, userId);
  const ended = await em.execute<{ family_id: string }[]>(
    `UPDATE auth_sessions SET revoked_at = now(), revoke_reason = ?
     WHERE user_id = ? AND family_id <> ? AND revoked_at IS NULL RETURNING family_id`,
    [revokeReason, userId, kept],
  );
  return [...new Set(ended.map(({ family_id }) => family_id))];
}

export async function findFamily(
  em: EntityManager,
  refreshToken: string,
): Promise<{ userId: string; sessionFamily: string } | null> {
  const found = await em.findOne(AuthSession, { refreshTokenHash: hashToken(refreshToken) });
  return found && { userId: found.userId, sessionFamily: found.familyId };
}

async function insertToken(
  em: EntityManager,
  of: { userId: string; familyId: string; userAgent?: string | null },
  token: string,
): Promise<void> {
  await em.insert(AuthSession, {
    id: uuid(),
    userId: of.userId,
    familyId: of.familyId,
    userAgent: of.userAgent ?? null,
    refreshTokenHash: hashToken(token),
    expiresAt: new Date(Date.now() + lifetimeMs),
  });
}

/** After a change of the secret the successor may have been derived with the previous key. */
async function findMade(em: EntityManager, candidates: string[]): Promise<string | undefined> {
  for (const token of candidates) {
    const made = await em.findOne(AuthSession, { refreshTokenHash: hashToken(token) });
    if (made && !made.revokedAt) return token;
  }
  return undefined;
}
