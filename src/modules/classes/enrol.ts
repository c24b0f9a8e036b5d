import type { EntityManager } from '@mikro-orm/postgresql';

/** Names are made up by one at a time: the unique index would refuse a whole class. */
export const lockNames = (em: EntityManager, orgId: string) =>
  em.execute('SELECT id FROM organizations WHERE id = ? FOR NO KEY UPDATE', [orgId]);

export const usernamesOf = async (em: EntityManager, orgId: string): Promise<Set<string>> =>
  new Set(
    (
      await em.execute<{ username: string }[]>(
        'SELECT username FROM users WHERE org_id = ? AND username IS NOT NULL',
        [orgId],
      )
    ).map(({ username }) => username),
  );

export async function joinGroup(
  em: EntityManager,
  groupId: string,
  userId: string,
  addedBy: string,
): Promise<boolean> {
  const joined = await em.execute<object[]>(
    `INSERT INTO group_members (group_id, user_id, role, added_by) VALUES (?, ?, 'student', ?) ON CONFLICT DO NOTHING RETURNING user_id`,
    [groupId, userId, addedBy],
  );
  return joined.length > 0;
}

export async function hasSchoolAgreement(em: EntityManager, orgId: string): Promise<boolean> {
  return (await em.execute<object[]>(validAgreement, [orgId])).length > 0;
}

const validAgreement = `
  SELECT id FROM school_agreements WHERE org_id = ? AND ended_at IS NULL AND current_date BETWEEN signed_on AND valid_until AND 'account' = ANY (scopes) LIMIT 1`;
