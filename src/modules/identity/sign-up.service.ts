import { setTimeout } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BirthMonth } from '../../domain/consent/age.ts';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { checkAge } from '../family/age.service.ts';
import { classOfCode, joinClass } from '../family/join-class.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { type Asker, evenly, type MailQuota } from './even-replies.ts';
import { AuthToken, type PendingSignUp } from './identity.entities.ts';
import { hashNewPassword } from './new-password.ts';
import { insertLink, linkTo, spendLink } from './one-time-link.service.ts';
import { applySignUp, invalidLink, openAccount } from './open-account.ts';
import { createPerson } from './person.service.ts';

const purpose = 'email_verify';
/** Longer than writing takes, so that the time of the reply does not tell a new account from one that was there. [AUT-1] */
const evenMs = 50;
const hours = 48;

export interface SignUp {
  role: 'guardian' | 'student';
  email: string;
  displayName: string;
  password: string;
  locale: Locale;
  organization?: string | undefined;
  birth?: BirthMonth;
  /** Of a class that takes learners: its organization is the one, and whether everybody may sign up there does not matter. */
  classCode?: string | undefined;
}

interface Dependencies {
  db: Database;
  passwords: Passwords;
  mail: MailService;
  quota: MailQuota;
  now?: () => Date;
}

export type SignUpService = ReturnType<typeof createSignUpService>;

/** Guardians, and learners who are old enough to decide for themselves, make their accounts by e-mail. */
export function createSignUpService({ db, passwords, mail, quota, now = () => new Date() }: Dependencies) {
  const sendLink = async (
    em: EntityManager,
    to: { orgId: string; userId: string; email: string; baseUrl: string },
    pending: PendingSignUp | undefined,
    person: { name: string; locale: Locale },
  ): Promise<void> => {
    const token = randomToken();
    const { userId, orgId } = to;
    const lifetimeMs = hours * 3_600_000;
    await insertLink(em, {
      purpose,
      token,
      userId,
      orgId,
      lifetimeMs,
      ...(pending && { payload: { signUp: pending } }),
    });
    const params = { name: person.name, link: linkTo(to.baseUrl, 'verify', token), hours };
    const { locale } = person;
    await mail.send(em, { orgId, userId, to: to.email, locale, template: 'verify-email', params });
  };

  /** For an address that has an account the mail says so; the page says the same as ever. */
  const greet = async (em: EntityManager, rules: Rules, known: Known, one: Wanted): Promise<void> => {
    const { email, baseUrl, pending } = one;
    const { orgId } = rules;
    if (known.status === 'pending_verification')
      return sendLink(em, { orgId, userId: known.id, email, baseUrl }, pending, {
        name: pending.displayName,
        locale: pending.locale,
      });
    const params = {
      name: known.displayName,
      signInLink: `${baseUrl}/sign-in`,
      resetLink: `${baseUrl}/forgot`,
    };
    const { id: userId, locale } = known;
    await mail.send(em, { orgId, userId, to: email, locale, template: 'account-exists', params });
  };

  const enrol = async (em: EntityManager, rules: Rules, one: Wanted, mayMail: boolean): Promise<void> => {
    const { email, baseUrl, pending } = one;
    const known = await findKnown(em, rules.orgId, email);
    if (known) {
      if (mayMail) await greet(em, rules, known, one);
      return;
    }
    if (!mayMail) return;
    const { orgId } = rules;
    const userId = await createPerson(em, {
      ...pending,
      orgId,
      email,
      status: 'pending_verification',
      origin: pending.groupId ? 'class_code' : 'sign_up',
    });
    const entry = { orgId, actorId: null, actor: 'anonymous', entity: 'user', entityId: userId } as const;
    await audit(em, {
      ...entry,
      action: 'account.created',
      changes: { role: { before: null, after: pending.role } },
    });
    const to = { orgId, userId, email, baseUrl };
    await sendLink(em, to, pending, { name: pending.displayName, locale: pending.locale });
  };

  return {
    async options(organization: string | undefined) {
      const { orgName, open, needsApproval } = await db.asWorker((em) => readRules(em, organization));
      return { organizationName: orgName, open, needsApproval };
    },

    /** [AUT-1] What is refused depends on what was typed and on the settings alone, never on who has an account here. */
    async signUp(
      { password, organization, classCode, birth, ...typed }: SignUp,
      asker: Asker,
    ): Promise<void> {
      const rules = await db.asWorker((em) => readRules(em, organization, classCode));
      const { groupId } = rules;
      if (!rules.open && !groupId)
        throw new AppError('sign-up/closed', 'Accounts are made by invitation here.');
      if (birth) await db.asWorker((em) => requireOwnAge(em, rules.orgId, birth, now()));
      const { email, role, displayName, locale } = typed;
      const mayMail = await quota(email, asker);
      const passwordHash = await hashNewPassword(passwords, password, { email, displayName });
      const birthMonth = birth ? monthText(birth) : null;
      const { baseUrl } = asker;
      const pending = { role, displayName, locale, passwordHash, birthMonth, groupId };
      const one = { email, baseUrl, pending };
      const attempt = () => db.asWorker((em) => enrol(em, rules, one, mayMail));
      const made = attempt().catch((error) => {
        // the same address at the same moment: by now it is known
        if (error instanceof AppError && error.code === 'user/email-taken') return attempt();
        throw error;
      });
      await Promise.all([made, setTimeout(evenMs)]);
    },

    async resend(email: string, organization: string | undefined, asker: Asker): Promise<void> {
      await evenly(passwords, async () => {
        if (!(await quota(email, asker))) return;
        await db.asWorker(async (em) => {
          const { orgId } = await readRules(em, organization);
          const known = await findKnown(em, orgId, email);
          if (known?.status !== 'pending_verification') return;
          const open = await em.find(
            AuthToken,
            { purpose, userId: known.id, usedAt: null },
            { orderBy: { createdAt: 'desc' } },
          );
          // two have signed up with this address: which of the passwords is the owner's nobody knows, so no new link carries one
          if (new Set(open.map(({ payload }) => payload.signUp?.passwordHash)).size > 1) return;
          const [last] = open;
          const to = { orgId, userId: known.id, email, baseUrl: asker.baseUrl };
          await sendLink(em, to, last?.payload.signUp, { name: known.displayName, locale: known.locale });
        });
      });
    },

    /** The address is proven: the account is open, or waits for an administrator, and is in the class that was named. */
    verify: (token: string): Promise<'active' | 'pending_approval'> =>
      db.asWorker(async (em) => {
        const link = await spendLink(em, purpose, token);
        if (!link?.userId) throw invalidLink();
        const { userId } = link;
        const signUp = await applySignUp(em, link);
        const status = await openAccount(em, userId);
        if (signUp?.groupId) await joinClass(em, { groupId: signUp.groupId, userId });
        return status;
      }),
  };
}

