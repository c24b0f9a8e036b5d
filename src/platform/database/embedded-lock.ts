import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { processIdentity } from './embedded-process.ts';

interface Holder {
  pid: number;
  identity: string | null;
}

/** A process that stops gives its lock back within this time, so that a restart right after it just waits. */
const patienceMs = 5_000;

/**
 * One Tutti at a time works with a data folder. The lock names its process, so that one which was killed holds nothing.
 * Gives the function that unlocks.
 */
export async function lockFolder(
  dataDir: string,
  onProgress: (step: string) => void,
): Promise<() => Promise<void>> {
  const file = join(dataDir, 'lock.json');
  const mine = JSON.stringify({ pid: process.pid, identity: await processIdentity(process.pid) });
  const deadline = Date.now() + patienceMs;

  for (let said = false; ; ) {
    if (await created(file, mine)) return () => rm(file, { force: true });

    const theirs = await readFile(file, 'utf8').catch(() => null);
    if (theirs === null) continue;
    const holder = parse(theirs);
    if (!(holder ? await holds(holder) : await isBeingWritten(file))) {
      await removeStale(file, theirs);
      continue;
    }
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        'database/locked',
        `Tutti is running already with the data in ${dataDir} (process ${holder?.pid}). Stop that one first, or give this one a data folder of its own.`,
      );
    }
    if (holder && !said) onProgress(`Waiting for another Tutti (process ${holder.pid}) to stop`);
    said = true;
    await sleep(100);
  }
}

async function holds({ pid, identity }: Holder): Promise<boolean> {
  return identity !== null && (await processIdentity(pid)) === identity;
}

/** A lock without a name in it is a moment old, or was left by a process that was killed at that very moment. */
async function isBeingWritten(file: string): Promise<boolean> {
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < 1_000;
}

async function created(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two processes may find the same stale lock: the one that comes late must not take away the lock of the first. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== stale) await created(file, moved);
  await unlink(aside);
}

function parse(content: string): Holder | null {
  try {
    const { pid, identity } = JSON.parse(content) as Partial<Holder>;
    return Number.isInteger(pid) ? { pid: pid!, identity: identity ?? null } : null;
  } catch {
    return null;
  }
}
