import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { HandedOver } from '../../wire/people.ts';
import { audit } from '../compliance/audit.service.ts';
import type { RolesService } from '../identity/roles.service.ts';

interface Dependencies {
  db: Database;
  roles: RolesService;
}

/** A teacher leaves: classes and sessions, running ones too, pass on to a colleague, and the account is closed. */
export function createHandOverService({ db, roles }: Dependencies) {
  return async (caller: SignedInCaller, from: string, to: string): Promise<HandedOver> => {
    if (from === to) throw new AppError('request/invalid', 'They would pass on to themselves.');
    const seen = await db.asCaller(caller, (em) =>
      em.execute<{ id: string }[]>('SELECT id FROM users WHERE id IN (?, ?) AND org_id = ?', [
        from,
        to,
        caller.orgId,
      ]),
    );
    if (seen.length < 2) throw new AppError('user/not-found');
    let handed: HandedOver = { classes: 0, sessions: 0 };
    // in one with closing the account, which has checks of its own: the only administrator stays
    await roles.suspend(caller, from, async (em) => {
      const teaches = await em.execute<object[]>(mayTeach, [to, caller.orgId]);
      if (teaches.length === 0) throw new AppError('user/not-found', 'No active teacher like that is here.');
      const classes = await em.execute<object[]>(passClasses, [to, caller.userId, from, caller.orgId]);
      await em.execute(`DELETE FROM group_members WHERE user_id = ? AND role <> 'student'`, [from]);
      const sessions = await em.execute<object[]>(
        `UPDATE live_sessions SET host_id = ?, idempotency_key = NULL WHERE host_id = ? AND org_id = ? RETURNING id`,
        [to, from, caller.orgId],
      );
      handed = { classes: classes.length, sessions: sessions.length };
      await audit(em, {
        orgId: caller.orgId,
        actorId: caller.userId,
        action: 'teacher.handed_over',
        entity: 'user',
        entityId: from,
        changes: {
          to: { before: from, after: to },
          classes: { before: null, after: handed.classes },
          sessions: { before: null, after: handed.sessions },
        },
      });
    });
    return handed;
  };
}
export type HandOver = ReturnType<typeof createHandOverService>;

const mayTeach = `
  SELECT u.id FROM users u WHERE u.id = ? AND u.org_id = ? AND u.status = 'active' AND EXISTS (
    SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
    WHERE ur.user_id = u.id AND ur.org_id = u.org_id AND rp.permission_key = 'classes.teach')`;
/** Whoever helped in a class before leads it now, if the one who leaves did. */
const passClasses = `
  INSERT INTO group_members AS mine (group_id, user_id, role, added_by)
  SELECT m.group_id, ?, m.role, ? FROM group_members m JOIN groups g ON g.id = m.group_id
  WHERE m.user_id = ? AND m.role IN ('teacher', 'co_teacher') AND g.org_id = ?
  ON CONFLICT (group_id, user_id) DO UPDATE SET until = NULL, role = CASE WHEN EXCLUDED.role = 'teacher' THEN 'teacher' ELSE mine.role END
  RETURNING group_id`;
