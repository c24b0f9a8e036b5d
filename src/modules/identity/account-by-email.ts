import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../wire/common.ts';
import type { UserStatus } from './identity.entities.ts';

export interface MailedAccount {
  userId: string;
  orgId: string;
  status: UserStatus;
  displayName: string;
  locale: Locale;
}

/** Who may be sent a link for the own account; in the organization that was there first where none is named. */
export async function findByEmail(
  em: EntityManager,
  email: string,
  organization: string | undefined,
): Promise<MailedAccount | null> {
  const [account] = await em.execute<MailedAccount[]>(
    `SELECT u.id AS "userId", u.org_id AS "orgId", u.status, p.display_name AS "displayName", p.preferred_language AS locale
     FROM users u JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = u.org_id
     WHERE u.email = ? AND o.slug = COALESCE(?, o.slug)
       AND (u.status IN ('active', 'pending_consent') OR (u.status = 'pending_verification' AND u.origin IN ('sign_up', 'class_code')))
     ORDER BY o.created_at, o.id LIMIT 1`,
    [email, organization ?? null],
  );
  return account ?? null;
}
