import { fileURLToPath } from 'node:url';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';
import { seedBadges } from '../modules/catalog/badges.seed.ts';
import { seedCatalog } from '../modules/catalog/catalog.seed.ts';
import { seedDailyChallenges } from '../modules/catalog/daily.seed.ts';
import {
  closeDemoAccounts,
  type DemoAccount,
  ensureDemoAccounts,
} from '../modules/identity/demo-accounts.ts';
import { renewSetupToken } from '../modules/identity/setup.service.ts';
import { ensureDefaultOrganization } from '../modules/org/organization.service.ts';
import { seedAvatars } from '../modules/progress/avatars/avatar.seed.ts';
import { seedSeasons } from '../modules/progress/seasons/season.seed.ts';

const contentFolder = fileURLToPath(new URL('../../content', import.meta.url));

export interface Seeded {
  demoAccounts: DemoAccount[];
  /** null: somebody administers this installation already. */
  setupToken: string | null;
  /** Missions that were edited here and therefore did not take the newer starter content. */
  keptMissions: string[];
}

/** What a fresh installation needs before its first visitor; what is there already stays as it is. */
export async function seed(
  { db, passwords, compliance, media }: App,
  { environment, dataDir }: Config,
): Promise<Seeded> {
  // a backup that was restored may have brought people back who were erased
  await compliance.erasure.replay();
  const { id: orgId } = await db.asWorker(ensureDefaultOrganization);
  const { kept } = await seedCatalog({ db, media }, orgId, contentFolder);
  await seedAvatars(db, orgId, contentFolder);
  await seedBadges(db, orgId, contentFolder);
  await seedSeasons(db, orgId, contentFolder);
  await seedDailyChallenges(db, orgId, contentFolder);
  if (environment === 'production') await db.asWorker(closeDemoAccounts);
  const demoAccounts =
    environment === 'production' ? [] : await ensureDemoAccounts({ db, passwords }, { orgId, dataDir });
  return {
    demoAccounts,
    keptMissions: kept,
    setupToken: await db.asWorker((em) => renewSetupToken(em, orgId)),
  };
}
