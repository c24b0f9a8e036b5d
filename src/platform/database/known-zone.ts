import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../http/app-error.ts';

/** The name under which the database knows a zone that browsers know. Refuses `request/invalid` where it knows none. */
export async function knownZone(em: EntityManager, zone: string): Promise<string> {
  const [found] = await em.execute<[{ zone: string | null }]>('SELECT app_known_zone(?) AS zone', [zone]);
  if (found.zone === null)
    throw new AppError('request/invalid', 'This server does not know the time zone.', {
      errors: [{ path: 'timezone', message: 'is no time zone that the database knows, like Europe/Madrid' }],
    });
  return found.zone;
}
