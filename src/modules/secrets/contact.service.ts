import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { OwnContact } from '../../wire/sign-ins.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';

interface ContactRow {
  phoneSealed: Buffer | null;
  addressSealed: Buffer | null;
}

export type ContactService = ReturnType<typeof createContactService>;

/** [DAT-2] A guardian's telephone and address: sealed, and shown to that guardian alone. */
export function createContactService({ db, envelope }: { db: Database; envelope: Envelope }) {
  const open = async (userId: string, row: ContactRow | undefined): Promise<OwnContact> => ({
    phone: row?.phoneSealed
      ? await envelope.openText(placeOf(userId, 'phone_sealed'), row.phoneSealed)
      : null,
    address: row?.addressSealed
      ? await envelope.openText(placeOf(userId, 'address_sealed'), row.addressSealed)
      : null,
  });

  return {
    read: ({ userId }: SignedInCaller): Promise<OwnContact> =>
      db.asWorker(async (em) => open(userId, await readRow(em, userId))),

    /** What is left out (`null`) is deleted. */
    save: ({ userId, orgId }: SignedInCaller, contact: OwnContact): Promise<OwnContact> =>
      db.asWorker(async (em) => {
        await em.execute('INSERT INTO guardian_profiles (user_id) VALUES (?) ON CONFLICT DO NOTHING', [
          userId,
        ]);
        const before = await open(userId, await readRow(em, userId));
        const changes = changesOf(before, contact, ['phone', 'address']);
        if (Object.keys(changes).length === 0) return before;
        const { phone, address } = contact;
        await em.execute(
          'UPDATE guardian_profiles SET phone_sealed = ?, address_sealed = ? WHERE user_id = ?',
          [
            phone && (await envelope.seal(orgId, placeOf(userId, 'phone_sealed'), phone)),
            address && (await envelope.seal(orgId, placeOf(userId, 'address_sealed'), address)),
            userId,
          ],
        );
        await audit(em, {
          orgId,
          actorId: userId,
          action: 'contact.changed',
          entity: 'user',
          entityId: userId,
          changes,
        });
        return contact;
      }),
  };
}

const placeOf = (userId: string, column: 'phone_sealed' | 'address_sealed') => ({
  table: 'guardian_profiles',
  column,
  row: userId,
});

async function readRow(em: EntityManager, userId: string): Promise<ContactRow | undefined> {
  const [row] = await em.execute<ContactRow[]>(
    'SELECT phone_sealed AS "phoneSealed", address_sealed AS "addressSealed" FROM guardian_profiles WHERE user_id = ? FOR UPDATE',
    [userId],
  );
  return row;
}
