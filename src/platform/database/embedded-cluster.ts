import { randomBytes } from 'node:crypto';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { reaches } from './embedded-account.ts';
import { type Binaries, sharedRoot } from './embedded-binaries.ts';
import { damaged, EmbeddedPostgresError, explainFailure, type FailureContext } from './embedded-error.ts';
import { type Account, type Ended, run } from './embedded-process.ts';
import { createRolesSql, databaseName, type RolePasswords, roles } from './roles.sql.ts';

/** A folder of PostgreSQL data that has the database, its roles and their passwords in it. */
export interface Cluster {
  /** Where the files really are. */
  folder: string;
  passwords: RolePasswords;
}

const passwordFile = 'tutti-passwords.json';

/** The cluster's place in the data folder: the files themselves, or a link to where they had to go. */
export const clusterIn = (dataDir: string) => join(dataDir, 'cluster');

export async function openCluster(
  binaries: Binaries,
  account: Account,
  context: FailureContext,
): Promise<Cluster> {
  const folder = await realpath(clusterIn(context.dataDir)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw damaged(`${clusterIn(context.dataDir)} leads to a folder that is gone`, context);
  });
  if (account && (await stat(folder)).uid !== account.uid) await giveTo(account, folder);

  const major = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(orNull);
  if (major === null) throw damaged('the file PG_VERSION is missing', context);
  if (Number(major) !== binaries.major) {
    throw new EmbeddedPostgresError(
      'database/version',
      `The data in ${context.dataDir} were written by PostgreSQL ${major.trim()}, and this is ${binaries.major}. Start the Tutti version that wrote them, make a backup there and restore it here.`,
    );
  }
  return { folder, passwords: await readPasswords(folder, context) };
}

/**
 * Everything is made in a folder aside and takes its place by one rename, so a first start that is killed leaves
 * nothing half-made behind. Roles are written without a server running: no superuser password ever exists.
 */
export async function createCluster(
  binaries: Binaries,
  account: Account,
  context: FailureContext,
  durable: boolean,
): Promise<Cluster> {
  const home = await homeFor(account, context.dataDir);
  const half = join(home, 'cluster.new');
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  if (account) await chown(half, account.uid, account.gid);

  // The builtin provider sorts and folds the same on every system; C is the one system locale that is always there.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const sync = durable ? [] : ['--no-sync'];
  const made = await run(
    binaries.program('initdb'),
    ['-D', half, '-U', 'postgres', '--auth=reject', ...locale, ...sync],
    account,
  );
  if (made.code !== 0) throw explainFailure(firstError(made), context);

  const passwords: RolePasswords = { owner: newPassword(), app: newPassword(), worker: newPassword() };
  const statements = `${createRolesSql(passwords)}\nALTER ROLE ${roles.owner} CREATEDB;\n`;
  const alone = [
    '--single',
    '-D',
    half,
    '-c',
    'exit_on_error=true',
    '-c',
    `fsync=${durable ? 'on' : 'off'}`,
    'postgres',
  ];
  const filled = await run(binaries.program('postgres'), alone, account, statements);
  if (filled.code !== 0) throw explainFailure(firstError(filled), context);

  await writeFile(join(half, 'pg_hba.conf'), hostRules);
  await writeFile(join(half, passwordFile), JSON.stringify(passwords), { mode: 0o600 });

  const folder = join(home, 'cluster');
  await rename(half, folder);
  if (home !== context.dataDir) await symlink(folder, clusterIn(context.dataDir));
  return { folder, passwords };
}

export async function clusterExists(dataDir: string): Promise<boolean> {
  return (await lstat(clusterIn(dataDir)).catch(orNull)) !== null;
}

/** Only programs on this machine that know a password of ours come in, and only to our databases' roles. */
const hostRules = `host all ${Object.values(roles).join(',')} 127.0.0.1/32 scram-sha-256\n`;

async function homeFor(account: Account, dataDir: string): Promise<string> {
  if (account) await chmod(dataDir, 0o711);
  if (await reaches(dataDir, account)) return dataDir;
  await mkdir(sharedRoot, { recursive: true, mode: 0o755 });
  const home = await mkdtemp(join(sharedRoot, 'data-'));
  await chmod(home, 0o711);
  return home;
}

async function readPasswords(folder: string, context: FailureContext): Promise<RolePasswords> {
  try {
    return JSON.parse(await readFile(join(folder, passwordFile), 'utf8')) as RolePasswords;
  } catch (error) {
    if (!(error instanceof SyntaxError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw damaged(`the file ${passwordFile} is missing or unreadable`, context);
  }
}

/** After a copy or a restore as root the files belong to root, whom PostgreSQL does not serve. */
async function giveTo(account: NonNullable<Account>, folder: string): Promise<void> {
  await run('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}

function firstError({ output }: Ended): string {
  return /^.*(?:error|fatal|panic):.*$/im.exec(output)?.[0] ?? output;
}

function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

function orNull(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

export function connectionUrl(port: number, role: keyof RolePasswords, passwords: RolePasswords): string {
  return `postgres://${roles[role]}:${passwords[role]}@127.0.0.1:${port}/${databaseName}`;
}
