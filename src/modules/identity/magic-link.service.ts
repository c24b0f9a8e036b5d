import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { MailService } from '../notify/mail.service.ts';
import { findByEmail } from './account-by-email.ts';
import { type Asker, evenly, type MailQuota } from './even-replies.ts';
import { AuthToken } from './identity.entities.ts';
import { insertLink, linkTo, spendLink } from './one-time-link.service.ts';
import { invalidLink, openAccount } from './open-account.ts';
import type { Session, SignInService } from './sign-in.service.ts';

const purpose = 'magic_link';
const minutes = 15;

interface Dependencies {
  db: Database;
  passwords: Passwords;
  mail: MailService;
  quota: MailQuota;
  signIn: SignInService;
}

export type MagicLinkService = ReturnType<typeof createMagicLinkService>;

/** Signing in by a mailed link instead of a password. */
export function createMagicLinkService({ db, passwords, mail, quota, signIn }: Dependencies) {
  return {
    /** [AUT-1] Takes as long and says the same for an address that nobody has. Earlier links are void. */
    request: (email: string, organization: string | undefined, asker: Asker): Promise<void> =>
      evenly(passwords, async () => {
        if (!(await quota(email, asker))) return;
        await db.asWorker(async (em) => {
          const account = await findByEmail(em, email, organization);
          if (!account || account.status === 'pending_verification') return;
          const { userId, orgId, locale, displayName: name } = account;
          await em.nativeDelete(AuthToken, { purpose, userId, usedAt: null });
          const token = randomToken();
          await insertLink(em, { purpose, userId, orgId, token, lifetimeMs: minutes * 60_000 });
          const params = { name, link: linkTo(asker.baseUrl, 'magic', token), minutes };
          await mail.send(em, { orgId, userId, to: email, locale, template: 'magic-link', params });
        });
      }),

    /** Opening the page is not enough: programs that look through mails open links, too. Someone has to press the button. */
    open: (token: string, userAgent: string | undefined): Promise<Session> =>
      db.asWorker(async (em) => {
        const userId = await requireGood(em, token);
        await requireOwnWayIn(em, userId);
        if ((await openAccount(em, userId)) === 'pending_approval')
          throw new AppError('auth/awaiting-approval', 'An administrator has to agree first.');
        return signIn.startSession(em, userId, userAgent);
      }),
  };
}

async function requireGood(em: EntityManager, token: string): Promise<string> {
  const link = await spendLink(em, purpose, token);
  if (!link?.userId) throw invalidLink();
  return link.userId;
}

/** Where an organization wants its own provider, a mail is no way around it; only who mends its settings comes in without. */
async function requireOwnWayIn(em: EntityManager, userId: string): Promise<void> {
  const found = await em.execute(
    `SELECT 1 FROM users u JOIN org_settings s ON s.org_id = u.org_id
     WHERE u.id = ? AND s.enforce_sso AND NOT EXISTS (
       SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id
       WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND r.key IN ('admin', 'super_admin'))`,
    [userId],
  );
  if (found.length > 0)
    throw new AppError('auth/sso-only', 'Here people sign in at their organization’s own provider.');
}
