import { composeApp } from './app.ts';
import { type Config, type DatabaseUrls, readConfig } from './config.ts';
import { checkServer } from './platform/database/check-server.ts';
import { startEmbeddedPostgres } from './platform/database/embedded.ts';
import { migrate } from './platform/database/migrate.ts';
import { oneAtATime } from './platform/database/one-at-a-time.ts';
import { createLog, type Log } from './platform/log/log.ts';
import { describeFailure } from './start/failure.ts';
import { keepBeforeMigration } from './start/keep-before-migration.ts';
import { seed } from './start/seed.ts';
import { createStopper } from './start/stop.ts';
import { announce, say, step } from './start/terminal.ts';

/** A question that is open may end before its class goes on elsewhere. */
const drainMs = 15_000;

type Stopper = ReturnType<typeof createStopper>;

async function start(config: Config, log: Log, stopper: Stopper): Promise<void> {
  const urls = await step('Starting the database', () => openUrls(config, stopper));
  await step('Bringing the tables up to date', () =>
    migrate(urls.ownerUrl, { before: keepBeforeMigration(config, urls) }),
  );
  const app = await composeApp(config, urls, log);
  stopper.onStop(app.close);
  stopper.onStop(() =>
    step('Letting open questions end; Ctrl-C again stops at once', () => app.drain(drainMs)),
  );
  const seeded = await step('Loading the starter content', () =>
    oneAtATime(urls.ownerUrl, 'seeding', () => seed(app, config)),
  );
  await step('Taking running classes up again', app.recover);
  await app.listen();
  void app.jobs.start();
  app.relay.start();
  announce(app.realtime.port, config, seeded);
}

async function openUrls({ database, dataDir }: Config, stopper: Stopper): Promise<DatabaseUrls> {
  if (database) {
    await checkServer(database);
    return database;
  }
  const embedded = await startEmbeddedPostgres({ dataDir, onProgress: (name) => say(`${name} …`) });
  stopper.onStop(embedded.stop);
  return embedded;
}

let stopper: Stopper | undefined;
try {
  const config = readConfig();
  const log = createLog(config);
  stopper = createStopper(log);
  await start(config, log, stopper);
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`);
  await stopper?.stop();
  process.exit(1);
}
