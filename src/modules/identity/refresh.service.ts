import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { KeyRing } from '../../platform/crypto/keys.ts';
import { derivedTokens, hashToken, randomToken } from '../../platform/crypto/one-time-token.ts';
import { AuthSession, type EndReason, User } from './identity.entities.ts';

const lifetimeMs = 30 * 24 * 60 * 60 * 1_000;
/** Tabs and retries that refresh at the same time get the same successor within this time; later it is a theft. */
const graceMs = 10_000;

/** A child that waits for consent signs in and sees just that. */
const signInStatuses = ['active', 'pending_consent'] as const;

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
  const shown = await em.findOne(
    AuthSession,
    { refreshTokenHash: hashToken(refreshToken) },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!shown) return { outcome: 'unknown' };
  const { userId, familyId: sessionFamily } = shown;
  const active = await em.count(User, { id: userId, status: { $in: signInStatuses } });
  const now = Date.now();
  if (shown.revokedAt || shown.expiresAt.getTime() <= now || !active) return { outcome: 'ended' };

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

export async function endFamily(em: EntityManager, familyId: string, revokeReason: EndReason): Promise<void> {
  await em.nativeUpdate(AuthSession, { familyId, revokedAt: null }, { revokedAt: new Date(), revokeReason });
}

export async function endAllFamilies(
  em: EntityManager,
  userId: string,
  revokeReason: EndReason,
): Promise<void> {
  await em.nativeUpdate(AuthSession, { userId, revokedAt: null }, { revokedAt: new Date(), revokeReason });
}

/** Gives the families that ended. */
export async function endOtherFamilies(
  em: EntityManager,
  userId: string,
  kept: string,
  revokeReason: EndReason,
): Promise<string[]> {
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
