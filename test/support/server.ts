import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { type App, composeApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { ensureDefaultOrganization } from '../../src/modules/org/organization.service.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { seed } from '../../src/start/seed.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

interface Composed {
  app: App;
  config: Config;
  database: TestDatabase;
  stop(): Promise<void>;
}

/** The whole server in this process, not listening yet, with a database of its own. */
async function compose(
  database: TestDatabase,
  environment: Record<string, string>,
  logTo?: DestinationStream,
): Promise<Composed> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tutti-test-'));
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: logTo ? 'debug' : 'error',
    TUTTI_SECRET: 'a secret for tests that is long enough',
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_URL: database.appUrl,
    DATABASE_JOBS_URL: database.jobsUrl,
    ...environment,
  });
  const app = await composeApp(config, database, createLog(config, logTo));
  return {
    app,
    config,
    database,
    async stop() {
      await app.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const urlOf = ({ realtime }: App): string => `http://127.0.0.1:${realtime.port}`;

export interface BareServer extends Composed {
  url: string;
  orgId: string;
}

/** A server without missions and people, on a free port. */
export async function startBareServer(
  environment: Record<string, string> = {},
  logTo?: DestinationStream,
): Promise<BareServer> {
  const composed = await compose(await createTestDatabase(), environment, logTo);
  const { id: orgId } = await composed.app.db.asWorker(ensureDefaultOrganization);
  await composed.app.listen();
  return { ...composed, url: urlOf(composed.app), orgId };
}

export interface TestServer extends Composed {
  url: string;
  admin: { email: string; password: string };
  teacher: { email: string; password: string };
  /** Opens the page on which the first administrator is made. */
  setupToken: string | null;
}

/** A server as `npm start` makes it, on a free port; with the `database` of one that was closed it is the next start. */
export async function startTestServer(
  environment: Record<string, string> = {},
  logTo?: DestinationStream,
  database?: TestDatabase,
): Promise<TestServer> {
  const composed = await compose(database ?? (await createTestDatabase('seeded')), environment, logTo);
  const { app, config } = composed;
  const { demoAccounts, setupToken } = await seed(app, config);
  await app.recover();
  await app.listen();
  const account = (role: string) => {
    const { login, password } = demoAccounts.find((one) => one.role === role)!;
    return { email: login, password };
  };
  return {
    ...composed,
    url: urlOf(app),
    admin: account('admin'),
    teacher: account('teacher'),
    setupToken,
  };
}
