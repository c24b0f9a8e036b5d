import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import type { Asker, MailQuota } from './even-replies.ts';
import { AuthToken, Credential, User } from './identity.entities.ts';
import { hashNewPassword } from './new-password.ts';
import { insertLink, linkTo, spendLink, withdrawWaysIn } from './one-time-link.service.ts';
import { invalidLink } from './open-account.ts';
import type { ProvePassword } from './password-proof.service.ts';
import { readPerson, takenHandle } from './person.service.ts';
import { endOtherFamilies } from './refresh.service.ts';
import type { SignOuts } from './sign-outs.ts';

const purpose = 'email_change';
const hours = 24;

interface Dependencies {
  db: Database;
  passwords: Passwords;
  mail: MailService;
  quota: MailQuota;
  provePassword: ProvePassword;
  signOuts: SignOuts;
}

export type OwnAccountService = ReturnType<typeof createOwnAccountService>;

/** What people change about how they sign in; for both they prove that it is they who sit there. */
export function createOwnAccountService({
  db,
  passwords,
  mail,
  quota,
  provePassword,
  signOuts,
}: Dependencies) {
  const readOwn = ({ userId }: SignedInCaller) => db.asWorker((em) => readPerson(em, userId));

  return {
    /** Every other sign-in ends; this one stays. */
    async changePassword(
      caller: SignedInCaller,
      { oldPassword, newPassword }: { oldPassword: string; newPassword: string },
      address: string,
    ): Promise<void> {
      await provePassword(caller.userId, oldPassword, address);
      const person = await readOwn(caller);
      const passwordHash = await hashNewPassword(passwords, newPassword, person);
      const { userId, orgId, sessionFamily } = caller;
      const ended = await db.asWorker(async (em) => {
        const change = { passwordHash, passwordChangedAt: new Date() };
        await em.nativeUpdate(Credential, { userId }, change);
        await withdrawWaysIn(em, userId);
        await audit(em, auditOf(caller, 'password.changed'));
        if (person.email !== null) {
          const { email: to, locale, displayName: name } = person;
          await mail.send(em, { orgId, userId, to, locale, template: 'password-changed', params: { name } });
        }
        return endOtherFamilies(em, userId, sessionFamily, 'password_change');
      });
      for (const family of ended) signOuts.announce({ userId, sessionFamily: family });
    },

    /** The new address counts once its link is opened. That somebody else has it is told to that address alone. */
    async changeEmail(
      caller: SignedInCaller,
      { email, password }: { email: string; password: string },
      { address, baseUrl }: Asker,
    ): Promise<void> {
      await provePassword(caller.userId, password, address);
      const person = await readOwn(caller);
      if (person.isMinor) throw new AppError('auth/forbidden', 'Of a child no address is kept.');
      if (email === person.email || !(await quota(email, { address }))) return;
      const { userId, orgId } = caller;
      const { locale, displayName: name } = person;
      await db.asWorker(async (em) => {
        const to = { orgId, to: email, locale };
        if ((await em.count(User, { orgId, email, status: { $ne: 'deleted' } })) > 0) {
          const params = { name, signInLink: `${baseUrl}/sign-in`, resetLink: `${baseUrl}/forgot` };
          return mail.send(em, { ...to, userId, template: 'account-exists', params });
        }
        await em.nativeDelete(AuthToken, { purpose, userId, usedAt: null });
        const token = randomToken();
        await insertLink(em, { purpose, userId, orgId, email, token, lifetimeMs: hours * 3_600_000 });
        const params = { name, link: linkTo(baseUrl, 'confirm-email', token), hours };
        await mail.send(em, { ...to, userId, template: 'change-email', params });
      });
    },

    /** The old address is told, so that nobody loses an account unawares. Links that were mailed there are void. */
    confirmEmail: (token: string): Promise<void> =>
      db.asWorker(async (em) => {
        const link = await spendLink(em, purpose, token);
        if (!link?.userId || !link.email) throw invalidLink();
        const person = await readPerson(em, link.userId);
        if (person.status !== 'active') throw invalidLink();
        await takeEmail(em, person.id, link.email);
        await withdrawWaysIn(em, person.id);
        const { id: userId, orgId, email: old, locale, displayName: name } = person;
        const entry = { orgId, actorId: userId, entity: 'user', entityId: userId };
        await audit(em, { ...entry, action: 'email.changed', changes: { email: { changed: true } } });
        if (old !== null)
          await mail.send(em, {
            orgId,
            userId,
            to: old,
            locale,
            template: 'email-changed',
            params: { name },
          });
      }),
  };
}

const auditOf = ({ orgId, userId }: SignedInCaller, action: string) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'user',
  entityId: userId,
});

async function takeEmail(em: EntityManager, id: string, email: string): Promise<void> {
  try {
    await em.nativeUpdate(User, { id }, { email, emailVerifiedAt: new Date() });
  } catch (error) {
    throw takenHandle(error) ? invalidLink() : error;
  }
}
