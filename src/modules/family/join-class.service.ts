import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../platform/http/app-error.ts';
import { audit } from '../compliance/audit.service.ts';
import type { JoinClass } from './consent-answer.service.ts';

/** The class that somebody names on signing up, and where it is; a wrong code and one of a class that was put away look alike. */
export async function classOfCode(
  em: EntityManager,
  code: string,
): Promise<{ groupId: string; orgId: string }> {
  const [found] = await em.execute<{ groupId: string; orgId: string }[]>(
    'SELECT id AS "groupId", org_id AS "orgId" FROM groups WHERE code = ? AND archived_at IS NULL',
    [code],
  );
  if (!found) throw new AppError('class/no-such-code', 'No class has this code.');
  return found;
}

/**
 * The class that somebody named on signing up, once a grown-up has agreed to the child, or the own address is proven; one that
 * was put away meanwhile takes nobody.
 */
export const joinClass: JoinClass = async (em, { groupId, userId }) => {
  const joined = await em.execute<{ org_id: string }[]>(
    `INSERT INTO group_members (group_id, user_id, role) SELECT g.id, u.id, 'student' FROM groups g JOIN users u ON u.id = ? AND u.org_id = g.org_id
     WHERE g.id = ? AND g.archived_at IS NULL ON CONFLICT DO NOTHING RETURNING (SELECT org_id FROM groups WHERE id = group_id) AS org_id`,
    [userId, groupId],
  );
  if (!joined[0]) return;
  await audit(em, {
    orgId: joined[0].org_id,
    actorId: userId,
    action: 'class.joined',
    entity: 'group',
    entityId: groupId,
  });
};
