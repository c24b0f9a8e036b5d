import { audit } from '../compliance/audit.service.ts';
import type { JoinClass } from './consent-answer.service.ts';

/** The class that a child named when it signed up, once somebody has agreed; one that was put away meanwhile takes nobody. */
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
