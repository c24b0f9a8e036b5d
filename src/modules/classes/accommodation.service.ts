import type { EntityManager } from '@mikro-orm/postgresql';
import type { Caller, Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import { audit } from '../compliance/audit.service.ts';
import { requireConsented } from '../family/consent.service.ts';

/** [PTS-3] Keeps how much time a learner has, times everybody's (1: as much), for all classes; at the word of who teaches the learner now. */
export async function keepTime(
  db: Database,
  teacher: Caller,
  { learnerId, factor }: { learnerId: string; factor: number },
): Promise<void> {
  const [taught] = await db.asCaller(teacher, (em) =>
    em.execute<object[]>('SELECT 1 FROM app_taught_learners() AS t(id) WHERE t.id = ?', [learnerId]),
  );
  if (!taught) throw new AppError('auth/forbidden', 'This is for the teachers of this learner.');
  await db.asWorker(async (em) => {
    await requireConsented(em, learnerId);
    await write(em, teacher.userId, learnerId, factor);
    await audit(em, {
      orgId: teacher.orgId,
      actorId: teacher.userId,
      action: 'student.time_set',
      entity: 'user',
      entityId: learnerId,
      changes: { timeFactor: { changed: true } },
    });
  });
}

async function write(em: EntityManager, teacherId: string, learnerId: string, factor: number): Promise<void> {
  if (factor === 1) await em.execute('DELETE FROM accommodations WHERE learner_id = ?', [learnerId]);
  else
    await em.execute(
      `INSERT INTO accommodations (learner_id, time_factor, set_by) VALUES (?, ?, ?)
       ON CONFLICT (learner_id) DO UPDATE SET time_factor = EXCLUDED.time_factor, set_by = EXCLUDED.set_by`,
      [learnerId, factor, teacherId],
    );
}
