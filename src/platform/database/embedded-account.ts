import { stat } from 'node:fs/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { type Account, run } from './embedded-process.ts';

/**
 * PostgreSQL refuses to run as root: there it runs as whoever owns its data, at first as the system's
 * database user or, failing that, as the user whom every system has for what nobody shall own.
 */
export async function serverAccount(cluster: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf(name, '-u'), idOf(name, '-g')]);
    if (uid && gid) return { uid, gid };
  }
  throw new EmbeddedPostgresError(
    'database/no-account',
    'PostgreSQL does not run as root, and this system has no user named postgres or nobody. Start Tutti as an ordinary user, or create one (useradd --system postgres).',
  );
}

async function idOf(user: string, what: '-u' | '-g'): Promise<number | null> {
  const { code, output } = await run('id', [what, user]);
  return code === 0 ? Number(output) : null;
}

/** Whether the account can enter the folder: every folder above it must let it through. */
export async function reaches(folder: string, account: Account): Promise<boolean> {
  if (!account) return true;
  const { code } = await run('/bin/sh', ['-c', 'cd "$0"', folder], account);
  return code === 0;
}
