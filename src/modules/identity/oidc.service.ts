import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { BirthMonth } from '../../domain/consent/age.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { Credential, type UserStatus } from './identity.entities.ts';
import type { OidcPerson } from './oidc.provider.ts';
import { withdrawWaysIn } from './one-time-link.service.ts';
import { openAccount } from './open-account.ts';
import { createPerson } from './person.service.ts';
import { endAllFamilies } from './refresh.service.ts';
import type { Session, SignInService } from './sign-in.service.ts';
import type { SignOuts } from './sign-outs.ts';
import { monthText, readRules, requireOwnAge } from './sign-up.service.ts';

/** What somebody said on the page for new accounts before going to the provider. */
export type OidcSignUp = { locale: Locale } & ({ role: 'guardian' } | { role: 'student'; birth: BirthMonth });

interface Dependencies {
  db: Database;
  envelope: Envelope;
  signIn: SignInService;
  signOuts: SignOuts;
  now?: () => Date;
}

interface Known {
  userId: string;
  orgId: string;
  status: UserStatus;
  emailVerified: boolean;
}

export type OidcService = ReturnType<typeof createOidcService>;

/** Who somebody is here that a provider has let in. */
export function createOidcService({ db, envelope, signIn, signOuts, now = () => new Date() }: Dependencies) {
  /** An account with the address that the provider has seen proven is the same person's; from now on it is linked. */
  const link = async (em: EntityManager, provider: string, person: OidcPerson, orgId: string) => {
    const known = person.email === null ? null : await findByEmail(em, orgId, person.email);
    if (!known) return null;
    if (!known.emailVerified) await voidUnproven(em, known.userId);
    await insertIdentity(em, provider, person, known.userId);
    await audit(em, {
      ...auditOf(known, 'identity.linked'),
      changes: { provider: { before: null, after: provider } },
    });
    return known;
  };

  /** Children under the age of consent sign up where a grown-up is asked, and nobody without having been asked the age. */
  const enrol = async (
    em: EntityManager,
    provider: string,
    person: OidcPerson,
    { orgId, open, needsApproval }: Awaited<ReturnType<typeof readRules>>,
    signUp: OidcSignUp | null,
  ): Promise<Known> => {
    if (!open) throw new AppError('sign-up/closed', 'Accounts are made by invitation here.');
    if (!signUp || person.email === null)
      throw new AppError('oidc/no-account', 'Make an account here first.');
    const birth = signUp.role === 'student' ? signUp.birth : null;
    if (birth) await requireOwnAge(em, orgId, birth, now());
    const status = needsApproval ? 'pending_approval' : 'active';
    const { role, locale } = signUp;
    const userId = await createPerson(em, {
      orgId,
      email: person.email,
      displayName: (person.name ?? person.email.split('@')[0]!).slice(0, 100),
      locale,
      role,
      status,
      origin: 'oidc',
      birthMonth: birth && monthText(birth),
      emailVerified: true,
    });
    await insertIdentity(em, provider, person, userId);
    const known = { userId, orgId, status, emailVerified: true } as const;
    await audit(em, {
      ...auditOf(known, 'account.created'),
      changes: { role: { before: null, after: role } },
    });
    return known;
  };

  /** Stored only when the provider gave one, and sealed. [DAT-2] */
  const keepRefreshToken = async (em: EntityManager, provider: string, person: OidcPerson, orgId: string) => {
    if (person.refreshToken === null) return;
    const [row] = await em.execute<{ id: string }[]>(
      'SELECT id FROM auth_identities WHERE provider = ? AND provider_account_id = ?',
      [provider, person.account],
    );
    const place = { table: 'auth_identities', column: 'refresh_token_sealed', row: row!.id };
    const sealed = await envelope.seal(orgId, place, person.refreshToken);
    await em.execute('UPDATE auth_identities SET refresh_token_sealed = ? WHERE id = ?', [sealed, row!.id]);
  };

  const admit = (em: EntityManager, known: Known, person: OidcPerson, userAgent: string | undefined) => {
    if (known.status === 'pending_approval')
      throw new AppError('auth/awaiting-approval', 'An administrator has to agree first.');
    if (known.status !== 'active' && known.status !== 'pending_consent')
      throw new AppError('oidc/refused', 'This account cannot be entered.');
    return signIn.startSession(em, known.userId, userAgent, person.isMultiFactor ? 'shown' : 'ask');
  };

  return {
    async enter(
      provider: string,
      person: OidcPerson,
      signUp: OidcSignUp | null,
      userAgent: string | undefined,
    ): Promise<Session> {
      // Whose it is stays known, also where the second factor is still to come.
      const { known, voided } = await db.asWorker(async (em) => {
        const rules = await readRules(em, undefined);
        const before =
          (await findIdentity(em, provider, person.account)) ??
          (await link(em, provider, person, rules.orgId));
        const known = before ?? (await enrol(em, provider, person, rules, signUp));
        await keepRefreshToken(em, provider, person, known.orgId);
        if (known.status !== 'pending_verification') return { known, voided: !known.emailVerified };
        const status = await openAccount(em, known.userId);
        return { known: { ...known, status }, voided: true };
      });
      if (voided) signOuts.announce({ userId: known.userId, sessionFamily: null });
      return db.asWorker((em) => admit(em, known, person, userAgent));
    },
  };
}

const auditOf = ({ orgId, userId }: Known, action: string) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'user',
  entityId: userId,
});

const knownColumns = `u.id AS "userId", u.org_id AS "orgId", u.status, u.email_verified_at IS NOT NULL AS "emailVerified"`;

async function findIdentity(em: EntityManager, provider: string, account: string): Promise<Known | null> {
  const [known] = await em.execute<Known[]>(
    `SELECT ${knownColumns} FROM auth_identities i JOIN users u ON u.id = i.user_id
     WHERE i.provider = ? AND i.provider_account_id = ? AND u.deleted_at IS NULL FOR NO KEY UPDATE OF u`,
    [provider, account],
  );
  return known ? { ...known, emailVerified: true } : null;
}

async function findByEmail(em: EntityManager, orgId: string, email: string): Promise<Known | null> {
  const [known] = await em.execute<Known[]>(
    `SELECT ${knownColumns} FROM users u WHERE u.org_id = ? AND u.email = ? AND u.deleted_at IS NULL FOR NO KEY UPDATE OF u`,
    [orgId, email],
  );
  return known ?? null;
}

async function insertIdentity(em: EntityManager, provider: string, person: OidcPerson, userId: string) {
  await em.execute(
    'INSERT INTO auth_identities (id, user_id, provider, provider_account_id) VALUES (?, ?, ?, ?)',
    [uuid(), userId, provider, person.account],
  );
}

/**
 * Whoever typed this address here never proved that it is theirs: their password, their second factor, what they have begun and
 * what they have open end now.
 */
async function voidUnproven(em: EntityManager, userId: string): Promise<void> {
  await em.nativeDelete(Credential, { userId });
  await em.execute('DELETE FROM totp_factors WHERE user_id = ?', [userId]);
  await withdrawWaysIn(em, userId);
  await endAllFamilies(em, userId, 'admin');
  await em.execute('UPDATE users SET email_verified_at = now() WHERE id = ?', [userId]);
}
