import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { FileContent } from '../../platform/http/route.ts';
import type { Locale } from '../../wire/common.ts';
import type { DataRequest, DataRequestKind } from '../../wire/compliance.ts';
import type { OwnProof } from '../../wire/sign-ins.ts';
import { audit } from '../compliance/audit.service.ts';
import { type DataRequestService, openDataRequest } from '../compliance/data-request.service.ts';
import type { ExportService } from '../compliance/export.service.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import { type FamilyService, lockGuardianship } from './family.service.ts';
import type { ErasePerson } from './family.types.ts';
import { guardiansOf } from './guardian-mail.ts';

interface Dependencies {
  db: Database;
  mail: MailService;
  family: FamilyService;
  changes: ConsentChanges;
  exports: ExportService;
  requests: DataRequestService;
  erase: ErasePerson;
  proveOneself: ProveOneself;
}

export type FamilyRightsService = ReturnType<typeof createFamilyRightsService>;

/**
 * [CON-6] A copy, an end of collection, and forgetting: each on record as a request that was fulfilled at once. For all else a
 * guardian asks on behalf of the child, and somebody of the organization answers. [CON-9]
 */
export function createFamilyRightsService(around: Dependencies) {
  const { db, mail, family, changes, exports, requests, erase, proveOneself } = around;
  return {
    async ask(
      caller: SignedInCaller,
      childId: string,
      asked: { kind: DataRequestKind; note?: string | undefined },
    ): Promise<DataRequest> {
      const { orgId } = await family.requireChild(caller, childId);
      const id = await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        return openDataRequest(em, { orgId, subjectId: childId, requestedBy: caller.userId, ...asked });
      });
      return requests.read(caller, id);
    },

    /** Everybody's requests about the child. */
    async asked(
      caller: SignedInCaller,
      childId: string,
      query: Parameters<DataRequestService['listOf']>[2],
    ): Promise<Awaited<ReturnType<DataRequestService['listOf']>>> {
      await family.requireChild(caller, childId);
      return requests.listOf(caller, childId, query);
    },

    async copy(caller: SignedInCaller, childId: string, locale: Locale): Promise<FileContent> {
      const { orgId } = await family.requireChild(caller, childId);
      const made = await exports.exportPerson(childId, locale);
      await db.asWorker(async (em) => {
        await em.execute(fulfilled, [orgId, childId, caller.userId, 'export', caller.userId]);
        await audit(em, {
          orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'person.exported',
          entity: 'user',
          entityId: childId,
        });
      });
      return made;
    },

    /** Every consent is taken back: the account stays as it is, and nothing more comes to it. */
    async stop(
      caller: SignedInCaller,
      childId: string,
      where: { address: string | null; baseUrl: string },
    ): Promise<void> {
      const { orgId } = await family.requireChild(caller, childId);
      await family.change(caller, childId, nothing, where);
      await db.asWorker((em) =>
        em.execute(fulfilled, [orgId, childId, caller.userId, 'restrict', caller.userId]),
      );
    },

    /** For good. Every guardian hears of it, whoever of them wished it. */
    async forget(
      caller: SignedInCaller,
      childId: string,
      { proof, address }: { proof: OwnProof; address: string },
    ): Promise<void> {
      const child = await family.requireChild(caller, childId);
      await proveOneself(caller, proof, address);
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        for (const { id, email, locale } of await guardiansOf(em, childId)) {
          if (!email) continue;
          await mail.send(em, {
            orgId: child.orgId,
            userId: id,
            to: email,
            locale,
            template: 'child-erased',
            params: { child: mail.leaves ? child.name : null, organization: child.organization },
          });
        }
        await em.execute(fulfilled, [child.orgId, childId, caller.userId, 'erase', caller.userId]);
        await erase(em, { userId: childId, orgId: child.orgId, actorId: caller.userId, reason: 'guardian' });
      });
      await changes.tell(childId);
    },
  };
}

const nothing = {
  account: false,
  live_rooms: false,
  messaging: false,
  ai_processing: false,
  third_party_disclosure: false,
  analytics: false,
};

const fulfilled = `
  INSERT INTO data_requests (org_id, subject_id, requested_by, kind, status, due_at, answered_by, completed_at)
  VALUES (?, ?, ?, ?, 'done', now() + interval '30 days', ?, now())`;
