import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { OwnContact } from '../../wire/sign-ins.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';

interface ContactRow {
  phoneSealed: Buffer | null;
  addressSealed: Buffer | null;
}

export type ContactService = ReturnType<typeof createContactService>;

/** [DAT-2] A guardian's telephone and address: sealed, shown to that guardian, and to an administrator who says why. */
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

    /** [CON-9] Of somebody of the organization, whom the caller may see; nothing is shown that is not on record. */
    async disclose(caller: SignedInCaller, userId: string, interest: string): Promise<OwnContact> {
      const { orgId } = caller;
      const seen = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>('SELECT id FROM users WHERE id = ? AND org_id = ?', [userId, orgId]),
      );
      if (seen.length === 0) throw new AppError('user/not-found');
      return db.asWorker(async (em) => {
        const contact = await open(userId, await readRow(em, userId));
        await em.execute(
          `INSERT INTO disclosures (id, org_id, subject_id, recipient, interest, fields, disclosed_by)
           VALUES (?, ?, ?, 'Administrator of the organization', ?, ARRAY['phone', 'address'], ?)`,
          [uuid(), orgId, userId, interest, caller.userId],
        );
        await audit(em, {
          orgId,
          actorId: caller.userId,
          action: 'contact.disclosed',
          entity: 'user',
          entityId: userId,
        });
        return contact;
      });
    },
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
