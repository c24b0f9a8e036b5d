import { CheckConstraintViolationException, type EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../../platform/http/app-error.ts';
import { arrayOf, requireKnown } from './claim-mission.ts';

/** A condition on `missions b`: learners can work through it alone, so it can come before another one. */
const isForOne = `b.is_active AND b.mission_type <> 'group'`;

/** What comes before a mission, as far as it is still there. */
export async function readRequirements(em: EntityManager, missionId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `SELECT b.id FROM mission_prerequisites p JOIN missions b ON b.id = p.requires_mission_id AND ${isForOne}
     WHERE p.mission_id = ? ORDER BY b.position, b.id`,
    [missionId],
  );
  return rows.map(({ id }) => id);
}

/** Exactly these come before it. Refuses `request/invalid` where one cannot, and `mission/circle` where nobody could begin either. */
export async function writeRequirements(
  em: EntityManager,
  missionId: string,
  requires: readonly string[],
): Promise<void> {
  const known = await em.execute<{ id: string; title: string }[]>(
    `SELECT b.id, b.title FROM missions b WHERE b.id = ANY(?::uuid[]) AND ${isForOne}`,
    [arrayOf(requires)],
  );
  requireKnown(
    'requires',
    requires,
    known.map(({ id }) => id),
    'No mission that a learner could work through before this one, or named twice',
  );
  await em.execute(
    'DELETE FROM mission_prerequisites WHERE mission_id = ? AND NOT requires_mission_id = ANY(?::uuid[])',
    [missionId, arrayOf(requires)],
  );
  // one after the other: the refusal says which of them closes the circle
  for (const [i, id] of requires.entries()) {
    await em
      .execute(
        'INSERT INTO mission_prerequisites (mission_id, requires_mission_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
        [missionId, id],
      )
      .catch((error: unknown) => {
        if (!(error instanceof CheckConstraintViolationException)) throw error;
        const title = known.find((one) => one.id === id)!.title;
        const message = `“${title}” needs this mission first, so nobody could begin either.`;
        throw new AppError('mission/circle', message, {
          errors: [{ path: `requires.${i}`, message }],
          cause: error,
        });
      });
  }
}
