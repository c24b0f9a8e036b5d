import type { EntityManager } from '@mikro-orm/postgresql';
import { ageOf } from '../../domain/consent/age.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Authenticate } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Locale } from '../../wire/common.ts';
import type { Relationship } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import { hashNewPassword } from '../identity/account.service.ts';
import { createPerson } from '../identity/person.service.ts';
import { monthOf } from './age.service.ts';

export interface GrownUpEntry {
  relationship: Relationship;
  displayName?: string | undefined;
  password?: string | undefined;
  locale: Locale;
}

/** Who answers for a child, and what still has to be done to the account in the transaction that takes the answer. */
export interface GrownUp {
  /** Makes the account when there is none, and gives its id. */
  take(em: EntityManager): Promise<string>;
}

interface Account {
  id: string;
  orgId: string;
  status: string;
  origin: string;
  isMinor: boolean;
  birthMonth: string | null;
  passwordHash: string | null;
  email: string | null;
  roles: string[];
}

const columns = `u.id, u.org_id AS "orgId", u.status, u.origin, u.is_minor AS "isMinor", to_char(u.birth_month, 'YYYY-MM') AS "birthMonth", u.email,
  (SELECT c.password_hash FROM credentials c WHERE c.user_id = u.id) AS "passwordHash",
  ARRAY(SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id) AS roles`;

export async function accountWith(
  em: EntityManager,
  orgId: string,
  email: string,
): Promise<Account | undefined> {
  const [account] = await em.execute<Account[]>(
    `SELECT ${columns} FROM users u WHERE u.org_id = ? AND u.email = ? AND u.deleted_at IS NULL`,
    [orgId, email],
  );
  return account;
}

/** An account that a link made and no second mail has confirmed yet: whoever holds the link may begin anew. */
export const isUnfinished = ({ status, origin }: Pick<Account, 'status' | 'origin'>): boolean =>
  status === 'pending_verification' && origin === 'guardian';

const triesALink = { times: 10, seconds: 15 * 60 };

export type GrownUpService = ReturnType<typeof createGrownUpService>;

interface Dependencies {
  db: Database;
  limits: Limits;
  passwords: Passwords;
  authenticate: Authenticate;
  now: () => Date;
}

export function createGrownUpService({ db, limits, passwords, authenticate, now }: Dependencies) {
  const tries = limits.limiter('grown-up/link', triesALink);

  const signedInAs = async (bearerToken: string): Promise<Account> => {
    const { userId } = await authenticate(bearerToken);
    const [account] = await db.asWorker((em) =>
      em.execute<Account[]>(`SELECT ${columns} FROM users u WHERE u.id = ?`, [userId]),
    );
    return account!;
  };

  return {
    /**
     * A new account for the address that the link was sent to; the one that has the address, by its password; or whoever
     * is signed in. Never a child, never somebody of another organization. `linkId` limits the tries.
     */
    async identify(
      about: { orgId: string; childId: string; contact: string; linkId: string },
      entry: GrownUpEntry,
      bearerToken: string | undefined,
    ): Promise<GrownUp> {
      const { orgId, contact } = about;
      const { password, displayName, locale } = entry;
      if (password === undefined) {
        if (!bearerToken) throw new AppError('auth/required', 'Sign in, or make an account.');
        const account = requireGrownUp(await signedInAs(bearerToken), about, now());
        return { take: async () => account.id };
      }
      const known = await db.asWorker((em) => accountWith(em, orgId, contact));
      if (known && !isUnfinished(known)) {
        if (displayName !== undefined)
          throw new AppError('user/email-taken', 'There is an account with this email already.');
        await tries.take(about.linkId);
        if (!(await passwords.matches(password, known.passwordHash)))
          throw new AppError('auth/wrong-credentials', 'The password is wrong.');
        const account = requireGrownUp(known, about, now());
        return { take: async () => account.id };
      }
      if (displayName === undefined || password.length < 8)
        throw new AppError('request/invalid', 'A new account needs a name and a password.', {
          errors: [
            {
              path: displayName === undefined ? 'displayName' : 'password',
              message: 'is missing or too short',
            },
          ],
        });
      const passwordHash = await hashNewPassword(passwords, password, { email: contact, displayName });
      return {
        take: async (em) => {
          if (known) {
            await em.execute(
              'UPDATE user_profiles SET display_name = ?, preferred_language = ? WHERE user_id = ?',
              [displayName, locale, known.id],
            );
            await em.execute(
              'UPDATE credentials SET password_hash = ?, password_changed_at = now() WHERE user_id = ?',
              [passwordHash, known.id],
            );
            return known.id;
          }
          return createPerson(em, {
            orgId,
            email: contact,
            displayName,
            locale,
            role: 'guardian',
            passwordHash,
            status: 'pending_verification',
            origin: 'guardian',
          });
        },
      };
    },
  };
}

