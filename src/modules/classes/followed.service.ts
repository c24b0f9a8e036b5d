import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../platform/http/app-error.ts';

interface Named {
  id: string;
  name: string;
}

/** A class, for whoever teaches it now. Refuses `class/not-found`. */
export async function requireTaughtClass(em: EntityManager, id: string): Promise<Named> {
  const [group] = await em.execute<Named[]>(
    'SELECT id, name FROM groups WHERE id = ? AND id IN (SELECT app_taught_groups())',
    [id],
  );
  if (!group) throw new AppError('class/not-found', 'There is no such class, or it is not yours.');
  return group;
}

/** [CLS-4] A learner of such a class. Refuses also `user/not-found` and, while nobody agrees to the account, `consent/required`. */
export async function requireLearnerOf(
  em: EntityManager,
  classId: string,
  userId: string,
): Promise<{ group: Named; learner: { userId: string; name: string } }> {
  const group = await requireTaughtClass(em, classId);
  const [learner] = await em.execute<{ name: string | null; followed: boolean }[]>(
    `SELECT p.display_name AS name, m.user_id IN (SELECT app_followed_learners()) AS followed
     FROM group_members m LEFT JOIN user_profiles p ON p.user_id = m.user_id
     WHERE m.group_id = ? AND m.user_id = ? AND m.role = 'student'`,
    [classId, userId],
  );
  if (!learner) throw new AppError('user/not-found');
  if (!learner.followed) throw waits();
  return { group, learner: { userId, name: learner.name ?? '' } };
}

/** [CLS-4] Refuses `user/not-found` for whom the caller does not teach now, and `consent/required` as above. */
export async function requireFollowed(em: EntityManager, userId: string): Promise<void> {
  const [learner] = await em.execute<{ followed: boolean }[]>(
    `SELECT t.id IN (SELECT app_followed_learners()) AS followed FROM app_taught_learners() AS t(id) WHERE t.id = ? LIMIT 1`,
    [userId],
  );
  if (!learner) throw new AppError('user/not-found');
  if (!learner.followed) throw waits();
}

const waits = () => new AppError('consent/required', 'A grown-up has to agree to this account first.');
