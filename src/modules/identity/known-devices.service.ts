import type { EntityManager } from '@mikro-orm/postgresql';
import { hashToken } from '../../platform/crypto/one-time-token.ts';
import type { Database } from '../../platform/database/database.ts';
import { type DeviceCookie, deviceCookie } from '../../platform/http/device-cookie.ts';
import type { Reply } from '../../platform/http/route.ts';
import type { PersonRow } from './person.service.ts';

/** Enough for everything that a family has; a school's tablets come and go. */
const mostDevices = 20;

/** As long as browsers keep a cookie at most. */
const maxAgeMs = 400 * 24 * 60 * 60 * 1_000;

export interface KnownDevices {
  read: DeviceCookie['read'];
  /**
   * [AUT-2] This browser has shown that it belongs to somebody who can sign in. Only a hash of its cookie is stored, and
   * [CON-1] nothing of a child that waits for consent.
   */
  remember(
    person: Pick<PersonRow, 'id' | 'status'>,
    cookies: Parameters<DeviceCookie['read']>[0],
    reply: Reply,
  ): Promise<void>;
}

export function createKnownDevices(db: Database, { https }: { https: boolean }): KnownDevices {
  const cookie = deviceCookie({ name: 'tutti_known', paths: ['/api/v1/auth'], maxAgeMs, https });
  return {
    read: cookie.read,
    async remember({ id, status }, cookies, reply) {
      if (status === 'pending_consent') return;
      const device = cookie.keep(cookies, reply);
      await db.asWorker((em) => rememberDevice(em, id, device));
    },
  };
}

async function rememberDevice(em: EntityManager, userId: string, device: string): Promise<void> {
  await em.execute(
    `INSERT INTO known_devices (user_id, device_hash) VALUES (?, ?)
     ON CONFLICT (user_id, device_hash) DO UPDATE SET last_seen_at = now()`,
    [userId, hashToken(device)],
  );
  await em.execute(
    `DELETE FROM known_devices WHERE user_id = ? AND device_hash IN (
       SELECT device_hash FROM known_devices WHERE user_id = ? ORDER BY last_seen_at DESC OFFSET ?)`,
    [userId, userId, mostDevices],
  );
}

/** After a new password that the old one did not open, no browser is known any more. */
export async function forgetDevices(em: EntityManager, userId: string): Promise<void> {
  await em.execute('DELETE FROM known_devices WHERE user_id = ?', [userId]);
}
