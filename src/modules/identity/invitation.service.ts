import type { EntityManager } from '@mikro-orm/postgresql';
import type { Keys } from '../../platform/crypto/keys.ts';
import { derivedTokens, hashToken, randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { RoleKey } from '../../wire/identity.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { readOrganization } from '../org/organization.service.ts';
import { AuthToken } from './identity.entities.ts';
import { hashNewPassword } from './new-password.ts';
import { findGoodLink, insertLink, type LinkRow, linkTo, useLink } from './one-time-link.service.ts';
import { createPerson, readPerson } from './person.service.ts';
import type { Session, SignInService } from './sign-in.service.ts';

const days = 7;
const lifetimeMs = days * 24 * 60 * 60 * 1_000;
const purpose = 'account_invite';

export interface Acceptance {
  token: string;
  displayName: string;
  email: string;
  password: string;
  locale: Locale;
}

interface Dependencies {
  db: Database;
  mail: MailService;
  keys: Keys;
  passwords: Passwords;
  signIn: SignInService;
}

export type InvitationService = ReturnType<typeof createInvitationService>;

export function createInvitationService({ db, mail, keys, passwords, signIn }: Dependencies) {
  /** Only a hash of the token is kept, so a repeated request must be able to make the same token again. */
  const tokenFor = (caller: SignedInCaller, idempotencyKey: string | undefined): string =>
    idempotencyKey
      ? derivedTokens(keys['one-time-link'], `invite ${caller.userId} ${idempotencyKey}`)[0]
      : randomToken();

  const mailInvitation = async (
    em: EntityManager,
    { email, payload }: LinkRow,
    { orgId, userId }: SignedInCaller,
    link: string,
  ): Promise<void> => {
    const inviter = await readPerson(em, userId);
    const { orgName: organization, locale } = inviter;
    const params = { organization, role: payload.role!, inviter: inviter.displayName, link, days };
    await mail.send(em, { orgId, to: email!, locale, template: 'invitation', params });
  };

  return {
    async create(
      caller: SignedInCaller,
      invited: { email?: string | undefined; role: RoleKey },
      { idempotencyKey, baseUrl }: { idempotencyKey: string | undefined; baseUrl: string },
    ): Promise<{ row: LinkRow; token: string }> {
      if (
        invited.role === 'admin' &&
        !caller.roles.some((role) => role === 'admin' || role === 'super_admin')
      )
        throw new AppError('role/not-allowed', 'Only an administrator invites administrators.');
      const token = tokenFor(caller, idempotencyKey);
      const email = invited.email ?? null;
      return db.asWorker(async (em) => {
        const made = await em.findOne(AuthToken, { purpose, tokenHash: hashToken(token) });
        if (made && (made.email !== email || made.payload.role !== invited.role)) {
          throw new AppError(
            'request/duplicate-key',
            'This Idempotency-Key was used for another invitation.',
          );
        }
        const { orgId, userId: createdBy } = caller;
        const link = {
          purpose,
          orgId,
          createdBy,
          email,
          payload: { role: invited.role },
          token,
          lifetimeMs,
        } as const;
        if (made) return { row: made, token };
        const row = await insertLink(em, link);
        await audit(em, entryOf(caller, 'invitation.created', row));
        if (email !== null) await mailInvitation(em, row, caller, linkTo(baseUrl, 'invite', token));
        return { row, token };
      });
    },

    list: (
      orgId: string,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ): Promise<LinkRow[]> =>
      db.asWorker((em) =>
        em.find(
          AuthToken,
          { purpose, orgId, ...(cursor && { id: { $lt: cursor } }) },
          { orderBy: { id: 'desc' }, limit: limit + 1 },
        ),
      ),

    withdraw: (caller: SignedInCaller, id: string): Promise<void> =>
      db.asWorker(async (em) => {
        const open = { id, orgId: caller.orgId, purpose, usedAt: null } as const;
        const row = await em.findOne(AuthToken, open);
        const withdrawn = await em.nativeDelete(AuthToken, open);
        if (!row || withdrawn === 0)
          throw new AppError('invitation/not-found', 'There is no such open invitation.');
        await audit(em, entryOf(caller, 'invitation.withdrawn', row));
      }),

    preview: (token: string): Promise<{ organizationName: string; role: RoleKey; email: string | null }> =>
      db.asWorker(async (em) => {
        const { orgId, role, email } = await requireGood(em, token);
        return { organizationName: (await readOrganization(em, orgId)).name, role, email };
      }),

    async accept(
      { token, displayName, email, password, locale }: Acceptance,
      userAgent: string | undefined,
    ): Promise<Session> {
      await db.asWorker((em) => requireFor(em, token, email));
      const passwordHash = await hashNewPassword(passwords, password, { email, displayName });
      return db.asWorker(async (em) => {
        const { id, orgId, role, createdBy } = await requireFor(em, token, email);
        if (!(await useLink(em, { id }))) throw invalid();
        const userId = await createPerson(em, {
          orgId,
          email,
          displayName,
          locale,
          role,
          passwordHash,
          status: 'active',
          origin: 'invitation',
          grantedBy: createdBy,
        });
        await audit(em, {
          orgId,
          actorId: userId,
          action: 'account.created',
          entity: 'user',
          entityId: userId,
          changes: { role: { before: null, after: role } },
        });
        return signIn.startSession(em, userId, userAgent);
      });
    },
  };
}

const entryOf = ({ orgId, userId }: SignedInCaller, action: string, { id, payload }: LinkRow) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'invitation',
  entityId: id,
  changes: { role: { before: null, after: payload.role } },
});

const invalid = () =>
  new AppError('invitation/invalid', 'This invitation is used up, withdrawn or too old. Ask for a new one.');

interface GoodInvitation {
  id: string;
  orgId: string;
  role: RoleKey;
  email: string | null;
  createdBy: string | null;
}

async function requireGood(em: EntityManager, token: string): Promise<GoodInvitation> {
  const link = await findGoodLink(em, purpose, token);
  if (!link?.orgId || !link.payload.role) throw invalid();
  return {
    id: link.id,
    orgId: link.orgId,
    role: link.payload.role,
    email: link.email ?? null,
    createdBy: link.createdBy ?? null,
  };
}

/** An invitation with an email is for that person alone. */
async function requireFor(em: EntityManager, token: string, email: string): Promise<GoodInvitation> {
  const invitation = await requireGood(em, token);
  if (invitation.email && invitation.email !== email) {
    throw new AppError('invitation/invalid', 'This invitation was made for another email.');
  }
  return invitation;
}