/** [CON-3] A child consents for nobody, least of all for itself. */
function requireGrownUp<A extends Account>(
  account: A,
  { orgId, childId }: { orgId: string; childId: string },
  now: Date,
): A {
  const [year, month] = account.birthMonth?.split('-').map(Number) ?? [];
  const isYoung = account.isMinor || (year && month && ageOf({ year, month }, monthOf(now)) < 18);
  const isHere = account.orgId === orgId && ['active', 'pending_approval'].includes(account.status);
  if (isYoung || !isHere || account.id === childId)
    throw new AppError('consent/not-guardian', 'This account cannot answer for a child here.');
  return account;
}

export interface Guardianship {
  orgId: string;
  childId: string;
  guardianId: string;
  relationship: Relationship;
  /** The address that was proven by opening a link; null: none was. */
  contact: string | null;
  /** What was granted just now should work: its switch goes along. */
  chat: boolean;
  ai: boolean;
}

/** The account is a guardian's from now on, and this child's. */
export async function makeGuardian(em: EntityManager, made: Guardianship): Promise<void> {
  const { orgId, childId, guardianId, relationship, contact } = made;
  await em.execute(
    `UPDATE users SET status = CASE WHEN status = 'pending_verification' THEN 'active' ELSE status END,
       email_verified_at = CASE WHEN email = ? THEN COALESCE(email_verified_at, now()) ELSE email_verified_at END
     WHERE id = ? AND org_id = ?`,
    [contact, guardianId, orgId],
  );
  await em.execute(
    `INSERT INTO user_roles (user_id, role_id, org_id, is_primary)
     SELECT ?, r.id, ?, false FROM roles r WHERE r.key = 'guardian' AND r.org_id IS NULL ON CONFLICT DO NOTHING`,
    [guardianId, orgId],
  );
  await em.execute(
    `INSERT INTO guardian_links AS l (guardian_id, child_id, relationship) VALUES (?, ?, ?)
     ON CONFLICT (guardian_id, child_id) DO UPDATE SET relationship = EXCLUDED.relationship, status = 'active', ended_at = NULL,
       created_at = CASE WHEN l.status = 'ended' THEN now() ELSE l.created_at END`,
    [guardianId, childId, relationship],
  );
  await em.execute(
    `INSERT INTO child_controls AS c (child_id, guardian_id, chat_enabled, ai_enabled) VALUES (?, ?, ?, ?)
     ON CONFLICT (child_id, guardian_id) DO UPDATE SET chat_enabled = c.chat_enabled OR EXCLUDED.chat_enabled, ai_enabled = c.ai_enabled OR EXCLUDED.ai_enabled`,
    [childId, guardianId, made.chat, made.ai],
  );
  await audit(em, {
    orgId,
    actorId: guardianId,
    onBehalfOf: childId,
    action: 'guardian.added',
    entity: 'guardian_link',
    entityId: childId,
    changes: { relationship: { before: null, after: relationship } },
  });
}

/** Guardians' accounts that were begun for this child and are not finished. */
export async function begunFor(em: EntityManager, childId: string): Promise<string[]> {
  const begun = await em.execute<{ id: string }[]>(
    `SELECT u.id FROM users u WHERE u.status = 'pending_verification' AND u.origin = 'guardian' AND (
       EXISTS (SELECT 1 FROM consent_forms f WHERE f.child_id = ? AND f.guardian_id = u.id)
       OR u.id IN (SELECT (t.payload->>'guardianId')::uuid FROM auth_tokens t WHERE t.user_id = ? AND t.purpose = 'consent_confirm'))`,
    [childId, childId],
  );
  return begun.map(({ id }) => id);
}

/** Accounts that were begun for a decision that never came. One that still waits for another child, or on paper, stays. */
export async function dropUnfinished(em: EntityManager, guardianIds: readonly string[]): Promise<void> {
  if (guardianIds.length === 0) return;
  await em.execute(
    `DELETE FROM users u WHERE u.id IN (SELECT i::uuid FROM jsonb_array_elements_text(?::jsonb) i) AND ${isUnfinishedUser}`,
    [JSON.stringify(guardianIds)],
  );
}

/** Of a `users u`: begun as a guardian, and no answer of it is still on its way. */
export const isUnfinishedUser = `u.status = 'pending_verification' AND u.origin = 'guardian'
  AND NOT EXISTS (SELECT 1 FROM guardian_links g WHERE g.guardian_id = u.id)
  AND NOT EXISTS (SELECT 1 FROM consent_forms f WHERE f.guardian_id = u.id AND f.status = 'waiting')
  AND NOT EXISTS (SELECT 1 FROM auth_tokens t WHERE t.purpose = 'consent_confirm' AND t.payload->>'guardianId' = u.id::text
    AND t.used_at IS NULL AND t.expires_at > now())`;
