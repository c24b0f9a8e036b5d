import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { installJobs, removeJobs } from '../jobs/install-jobs.ts';
import { StartError } from '../start-error.ts';
import { wholeUrl } from './database.ts';
import { locks, oneAtATime } from './one-at-a-time.ts';

const folder = fileURLToPath(new URL('../../../migrations', import.meta.url));

export const migrationOptions = {
  path: folder,
  pathTs: folder,
  glob: 'Migration*.ts',
  snapshot: false,
  snapshotOnMigrate: false,
} as const;

export interface Migrating {
  /**
   * Before anything changes in a database that migrations have run in before. `begun`: when this upgrade began, which is long ago where
   * an earlier start broke off.
   */
  before?: ((pending: string[], begun: Date) => Promise<void>) | undefined;
  /** Only these; all of them when nothing is said. */
  only?: string[];
  /** How long it waits for a table that somebody reads, and then lets those go first who came after it. */
  lockMs?: number;
}

const tries = 40;
const lockMs = 3_000;
/** A table was not free in time, or two waited for each other: the migration changed nothing. */
const busy = new Set(['55P03', '40P01']);

/** Brings the database and its queue of jobs up to date as their owner; gives the names of the migrations that ran. */
export const migrate = (ownerUrl: string, options: Migrating = {}): Promise<string[]> =>
  oneAtATime(ownerUrl, 'migrating', () => migrateLocked(ownerUrl, options));

/** For whoever has the lock. */
export async function migrateLocked(ownerUrl: string, options: Migrating = {}): Promise<string[]> {
  const { before, only } = options;
  const orm = await openForMigration(ownerUrl, options.lockMs);
  try {
    const pending = (await orm.migrator.getPending()).map(({ name }) => name);
    let begun = await begunAt(orm);
    if (before && pending.length > 0 && (await orm.migrator.getExecuted()).length > 0) {
      begun ??= await begin(orm);
      await before(pending, begun);
    }
    const wanted = only ? pending.filter((name) => only.includes(name)) : pending;
    const done: string[] = [];
    for (const name of wanted) {
      const isNew = await patiently(() => migrateOne(orm, name), options.lockMs).catch((error) => {
        throw brokenOff(error, name, { done: done.length, of: wanted.length });
      });
      if (isNew) done.push(name);
    }
    if (begun) await note(orm, null);
    await installJobs(ownerUrl);
    return done;
  } finally {
    await orm.close(true);
  }
}

type Migrations = Awaited<ReturnType<typeof openForMigration>>;

/**
 * Each in a transaction of its own: what it locks is free again before the next begins, and what went in stays when a later one fails.
 * false: another process did it. That is asked once more here, since the lock of the whole goes with its connection.
 */
const migrateOne = (orm: Migrations, name: string): Promise<boolean> =>
  orm.em.fork().transactional(async (em) => {
    await em.execute('SELECT pg_advisory_xact_lock(?)', [locks.oneMigration]);
    const transaction = em.getTransactionContext();
    return (await orm.migrator.up({ migrations: [name], transaction })).length > 0;
  });

const upgradeBegan = 'upgrade began ';

/** What stands with the table of migrations while an upgrade is under way, so that a start after one that broke off knows of it. */
async function begunAt(orm: Migrations): Promise<Date | null> {
  const [found] = await orm.em
    .getConnection()
    .execute<[{ note: string | null }]>(
      "SELECT obj_description('mikro_orm_migrations'::regclass, 'pg_class') AS note",
    );
  return found.note?.startsWith(upgradeBegan) ? new Date(found.note.slice(upgradeBegan.length)) : null;
}

async function begin(orm: Migrations): Promise<Date> {
  const now = new Date();
  await note(orm, `${upgradeBegan}${now.toISOString()}`);
  return now;
}

const note = (orm: Migrations, words: string | null): Promise<unknown> =>
  orm.em
    .getConnection()
    .execute(`COMMENT ON TABLE mikro_orm_migrations IS ${words === null ? 'NULL' : `'${words}'`}`);

function brokenOff(error: Error, name: string, { done, of }: { done: number; of: number }): StartError {
  const stays = done === 0 ? '' : ` The ${done} before it went in and stay.`;
  const where = `${name}, number ${done + 1} of ${of}, did not go in.${stays} The next start goes on with it.`;
  if (error instanceof StartError)
    return new StartError(error.code, `${error.message}\n${where}`, { cause: error });
  return new StartError('database/migration-failed', `${error.message}\n${where}`, { cause: error });
}

/** Whoever waits for a table keeps everybody waiting who comes later, so classes of other processes would stand. */
async function patiently<T>(work: () => Promise<T>, pauseMs = lockMs): Promise<T> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!busy.has((error as { code?: string }).code ?? '')) throw error;
      if (left === 1)
        throw new StartError(
          'database/busy',
          'The tables cannot be changed: something reads them without a pause, perhaps a backup. Start again when it is done.',
          { cause: error },
        );
    }
    await pause(pauseMs);
  }
}

/** Of all migrations that this version has, in their order. */
export async function knownMigrations(): Promise<string[]> {
  const files = await readdir(folder);
  return files.flatMap((file) => /^(Migration\w+)\.ts$/.exec(file)?.[1] ?? []).sort();
}

/** Takes migrations back, newest first, until this one is the last (without it all of them), and the queue of jobs with them. */
export async function migrateDown(ownerUrl: string, last?: string): Promise<void> {
  await removeJobs(ownerUrl);
  const orm = await openForMigration(ownerUrl);
  try {
    const names = (await orm.migrator.getExecuted()).map(({ name }) => name);
    for (const name of names.slice(last ? names.indexOf(last) + 1 : 0).reverse())
      await orm.migrator.down({ migrations: [name] });
  } finally {
    await orm.close(true);
  }
}

function openForMigration(ownerUrl: string, waitMs = lockMs) {
  return MikroORM.init({
    clientUrl: ownerUrl,
    driverOptions: { ...wholeUrl(ownerUrl), lock_timeout: waitMs },
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { ...migrationOptions, silent: true },
  });
}