interface Wanted {
  email: string;
  baseUrl: string;
  pending: PendingSignUp;
}

interface Known {
  id: string;
  status: string;
  displayName: string;
  locale: Locale;
}

async function findKnown(em: EntityManager, orgId: string, email: string): Promise<Known | null> {
  const [known] = await em.execute<Known[]>(
    `SELECT u.id, u.status, p.display_name AS "displayName", p.preferred_language AS locale
     FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE u.org_id = ? AND u.email = ? AND u.deleted_at IS NULL`,
    [orgId, email],
  );
  return known ?? null;
}

interface Rules {
  orgId: string;
  orgName: string;
  open: boolean;
  needsApproval: boolean;
  /** The class whose code was given. */
  groupId: string | null;
}

/** Of the organization of the class code, else of the named one, else of the one that was there first. */
export async function readRules(
  em: EntityManager,
  slug: string | undefined,
  classCode?: string | undefined,
): Promise<Rules> {
  const named = classCode === undefined ? null : await classOfCode(em, classCode);
  const [rules] = await em.execute<Omit<Rules, 'groupId'>[]>(
    `SELECT o.id AS "orgId", o.name AS "orgName", s.open_sign_up AS open, s.require_approval AS "needsApproval"
     FROM organizations o JOIN org_settings s ON s.org_id = o.id
     WHERE o.is_active AND o.id = COALESCE(?, o.id) AND o.slug = COALESCE(?, o.slug) ORDER BY o.created_at, o.id LIMIT 1`,
    [named?.orgId ?? null, named ? null : (slug ?? null)],
  );
  if (!rules) throw new AppError('sign-up/closed', 'There is no such organization.');
  return { ...rules, groupId: named?.groupId ?? null };
}

export async function requireOwnAge(
  em: EntityManager,
  orgId: string,
  birth: BirthMonth,
  now: Date,
): Promise<void> {
  const { tooYoung, tooOld, isMinor } = await checkAge(em, { orgId, birth, now });
  if (tooYoung || tooOld)
    throw new AppError('sign-up/age-not-allowed', 'This place is for learners of another age.');
  if (isMinor) throw new AppError('sign-up/needs-guardian', 'A grown-up has to be asked first.');
}

export const monthText = ({ year, month }: BirthMonth): string => `${year}-${String(month).padStart(2, '0')}`;
