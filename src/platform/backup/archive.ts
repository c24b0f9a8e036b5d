import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { StartError } from '../start-error.ts';
import { linesIn } from './backup.ts';
import { entries, type Manifest, manifest, type Summary, summary } from './manifest.ts';
import { readTar, type TarEntry } from './tar.ts';

const mostJsonBytes = 10_000_000;

/** Reads a backup from its beginning to its end. Throws `backup/damaged` where it breaks off. */
export async function* readArchive(file: string): AsyncGenerator<TarEntry> {
  const gunzip = createGunzip();
  const source = createReadStream(file);
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* readTar(source.pipe(gunzip) as AsyncIterable<Buffer>);
  } catch (error) {
    throw explained(error, file);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** Reads all of it once, so that nothing is touched for a backup that is not whole. */
export async function checkArchive(file: string): Promise<Manifest> {
  try {
    return await readWhole(file);
  } catch (error) {
    throw explained(error, file);
  }
}

/** What breaks off within an entry breaks off here, and not where entries are told apart. */
async function readWhole(file: string): Promise<Manifest> {
  let head: Manifest | undefined;
  let end: Summary | undefined;
  const rows: Record<string, number> = {};
  let files = 0;
  for await (const { name, body } of readArchive(file)) {
    head ??= manifest.safeParse(await jsonOf(body)).data;
    if (!head) throw damaged(file);
    const table = tableOf(name);
    if (table !== null) for await (const chunk of body) rows[table] = (rows[table] ?? 0) + linesIn(chunk);
    else if (name.startsWith(`${entries.media}/`)) files += 1;
    else if (name === entries.summary) end = summary.safeParse(await jsonOf(body)).data;
  }
  const isWhole =
    end && files === end.files && Object.entries(end.rows).every(([table, n]) => (rows[table] ?? 0) === n);
  if (!head || !isWhole) throw damaged(file);
  return head;
}

/** The table whose rows an entry holds. */
export function tableOf(name: string): string | null {
  const [kind, table] = name.split('/');
  return kind === entries.rows && table ? table : null;
}

async function jsonOf(body: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > mostJsonBytes) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return null;
  }
}

const damaged = (file: string, options?: ErrorOptions): StartError =>
  new StartError('backup/damaged', `${file} is damaged, half, or no backup of Tutti.`, options);

function explained(error: unknown, file: string): unknown {
  const { code = '' } = error as { code?: string };
  if (error instanceof StartError && code === 'backup/damaged') return damaged(file);
  if (code.startsWith('Z_')) return damaged(file, { cause: error });
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
    return new StartError('backup/not-found', `There is no backup at ${file}, or it may not be read.`, {
      cause: error,
    });
  return error;
}
