import type { Database } from '../../platform/database/database.ts';
import type { ErasePerson } from './family.types.ts';
import { isUnfinishedUser } from './grown-up.service.ts';

const days = 30;

/**
 * [CON-5] Accounts that nobody answers for any more: a child whose last guardian left and who names no other one, and a
 * grown-up who never finished the answer, or signed on paper, never signs in, and has no child here. Nobody else could have them deleted.
 */
export async function forgetAbandoned(db: Database, erase: ErasePerson, now: Date): Promise<number> {
  const due = await db.asWorker((em) =>
    em.execute<{ userId: string; orgId: string; isMinor: boolean }[]>(abandoned, [now.toISOString(), days]),
  );
  for (const { userId, orgId, isMinor } of due) {
    const reason = isMinor ? 'no_consent' : 'retention';
    await db.asWorker((em) => erase(em, { userId, orgId, actorId: null, reason }));
  }
  return due.length;
}

const abandoned = `
  SELECT u.id AS "userId", u.org_id AS "orgId", u.is_minor AS "isMinor" FROM users u
  WHERE u.updated_at < ?::timestamptz - make_interval(days => ?)
    AND NOT EXISTS (SELECT 1 FROM consent_forms f WHERE u.id IN (f.child_id, f.guardian_id) AND f.status = 'waiting')
    AND NOT EXISTS (SELECT 1 FROM guardian_links g WHERE u.id IN (g.child_id, g.guardian_id) AND g.status = 'active')
    AND CASE WHEN u.is_minor
      THEN u.status = 'pending_consent' AND u.origin IN ('sign_up', 'class_code')
        AND NOT EXISTS (SELECT 1 FROM consent_requests r WHERE r.child_id = u.id AND r.status IN ('open', 'answered', 'bounced'))
      ELSE (${isUnfinishedUser})
        OR u.origin = 'guardian' AND u.email IS NULL AND NOT EXISTS (SELECT 1 FROM credentials c WHERE c.user_id = u.id) END`;
