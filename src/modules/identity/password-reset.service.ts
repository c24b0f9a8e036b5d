import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { lockGameLogins } from '../secrets/locked-logins.service.ts';
import { findByEmail } from './account-by-email.ts';
import { type Asker, evenly, type MailQuota } from './even-replies.ts';
import { AuthToken, Credential, User } from './identity.entities.ts';
import { forgetDevices } from './known-devices.service.ts';
import { hashNewPassword } from './new-password.ts';
import {
  findGoodLink,
  insertLink,
  type LinkRow,
  linkTo,
  useLink,
  withdrawWaysIn,
} from './one-time-link.service.ts';
import { openAccount } from './open-account.ts';
import { readPerson } from './person.service.ts';
import { endAllFamilies } from './refresh.service.ts';
import type { SignOuts } from './sign-outs.ts';

const purpose = 'password_reset';
const minutes = 60;

async function renewToken(
  em: EntityManager,
  userId: string,
  email: string | null,
  createdBy?: string,
): Promise<string> {
  await em.nativeDelete(AuthToken, { purpose, userId, usedAt: null });
  const token = randomToken();
  await insertLink(em, {
    purpose,
    userId,
    email,
    token,
    lifetimeMs: minutes * 60_000,
    ...(createdBy && { createdBy }),
  });
  return token;
}

/**
 * A token for one new password, good for an hour; null when nobody has this e-mail or username and may come in. Earlier ones
 * are void. For the command line: the link is handed over and proves no address.
 */
export async function createResetToken(em: EntityManager, login: string): Promise<string | null> {
  const name = login.trim().toLowerCase();
  const user = await em.findOne(User, {
    $or: [{ email: name }, { username: name }],
    status: { $in: ['active', 'pending_consent'] },
  });
  return user && renewToken(em, user.id, null);
}

/** The same for somebody whose administrator asks for it. */
export const createResetTokenFor = (em: EntityManager, userId: string, madeBy: string): Promise<string> =>
  renewToken(em, userId, null, madeBy);

interface Dependencies {
  db: Database;
  passwords: Passwords;
  mail: MailService;
  quota: MailQuota;
  signOuts: SignOuts;
}

export type PasswordResetService = ReturnType<typeof createPasswordResetService>;

export function createPasswordResetService({ db, passwords, mail, quota, signOuts }: Dependencies) {
  return {
    /** [AUT-1] Takes as long and says the same for an address that nobody has. */
    forgot: (email: string, organization: string | undefined, asker: Asker): Promise<void> =>
      evenly(passwords, async () => {
        if (!(await quota(email, asker))) return;
        await db.asWorker(async (em) => {
          const account = await findByEmail(em, email, organization);
          if (!account) return;
          const { userId, orgId, locale, displayName: name } = account;
          const link = linkTo(asker.baseUrl, 'reset', await renewToken(em, userId, email));
          const params = { name, link, minutes };
          await mail.send(em, { orgId, userId, to: email, locale, template: 'reset-password', params });
        });
      }),

    /** [CON-6] A guardian gives a child, which has no address for a link, a new password. */
    async replaceForChild(caller: SignedInCaller, childId: string, password: string): Promise<void> {
      const [child] = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>(
          `SELECT child_id AS id FROM guardian_links
           WHERE guardian_id = app_user_id() AND child_id = ? AND status = 'active'`,
          [childId],
        ),
      );
      if (!child) throw new AppError('child/not-found', 'There is no such child of yours.');
      const person = await db.asWorker((em) => readPerson(em, childId));
      if (!person.isMinor) throw new AppError('child/not-found', 'There is no such child of yours.');
      const passwordHash = await hashNewPassword(passwords, password, person);
      await db.asWorker(async (em) => {
        await em.upsert(Credential, { userId: childId, passwordHash, passwordChangedAt: new Date() });
        await forgetDevices(em, childId);
        await withdrawWaysIn(em, childId);
        await lockGameLogins(em, childId);
        await endAllFamilies(em, childId, 'password_change');
        await audit(em, {
          orgId: person.orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'password.replaced',
          entity: 'user',
          entityId: childId,
        });
      });
      signOuts.announce({ userId: childId, sessionFamily: null });
    },

    check: (token: string) => db.asWorker((em) => requireGood(em, token)),

    /** Sets the password and ends every sign-in of this person. A link that came by mail proves the address as well. */
    async reset(token: string, password: string): Promise<void> {
      const person = await db.asWorker(async (em) => readPerson(em, (await requireGood(em, token)).userId!));
      const passwordHash = await hashNewPassword(passwords, password, person);
      await db.asWorker(async (em) => {
        const link = await requireGood(em, token);
        if (!(await useLink(em, link))) throw invalid();
        await em.upsert(Credential, { userId: person.id, passwordHash, passwordChangedAt: new Date() });
        await withdrawWaysIn(em, person.id);
        // only a link that came by mail was nobody else's to use
        if (link.email === null) await lockGameLogins(em, person.id);
        await forgetDevices(em, person.id);
        await endAllFamilies(em, person.id, 'password_change');
        await audit(em, {
          orgId: person.orgId,
          actorId: person.id,
          action: 'password.reset',
          entity: 'user',
          entityId: person.id,
        });
        if (link.email !== null && link.email === person.email) await openAccount(em, person.id);
        if (person.email === null) return;
        const { id: userId, orgId, email: to, locale, displayName: name } = person;
        await mail.send(em, { orgId, userId, to, locale, template: 'password-changed', params: { name } });
      });
      signOuts.announce({ userId: person.id, sessionFamily: null });
    },
  };
}

const invalid = () =>
  new AppError('auth/invalid-token', 'This link is used up or too old. Ask for a new one.');

async function requireGood(em: EntityManager, token: string): Promise<LinkRow> {
  const link = await findGoodLink(em, purpose, token);
  if (!link?.userId) throw invalid();
  return link;
}
