import type { EntityManager } from '@mikro-orm/postgresql';
import type { Keys } from '../../platform/crypto/keys.ts';
import { hashToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { accessTokenSigner } from './access-token.ts';
import { User, type UserStatus } from './identity.entities.ts';
import { type PersonRow, readPerson } from './person.service.ts';
import { endFamily, findFamily, lockSignIns, refresh, startFamily } from './refresh.service.ts';
import type { SignInThrottle } from './sign-in.throttle.ts';
import type { SignOuts } from './sign-outs.ts';
import type { FactorChallenges } from './totp.challenge.ts';

export interface Session {
  accessToken: string;
  refreshToken: string;
  person: PersonRow;
}

export interface Credentials {
  /** E-mail or username. */
  login: string;
  password: string;
  organization?: string | undefined;
  address: string;
  /** What the browser showed of an earlier visit. */
  device?: string | undefined;
  userAgent: string | undefined;
}

export type SignInService = ReturnType<typeof createSignInService>;

export interface SignInDependencies {
  db: Database;
  keys: Keys;
  passwords: Passwords;
  mail: MailService;
  throttle: SignInThrottle;
  signOuts: SignOuts;
  challenges: FactorChallenges;
}

export function createSignInService({
  db,
  keys,
  passwords,
  mail,
  throttle,
  signOuts,
  challenges,
}: SignInDependencies) {
  const signer = accessTokenSigner(keys);

  const open = async (
    em: EntityManager,
    userId: string,
    family: { sessionFamily: string; refreshToken: string },
  ): Promise<Session> => ({
    accessToken: signer.sign({ sub: userId, sid: family.sessionFamily }),
    refreshToken: family.refreshToken,
    person: await readPerson(em, userId),
  });

  /**
   * For someone who has just proven who they are. [AUT-6] Whoever has a second factor is asked for it, whichever way they
   * came in, unless it was `shown` already; until then the way in is not used up. [CON-1] Of a child that waits for consent
   * neither the time nor the browser is kept.
   */
  const startSession = async (
    em: EntityManager,
    userId: string,
    userAgent: string | undefined,
    secondFactor: 'ask' | 'shown' = 'ask',
  ): Promise<Session> => {
    const challenge = secondFactor === 'ask' ? await challenges.issue(em, userId) : null;
    if (challenge)
      throw new AppError('auth/second-factor-required', 'Now the code of your app.', { challenge });
    if (!(await lockSignIns(em, userId))) throw ended();
    const known = await em.nativeUpdate(
      User,
      { id: userId, status: { $ne: 'pending_consent' } },
      { lastLoginAt: new Date() },
    );
    return open(em, userId, await startFamily(em, userId, known > 0 ? userAgent : undefined));
  };

  /** [AUT-4] Somebody has a copy of the token. Who of the two is the right one nobody can tell, so the owner is told. */
  const reportTheft = async (em: EntityManager, userId: string): Promise<void> => {
    const { orgId, email: to, locale, displayName: name } = await readPerson(em, userId);
    await audit(em, { orgId, actorId: null, action: 'session.reused', entity: 'user', entityId: userId });
    if (to === null) return;
    const params = { name, reason: 'reuse' } as const;
    await mail.send(em, { orgId, userId, to, locale, template: 'sessions-ended', params });
  };

  return {
    startSession,

    /**
     * [AUT-1] Unknown account and wrong password take the same way: one comparison, one answer. Only who knows the password
     * learns why an account cannot be entered yet.
     */
    async signIn({
      login,
      organization,
      password,
      address,
      device,
      userAgent,
    }: Credentials): Promise<Session> {
      const account = await db.asWorker((em) => findAccount(em, { login, organization, device }));
      const one = { login, address, device: account?.knowsDevice ? (device ?? null) : null };
      await throttle.take(one);
      const right = await passwords.matches(password, account?.passwordHash ?? null);
      if (!right || !account)
        throw new AppError('auth/wrong-credentials', 'The name or the password is wrong.');
      await throttle.forget(one);
      if (account.status === 'pending_verification')
        throw new AppError('auth/not-verified', 'Open the link in the mail first.');
      if (account.status === 'pending_approval')
        throw new AppError('auth/awaiting-approval', 'An administrator has to agree first.');
      if (account.ssoOnly)
        throw new AppError('auth/sso-only', 'Here people sign in at their organization’s own provider.');
      return db.asWorker(async (em) => {
        await lockSignIns(em, account.userId);
        // comparing takes a while, in which the password may have become another one
        const [still] = await em.execute<object[]>(
          'SELECT 1 FROM credentials WHERE user_id = ? AND password_hash = ?',
          [account.userId, account.passwordHash],
        );
        if (!still) throw new AppError('auth/wrong-credentials', 'The name or the password is wrong.');
        return startSession(em, account.userId, userAgent);
      });
    },

    async refresh(refreshToken: string): Promise<Session> {
      const outcome = await db.asWorker(async (em) => {
        const refreshed = await refresh(em, keys['refresh-successor'], refreshToken);
        if (refreshed.outcome === 'refreshed') return open(em, refreshed.userId, refreshed);
        if (refreshed.outcome === 'reused') await reportTheft(em, refreshed.userId);
        return refreshed;
      });
      if (!('outcome' in outcome)) return outcome;
      if (outcome.outcome === 'reused') signOuts.announce(outcome);
      if (outcome.outcome === 'unknown') throw new AppError('auth/invalid-token', 'Sign in again.');
      throw ended();
    },

    /** Ends the sign-in that the token belongs to; an unknown token has nothing to end. */
    async signOut(refreshToken: string): Promise<void> {
      const ended = await db.asWorker(async (em) => {
        const family = await findFamily(em, refreshToken);
        if (family) await endFamily(em, family.sessionFamily, 'logout');
        return family;
      });
      if (ended) signOuts.announce(ended);
    },

    async signOutFamily(userId: string, sessionFamily: string): Promise<void> {
      await db.asWorker((em) => endFamily(em, sessionFamily, 'logout'));
      signOuts.announce({ userId, sessionFamily });
    },
  };
}

const ended = () => new AppError('auth/session-ended', 'This sign-in has ended. Sign in again.');

interface Account {
  userId: string;
  passwordHash: string;
  status: UserStatus;
  knowsDevice: boolean;
  /** The organization lets in nobody by password but those who mend its settings. */
  ssoOnly: boolean;
}

/** Of people with the same name in several organizations it is the one of the organization that was there first. */
async function findAccount(
  em: EntityManager,
  { login, organization, device }: Pick<Credentials, 'login' | 'organization' | 'device'>,
): Promise<Account | null> {
  const [account] = await em.execute<Account[]>(
    `SELECT u.id AS "userId", c.password_hash AS "passwordHash", u.status,
       EXISTS (SELECT 1 FROM known_devices d WHERE d.user_id = u.id AND d.device_hash = ?) AS "knowsDevice",
       COALESCE(s.enforce_sso, false) AND NOT EXISTS (
         SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id
         WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND r.key IN ('admin', 'super_admin')) AS "ssoOnly"
     FROM users u JOIN credentials c ON c.user_id = u.id JOIN organizations o ON o.id = u.org_id
       LEFT JOIN org_settings s ON s.org_id = o.id
     WHERE (u.email = ? OR u.username = ?) AND o.slug = COALESCE(?, o.slug)
       AND u.status IN ('active', 'pending_consent', 'pending_verification', 'pending_approval')
     ORDER BY o.created_at, o.id LIMIT 1`,
    [device === undefined ? null : hashToken(device), login, login, organization ?? null],
  );
  return account ?? null;
}
