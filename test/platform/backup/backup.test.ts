import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createTutti } from '@tutti/client';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeApp } from '../../../src/app.ts';
import { mediaFolder } from '../../../src/modules/media/media.module.ts';
import { describeTables, quoted } from '../../../src/platform/backup/described.ts';
import { versionOf } from '../../../src/platform/backup/pg-tools.ts';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { knownMigrations, migrate } from '../../../src/platform/database/migrate.ts';
import { createLog } from '../../../src/platform/log/log.ts';
import { createStorage } from '../../../src/platform/storage/storage.ts';
import { backupFolder, keepBeforeMigration, keepDatabase } from '../../../src/start/keep-before-migration.ts';
import * as backups from '../../support/backups.ts';
import { addKnownChild, type KnownChild, tracesOf } from '../../support/known-person.ts';
import { createOwnDatabase, ownServerUrl } from '../../support/own-server.ts';
import { playClass } from '../../support/played-class.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { call, signIn } from '../../support/rest.ts';
import { type BareServer, startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer & BareServer;
let stays: KnownChild;
let goes: KnownChild;
let sessionId: string;
/** Made by the command, while the server runs. */
let file: string;
let before: Record<string, string>;
let folder: string;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  const started = await startTestServer();
  const { rows } = await started.app.db.jobs.query<{ id: string }>('SELECT id FROM organizations');
  server = { ...started, orgId: rows[0]!.id };
  folder = await mkdtemp(join(tmpdir(), 'tutti-backup-'));
  const teacher = createTutti({ url: server.url });
  await teacher.signIn({ ...server.teacher, keep: 'body' });
  ({ id: sessionId } = await playClass({ url: server.url, jobs: server.app.db.jobs, teacher }));
  [stays, goes] = [await addKnownChild(server), await addKnownChild(server)];
  // a month that no partition is there for in a database that begins today
  await server.app.db.jobs.query("SELECT ensure_audit_months('2025-01-01', 1)");
  await server.app.db.jobs.query(
    "INSERT INTO audit_logs (actor_label, action, entity_type, created_at) VALUES ('system', 'test.happened', 'test', '2025-01-15')",
  );
  before = await fingerprint(server.database.ownerUrl);
}, 60_000);
afterAll(async () => {
  await server?.stop();
  for (const database of databases) await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function another(): Promise<TestDatabase> {
  const database = await createTestDatabase('nothing');
  databases.push(database);
  return database;
}

/** What stands in every table, and where its counters are. */
async function fingerprint(ownerUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client(ownerUrl);
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'; SET extra_float_digits = 3");
    const found: Record<string, string> = {};
    for (const { name, partitions } of await describeTables(client)) {
      const { rows } = await client.query<{ sum: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS sum FROM ${quoted(name)} t`,
      );
      found[name] = `${rows[0]!.sum} ${partitions.map((one) => one.name).join(' ')}`;
    }
    const { rows } = await client.query<{ name: string; value: string }>(
      "SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public'",
    );
    for (const { name, value } of rows) found[`counter ${name}`] = value;
    const rules = await client.query<{ line: string }>(
      `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
       UNION ALL SELECT relname || ' ' || relacl::text || relrowsecurity::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relacl::text ~ 'tutti_(app|worker)'
       UNION ALL SELECT tablename || policyname FROM pg_policies
       UNION ALL SELECT oid::regprocedure || ' ' || COALESCE(proacl::text, '') FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    found.rules = rules.rows.map(({ line }) => line).join('\n');
    return found;
  } finally {
    await client.end();
  }
}

/** A command of the installation, as a process of its own. */
function run(script: string, database: TestDatabase, args: string[] = []) {
  return new Promise<{ code: number; output: string }>((resolve) => {
    execFile(
      process.execPath,
      [`scripts/${script}.ts`, ...args],
      {
        timeout: 60_000,
        env: {
          ...process.env,
          NODE_ENV: 'test',
          LOG_LEVEL: 'error',
          DATA_DIR: server.config.dataDir,
          TUTTI_SECRET: server.config.secret,
          DATABASE_OWNER_URL: database.ownerUrl,
          DATABASE_URL: database.appUrl,
          DATABASE_JOBS_URL: database.jobsUrl,
        },
      },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

async function filesIn(dataDir: string): Promise<Record<string, string>> {
  const storage = createStorage(mediaFolder(dataDir));
  const sums: Record<string, string> = {};
  for await (const key of storage.keysOlderThan(0, new Date()))
    sums[key] = createHash('sha256')
      .update(await readFile(storage.pathOf(key)))
      .digest('hex');
  return sums;
}

const backUp = (ownerUrl: string, more?: Parameters<typeof backups.backUp>[2]) =>
  backups.backUp(ownerUrl, folder, more);
const putBack = (from: string, ownerUrl: string, more?: Parameters<typeof backups.putBack>[3]) =>
  backups.putBack(from, ownerUrl, folder, more);

describe('a backup', { timeout: 60_000 }, () => {
  test('is made beside a running server as one file that only its owner reads, and holds no secret', async () => {
    const { code, output } = await run('backup', server.database, ['--to', folder]);
    expect(output).toMatch(/tutti-\S+Z\.tar\.gz: [\d.]+ MB, \d+ rows, \d+ pictures and recordings\./);
    expect(code).toBe(0);
    file = /^\S+\.tar\.gz/m.exec(output)![0];
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const listed = await new Promise<string>((resolve, reject) =>
      execFile('tar', ['-tzf', file], (error, stdout) => (error ? reject(error) : resolve(stdout))),
    );
    expect(listed.split('\n')).toEqual(
      expect.arrayContaining(['manifest.json', 'rows/public.users/000001', 'summary.json']),
    );
    expect(listed).not.toMatch(/\.log/);
    expect(gunzipSync(await readFile(file)).includes(server.config.secret)).toBe(false);
  });

  test('put back into an empty database it is the same: rows, counters, rules, files', async () => {
    const { ownerUrl } = await another();
    const restored = await putBack(file, ownerUrl);
    expect(restored).toMatchObject({ migrated: 0, leftOut: [] });
    const after = await fingerprint(ownerUrl);
    expect(after).toEqual(before);
    const files = await filesIn(server.config.dataDir);
    expect(Object.keys(files).length).toBeGreaterThan(0);
    expect(await filesIn(folder)).toEqual(files);
  });

  test('[CON-6] put back by the command, a played class has its report, sealed values open, and an erased child stays erased', async () => {
    const token = (await signIn(server, server.teacher.email, server.teacher.password)).accessToken;
    const report = await call(server, `/sessions/${sessionId}/report`, { token });
    expect(report.status).toBe(200);
    const { erasure } = server.app.compliance;
    await server.app.db.asWorker((em) =>
      erasure.erase(em, { userId: goes.childId, orgId: server.orgId, actorId: null, reason: 'guardian' }),
    );
    await erasure.note();

    const database = await another();
    expect((await run('restore', database, [file])).output).toMatch(/Erased again: 1\.[\s\S]*audit:verify/);
    const app = await composeApp(server.config, database, createLog(server.config));
    try {
      await app.listen();
      const url = `http://127.0.0.1:${app.realtime.port}`;
      const again = (await signIn({ url }, server.teacher.email, server.teacher.password)).accessToken;
      expect((await call({ url }, `/sessions/${sessionId}/report`, { token: again })).body).toEqual(
        report.body,
      );
      const envelope = createEnvelope(app.db.jobs, deriveKeys(server.config.secret).master);
      const { rows } = await app.db.jobs.query<{ id: string; password_sealed: Buffer }>(
        'SELECT id, password_sealed FROM game_credentials WHERE user_id = $1',
        [stays.childId],
      );
      const place = { table: 'game_credentials', column: 'password_sealed', row: rows[0]!.id };
      expect(await envelope.openText(place, rows[0]!.password_sealed)).toBe(stays.canary);
      expect(await tracesOf({ database }, goes.canary)).toEqual([]);

      await expect(putBack(file, database.ownerUrl)).rejects.toMatchObject({ code: 'restore/in-use' });
    } finally {
      await app.close();
    }
    await expect(putBack(file, database.ownerUrl)).rejects.toMatchObject({ code: 'restore/not-empty' });
    const keepPresent = () => keepDatabase(server.config, database, 'before-restore', { tell: () => {} });
    await putBack(file, database.ownerUrl, { keepPresent });
    expect(await readdir(backupFolder(server.config.dataDir))).toEqual([
      expect.stringMatching(/^tutti-\S+Z-before-restore\.tar\.gz$/),
    ]);
    expect((await tracesOf({ database }, goes.canary)).length).toBeGreaterThan(5);
    expect((await tracesOf({ database }, stays.canary)).length).toBeGreaterThan(5);
  }, 60_000);

  test('that is cut, garbled or of a newer version is refused before anything is touched', async () => {
    const { ownerUrl } = await another();
    const whole = await readFile(file);
    const bad = join(folder, 'bad.tar.gz');
    const spoilt = Buffer.from(whole);
    spoilt[Math.floor(whole.length / 2)]! ^= 0xff;
    for (const content of [whole.subarray(0, whole.length - 2_000), spoilt, Buffer.from('no backup')]) {
      await writeFile(bad, content);
      await expect(putBack(bad, ownerUrl)).rejects.toMatchObject({ code: 'backup/damaged' });
    }
    await expect(putBack(join(folder, 'nowhere'), ownerUrl)).rejects.toMatchObject({
      code: 'backup/not-found',
    });

    const newer = await another();
    await putBack(file, newer.ownerUrl);
    const owner = new pg.Client(newer.ownerUrl);
    await owner.connect();
    await owner.query("INSERT INTO mikro_orm_migrations (name) VALUES ('Migration29991231000000_later')");
    await owner.end();
    // the version before starts on the tables of the one after it
    expect(await migrate(newer.ownerUrl)).toEqual([]);
    const later = await backUp(newer.ownerUrl, { version: '9.0.0' });
    await expect(putBack(later.file, ownerUrl)).rejects.toMatchObject({ code: 'backup/newer' });
    const client = new pg.Client(ownerUrl);
    await client.connect();
    expect(await describeTables(client)).toEqual([]);
    await client.end();
  });

  test('that breaks off leaves nothing behind, and of those that are made by themselves few stay', async () => {
    const place = await mkdtemp(join(folder, 'few-'));
    const { ownerUrl } = server.database;
    const media = {
      pathOf: () => '',
      async *keysOlderThan(): AsyncGenerator<string> {
        yield* [];
        throw new Error('the disk is gone');
      },
    };
    const left = join(place, 'tutti-2025-01-01T00-00-00Z.tar.gz.part');
    await writeFile(left, 'of a process that was killed');
    await utimes(left, 0, 0);
    await expect(backUp(ownerUrl, { folder: place, media })).rejects.toThrow('the disk is gone');
    expect(await readdir(place)).toEqual([]);

    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
    await backUp(ownerUrl, { folder: place, now: at(0) });
    for (const minute of [1, 2, 3])
      await backUp(ownerUrl, { folder: place, reason: 'before-migration', keep: 2, now: at(minute) });
    expect((await readdir(place)).sort()).toEqual([
      'tutti-2026-01-01T00-00-00Z.tar.gz',
      'tutti-2026-01-01T00-02-00Z-before-migration.tar.gz',
      'tutti-2026-01-01T00-03-00Z-before-migration.tar.gz',
    ]);

    // an upgrade that is begun again and again does not push out what stood before it
    for (const minute of [4, 5, 6])
      await backUp(ownerUrl, {
        folder: place,
        reason: 'before-migration',
        keep: 2,
        now: at(minute),
        spare: new Date(at(4).getTime() - 1),
      });
    expect((await readdir(place)).sort().slice(1)).toEqual([
      'tutti-2026-01-01T00-04-00Z-before-migration.tar.gz',
      'tutti-2026-01-01T00-06-00Z-before-migration.tar.gz',
    ]);
  });
});

describe('before a migration', { timeout: 60_000 }, () => {
  const started = (database: TestDatabase, dataDir: string) =>
    migrate(database.ownerUrl, {
      before: keepBeforeMigration({ dataDir, database, backupBeforeMigration: true }, database, () => {}),
    });

  test('the database is kept; a fresh one, or one that nothing changes in, is not', async () => {
    const dataDir = await mkdtemp(join(folder, 'keeps-'));
    const [database, again] = [await another(), await another()];
    await started(database, dataDir);
    await started(database, dataDir);
    expect(await readdir(dataDir)).toEqual([]);

    const older = (await knownMigrations()).slice(0, -1);
    await migrate(again.ownerUrl, { only: older });
    const all = await Promise.all([started(again, dataDir), started(again, dataDir)]);
    expect(all.map(({ length }) => length).sort()).toEqual([0, 1]);
    const [kept, ...more] = await readdir(backupFolder(dataDir));
    expect(kept).toMatch(/Z-before-migration\.tar\.gz$/);
    expect(more).toEqual([]);
    const restored = await putBack(join(backupFolder(dataDir), kept!), (await another()).ownerUrl);
    expect(restored).toMatchObject({ migrated: 1 });
  });

  test('nothing changes where it cannot be kept', async () => {
    const dataDir = await mkdtemp(join(folder, 'full-'));
    await writeFile(backupFolder(dataDir), 'a file where the folder should be');
    const database = await another();
    await migrate(database.ownerUrl, { only: (await knownMigrations()).slice(0, -1) });
    await expect(started(database, dataDir)).rejects.toMatchObject({
      code: 'backup/not-written',
      message: expect.stringContaining('BACKUP_BEFORE_MIGRATION=off'),
    });
    expect(await migrate(database.ownerUrl)).toHaveLength(1);
  });
});

describe.skipIf(!ownServerUrl || (await versionOf('pg_restore')) === null)(
  'on a PostgreSQL server of one’s own (TEST_DATABASE_URL, pg_dump)',
  () => {
    test('a backup of the embedded database goes there, and one that pg_dump made there comes back the same', async () => {
      const [first, second] = [await createOwnDatabase(), await createOwnDatabase()];
      databases.push(first, second);
      await putBack(file, first.ownerUrl);
      const there = await fingerprint(first.ownerUrl);
      for (const table of ['public.users', 'public.live_answers', 'public.game_credentials', 'pgboss.queue'])
        expect(there[table]).toBe(before[table]);
      const dumped = await backUp(first.ownerUrl);
      expect(dumped.pgDump).toBeGreaterThanOrEqual(15);
      await putBack(dumped.file, second.ownerUrl);
      expect(await fingerprint(second.ownerUrl)).toEqual(there);
      // once more, over what is there now
      await putBack(dumped.file, second.ownerUrl, { keepPresent: async () => {} });
      expect(await fingerprint(second.ownerUrl)).toEqual(there);
    }, 60_000);
  },
);
