import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { OwnProof } from '../../wire/sign-ins.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';
import { requireErasable } from './administrators.ts';
import { audit } from './audit.service.ts';
import type { ErasureService } from './erasure.service.ts';
import type { ExportService, PersonExport } from './export.service.ts';

interface Dependencies {
  db: Database;
  proveOneself: ProveOneself;
  exports: ExportService;
  erasure: ErasureService;
}

/** What people do with their own data, and administrators on their behalf. */
export function createOwnDataService({ db, proveOneself, exports, erasure }: Dependencies) {
  const noted = (caller: SignedInCaller, action: string, userId: string) => ({
    orgId: caller.orgId,
    actorId: caller.userId,
    action,
    entity: 'user',
    entityId: userId,
  });

  return {
    async exportMine(caller: SignedInCaller, locale: Locale): Promise<PersonExport> {
      const made = await exports.exportPerson(caller.userId, locale);
      await db.asWorker((em) => audit(em, noted(caller, 'person.exported', caller.userId)));
      return made;
    },

    /** Of somebody of the organization, whom the caller may see; it is a disclosure like any other. */
    async exportOf(caller: SignedInCaller, userId: string, locale: Locale): Promise<PersonExport> {
      const seen = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>('SELECT id FROM users WHERE id = ? AND org_id = ?', [
          userId,
          caller.orgId,
        ]),
      );
      if (seen.length === 0) throw new AppError('user/not-found');
      const made = await exports.exportPerson(userId, locale);
      await db.asWorker(async (em) => {
        await em.execute(
          `INSERT INTO disclosures (id, org_id, subject_id, recipient, interest, fields, disclosed_by)
           VALUES (?, ?, ?, 'Administrator of the organization', 'Export of everything that is stored', ARRAY['everything'], ?)`,
          [uuid(), caller.orgId, userId, caller.userId],
        );
        await audit(em, noted(caller, 'person.exported', userId));
      });
      return made;
    },

    async eraseMe(
      caller: SignedInCaller,
      { proof, address }: { proof: OwnProof; address: string },
    ): Promise<void> {
      const { userId, orgId } = caller;
      await proveOneself(caller, proof, address);
      await db.asWorker(async (em) => {
        await requireErasable(em, caller, userId);
        await erasure.erase(em, { userId, orgId, actorId: userId, reason: 'own_wish' });
      });
    },
  };
}
export type OwnDataService = ReturnType<typeof createOwnDataService>;
