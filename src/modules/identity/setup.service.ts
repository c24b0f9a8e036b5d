import type { EntityManager } from '@mikro-orm/postgresql';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { nameOrganization } from '../org/organization.service.ts';
import { demoEmails } from './demo-accounts.ts';
import { AuthToken, Role, UserRole } from './identity.entities.ts';
import { hashNewPassword } from './new-password.ts';
import { findGoodLink, insertLink, type LinkRow, useLink } from './one-time-link.service.ts';
import { createPerson } from './person.service.ts';
import type { Session, SignInService } from './sign-in.service.ts';

const lifetimeMs = 7 * 24 * 60 * 60 * 1_000;
/** Servers that start together each print a link, and all of these work. */
const togetherMs = 10 * 60 * 1_000;

export interface Setup {
  token: string;
  organizationName: string;
  displayName: string;
  email: string;
  password: string;
  locale: Locale;
}

/** While nobody administers the installation: a fresh token for the set-up link, and those of earlier starts are void. */
export async function renewSetupToken(em: EntityManager, orgId: string): Promise<string | null> {
  if (await hasAdministrator(em, orgId)) return null;
  const earlier = { $lt: new Date(Date.now() - togetherMs) };
  await em.nativeDelete(AuthToken, { purpose: 'setup', orgId, usedAt: null, createdAt: earlier });
  const token = randomToken();
  await insertLink(em, { purpose: 'setup', orgId, token, lifetimeMs });
  return token;
}

export type SetupService = ReturnType<typeof createSetupService>;

export function createSetupService({
  db,
  passwords,
  signIn,
}: {
  db: Database;
  passwords: Passwords;
  signIn: SignInService;
}) {
  const requireGoodLink = async (em: EntityManager, token: string): Promise<LinkRow> => {
    const link = await findGoodLink(em, 'setup', token);
    if (!link?.orgId || (await hasAdministrator(em, link.orgId))) throw invalidLink();
    return link;
  };
  return {
    check: (token: string) => db.asWorker((em) => requireGoodLink(em, token)),

    /** Makes the first administrator, who is the one of the whole installation as well, and names the organization. */
    async complete(setup: Setup, userAgent: string | undefined): Promise<Session> {
      const { token, email, displayName, password, locale } = setup;
      await db.asWorker((em) => requireGoodLink(em, token));
      const passwordHash = await hashNewPassword(passwords, password, { email, displayName });
      return db.asWorker(async (em) => {
        const link = await requireGoodLink(em, token);
        if (!(await useLink(em, link))) throw invalidLink();
        const orgId = link.orgId!;
        await nameOrganization(em, orgId, { name: setup.organizationName, locale });
        const userId = await createPerson(em, {
          orgId,
          email,
          displayName,
          locale,
          role: 'admin',
          passwordHash,
          status: 'active',
          origin: 'setup',
        });
        const { id: roleId } = await em.findOneOrFail(Role, { orgId: null, key: 'super_admin' });
        await em.insert(UserRole, { userId, roleId, orgId });
        await audit(em, {
          orgId,
          actorId: userId,
          action: 'organization.set_up',
          entity: 'organization',
          entityId: orgId,
        });
        return signIn.startSession(em, userId, userAgent);
      });
    },
  };
}

const invalidLink = () =>
  new AppError(
    'setup/link-invalid',
    'This set-up link is used up or too old. Start the server again: it prints a new one.',
  );

async function hasAdministrator(em: EntityManager, orgId: string): Promise<boolean> {
  const found = await em.execute(
    `SELECT 1 FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id
     WHERE u.org_id = ? AND ur.org_id = u.org_id AND u.status = 'active' AND r.key IN ('admin', 'super_admin')
       AND COALESCE(u.email, '') NOT IN (?, ?) LIMIT 1`,
    [orgId, ...demoEmails],
  );
  return found.length > 0;
}
