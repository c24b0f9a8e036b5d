import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { seedBadges } from '../../src/modules/catalog/badges.seed.ts';
import { seedCatalog } from '../../src/modules/catalog/catalog.seed.ts';
import { seedDailyChallenges } from '../../src/modules/catalog/daily.seed.ts';
import { entities } from '../../src/modules/entities.ts';
import { ensureDefaultOrganization } from '../../src/modules/org/organization.service.ts';
import { seedAvatars } from '../../src/modules/progress/avatars/avatar.seed.ts';
import { seedSeasons } from '../../src/modules/progress/seasons/season.seed.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded.ts';
import { processCommand, processIdentity } from '../../src/platform/database/embedded-process.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { contentStore } from './content-store.ts';
import { scratchFolder, scratchFolders } from './scratch.ts';

const template = 'tutti_template';
export const seeded = 'tutti_seeded';
const prefix = 'tutti-test-';

interface Shared {
  users: number;
  ready: Promise<{ postgres: EmbeddedPostgres; dataDir: string }>;
}

/** Every project of a run loads this file anew, and all of them share one server. */
const run = globalThis as { tuttiTestPostgres?: Shared };

/** One PostgreSQL for the whole run, thrown away at the end, with migrated databases in it that tests clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  run.tuttiTestPostgres ??= { users: 0, ready: startTestPostgres({ durable: false }) };
  const shared = run.tuttiTestPostgres;
  shared.users += 1;
  const { postgres, dataDir } = await shared.ready;
  const { ownerUrl, appUrl, jobsUrl } = postgres;
  project.provide('postgres', { ownerUrl, appUrl, jobsUrl, template, seeded });
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete run.tuttiTestPostgres;
    await postgres.stop();
    await removeTestPostgres(dataDir);
  };
}

/** A PostgreSQL of its own with the databases to clone. */
export async function startTestPostgres({ durable }: { durable: boolean }) {
  await clearAway();
  const dataDir = await mkdtemp(join(durable ? tmpdir() : scratchFolder(), prefix));
  const postgres = await startEmbeddedPostgres({ dataDir, durable });
  const admin = new pg.Client(postgres.ownerUrl);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${template}`);
  await migrate(postgres.ownerUrl.replace(/\w+$/, template));
  await admin.query(`CREATE DATABASE ${seeded} TEMPLATE ${template} STRATEGY file_copy`);
  await admin.end();
  await seedContent(postgres, dataDir);
  return { postgres, dataDir };
}

/** The starter content as a first start loads it; a start that finds it changes nothing. */
async function seedContent({ appUrl, jobsUrl }: EmbeddedPostgres, dataDir: string): Promise<void> {
  const [app, jobs] = [appUrl, jobsUrl].map((url) => url.replace(/\w+$/, seeded)) as [string, string];
  const db = await openDatabase({ appUrl: app, jobsUrl: jobs, entities });
  const { id } = await db.asWorker(ensureDefaultOrganization);
  await seedCatalog(contentStore(db, join(dataDir, 'media')), id, 'content');
  await seedAvatars(db, id, 'content');
  await seedBadges(db, id, 'content');
  await seedSeasons(db, id, 'content');
  await seedDailyChallenges(db, id, 'content');
  await db.close();
}

/** A test run that was killed leaves its server behind. */
async function clearAway(): Promise<void> {
  for (const folder of scratchFolders)
    for (const name of await readdir(folder).catch(() => []))
      if (name.startsWith(prefix)) await clearUnlessHeld(join(folder, name));
}

async function clearUnlessHeld(dataDir: string): Promise<void> {
  const lock = await readFile(join(dataDir, 'lock.json'), 'utf8').catch(() => null);
  if (!lock) return;
  const { pid, identity } = JSON.parse(lock) as { pid: number; identity: string };
  if ((await processIdentity(pid)) === identity) return;
  const written = await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '');
  const server = Number(written.split('\n')[0]);
  if (server > 0 && (await processCommand(server)).includes('postgres')) process.kill(server, 'SIGQUIT');
  await removeTestPostgres(dataDir);
}

export async function removeTestPostgres(dataDir: string): Promise<void> {
  const cluster = await realpath(join(dataDir, 'cluster')).catch(() => null);
  if (cluster && !cluster.startsWith(await realpath(dataDir)))
    await rm(dirname(cluster), { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
