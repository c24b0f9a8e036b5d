import type { InferEntity } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { hashToken } from '../../platform/crypto/one-time-token.ts';
import { AuthToken } from './identity.entities.ts';

export type LinkRow = InferEntity<typeof AuthToken>;
type Purpose = LinkRow['purpose'];

export interface NewLink {
  purpose: Purpose;
  token: string;
  lifetimeMs: number;
  userId?: string;
  orgId?: string;
  createdBy?: string;
  email?: string | null;
  payload?: LinkRow['payload'];
}

type LinkPage =
  | 'setup'
  | 'invite'
  | 'reset'
  | 'verify'
  | 'magic'
  | 'confirm-email'
  | 'consent'
  | 'consent/confirm'
  | 'guardian'
  | 'card';

/** Pages that links lead to. The token stands behind the #: it reaches no server log and no other site. */
export const linkTo = (baseUrl: string, page: LinkPage, token: string): string =>
  `${baseUrl}/${page}#token=${token}`;

export async function insertLink(
  em: EntityManager,
  { token, lifetimeMs, ...link }: NewLink,
): Promise<LinkRow> {
  const row = em.create(AuthToken, {
    id: uuid(),
    purpose: link.purpose,
    userId: link.userId ?? null,
    orgId: link.orgId ?? null,
    createdBy: link.createdBy ?? null,
    email: link.email ?? null,
    payload: link.payload ?? {},
    tokenHash: hashToken(token),
    expiresAt: new Date(Date.now() + lifetimeMs),
    usedAt: null,
  });
  await em.persist(row).flush();
  return row;
}

/** Whoever has a new password or address, or fears for the account: nothing that was begun before lets anybody in, or takes it over. */
export async function withdrawWaysIn(em: EntityManager, userId: string): Promise<void> {
  const purpose = { $in: ['magic_link', 'password_reset', 'roster_card', 'email_change'] as const };
  await em.nativeDelete(AuthToken, { purpose, userId, usedAt: null });
}

/** Whoever may less from now on, or comes in no more, has nothing lying about that would let them or others in. */
export async function withdrawMadeBy(em: EntityManager, createdBy: string): Promise<void> {
  const purpose = { $in: ['account_invite', 'password_reset', 'roster_card'] as const };
  await em.nativeDelete(AuthToken, { purpose, createdBy, usedAt: null });
}

export async function findGoodLink(
  em: EntityManager,
  purpose: Purpose,
  token: string,
): Promise<LinkRow | null> {
  return em.findOne(AuthToken, {
    purpose,
    tokenHash: hashToken(token),
    usedAt: null,
    expiresAt: { $gt: new Date() },
  });
}

/** Uses the link up. Of several who try at once, one gets true. */
export async function useLink(em: EntityManager, link: Pick<LinkRow, 'id'>): Promise<boolean> {
  const used = await em.nativeUpdate(AuthToken, { id: link.id, usedAt: null }, { usedAt: new Date() });
  return used === 1;
}

/** The good link behind a token, used up with this; null when it is unknown, too old, or was used before. */
export async function spendLink(em: EntityManager, purpose: Purpose, token: string): Promise<LinkRow | null> {
  const tokenHash = hashToken(token);
  const good = { purpose, tokenHash, usedAt: null, expiresAt: { $gt: new Date() } };
  const spent = await em.nativeUpdate(AuthToken, good, { usedAt: new Date() });
  return spent === 1 ? em.findOneOrFail(AuthToken, { tokenHash }) : null;
}
