import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';
import { headsFile, noteHeads, readNotedHeads, verifyAudit } from './audit-verify.ts';
import { complianceRoutes } from './compliance.routes.ts';
import { createDataRequestService, type DataRequestService } from './data-request.service.ts';
import { createErasureService, type ErasureService } from './erasure.service.ts';
import { createExportService, type ExportService } from './export.service.ts';
import { createOverviewService } from './overview.service.ts';
import { createOwnDataService } from './own-data.service.ts';
import { createRecordsService } from './records.service.ts';
import { createRetentionService, type RetentionService } from './retention.service.ts';
import { openTombstoneLog, tombstoneFile } from './tombstone-log.ts';

export interface ComplianceModule {
  routes: Route[];
  erasure: ErasureService;
  exports: ExportService;
  requests: DataRequestService;
  retention: RetentionService;
  close(): Promise<void>;
}

interface Dependencies {
  db: Database;
  dataDir: string;
  envelope: Envelope;
  proveOneself: ProveOneself;
  jobs: Jobs;
  mailDelivers: boolean;
  /** Closes what is open for somebody who was erased. */
  gone(userId: string): void;
  restrict(
    caller: SignedInCaller,
    userId: string,
    before: (em: EntityManager) => Promise<void>,
  ): Promise<void>;
  log: Log;
}

export function createComplianceModule(around: Dependencies): ComplianceModule {
  const { db, dataDir, envelope, proveOneself, jobs, mailDelivers, gone, restrict, log } = around;
  const erasure = createErasureService({
    db,
    tombstones: openTombstoneLog(tombstoneFile(dataDir)),
    gone,
    log,
  });
  const exports = createExportService({ db, envelope });
  const retention = createRetentionService({ db, erasure, log });
  jobs.every('retention', '30 2 * * *', async (signal) => {
    await retention.purge(new Date(), signal);
    await erasure.note();
    await noteHeads(db.jobs, headsFile(dataDir));
  });
  const requests = createDataRequestService({ db, erasure, restrict });
  return {
    routes: complianceRoutes({
      db,
      requests,
      records: createRecordsService(db),
      overview: createOverviewService({ db, retention, mailDelivers }),
      ownData: createOwnDataService({ db, proveOneself, exports, erasure }),
      async verify() {
        const { months, faults } = await verifyAudit(db.jobs, await readNotedHeads(headsFile(dataDir)));
        const entries = months.reduce((sum, month) => sum + month.entries, 0);
        const checkedAt = new Date().toISOString();
        return { checkedAt, months: months.length, entries, faults: faults.slice(0, 20) };
      },
    }),
    erasure,
    exports,
    requests,
    retention,
    close: () => erasure.close(),
  };
}
