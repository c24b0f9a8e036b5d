import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../http/app-error.ts';

/** Files on the disk of this server. A key is made by us, never by whoever sends a file. */
export interface Storage {
  /** Writes a stream to a place that nobody reads from; nothing stays of it where it breaks off or is larger than `most`. */
  receive(content: Readable, most: number): Promise<{ path: string; bytes: number }>;
  /** Puts what was received where it is found by its key. */
  keep(path: string, key: string): Promise<void>;
  discard(path: string): Promise<void>;
  pathOf(key: string): string;
  has(key: string): Promise<boolean>;
  remove(key: string): Promise<void>;
  /** Keys of files that are older than so many milliseconds. */
  keysOlderThan(ms: number, now: Date): AsyncGenerator<string>;
  /** Deletes what was being received so long ago that nobody can be waiting for it. */
  sweepIncoming(ms: number, now: Date): Promise<void>;
}

const validKey = /^[\w-]{2,64}$/;
/** What a disk says when it takes nothing more. */
const noRoom = new Set([
  'ENOSPC',
  'EDQUOT',
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOTDIR',
  'EEXIST',
]);
const brokenOff = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED', 'ABORT_ERR']);

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | null)?.code;

/** What went wrong with the disk or the line, as a refusal. */
export function storageProblem(error: unknown): unknown {
  const code = codeOf(error) ?? '';
  if (noRoom.has(code))
    return new AppError('upload/no-room', 'The server cannot keep files at the moment.', { cause: error });
  if (brokenOff.has(code))
    return new AppError('upload/broken-off', 'The file broke off on its way.', { cause: error });
  return error;
}

/** Two letters a folder: a folder with a hundred thousand files is slow everywhere. */
export function createStorage(folder: string): Storage {
  const incoming = join(folder, 'incoming');
  const kept = join(folder, 'kept');
  const pathOf = (key: string): string => {
    if (!validKey.test(key)) throw new Error('no key of ours');
    return join(kept, key.slice(0, 2), key);
  };

  return {
    pathOf,

    async receive(content, most) {
      const path = join(incoming, randomUUID());
      const counter = countUpTo(most);
      try {
        await mkdir(incoming, { recursive: true });
        // a request that is destroyed could not be answered any more
        const chunks = content.iterator({ destroyOnReturn: false });
        await pipeline(chunks, counter.stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        return { path, bytes: counter.bytes };
      } catch (error) {
        await rm(path, { force: true }).catch(() => undefined);
        throw storageProblem(error);
      }
    },

    async keep(path, key) {
      const place = pathOf(key);
      try {
        await mkdir(join(place, '..'), { recursive: true });
        await rename(path, place);
      } catch (error) {
        throw storageProblem(error);
      }
    },

    has: (key) =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
    discard: (path) => rm(path, { force: true }),
    remove: (key) => rm(pathOf(key), { force: true }),

    async *keysOlderThan(ms, now) {
      for (const part of await namesIn(kept)) {
        for (const key of await namesIn(join(kept, part))) {
          if (await isOlder(join(kept, part, key), ms, now)) yield key;
        }
      }
    },

    async sweepIncoming(ms, now) {
      for (const name of await namesIn(incoming)) {
        const path = join(incoming, name);
        if (await isOlder(path, ms, now)) await rm(path, { force: true });
      }
    },
  };
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

const isOlder = async (path: string, ms: number, now: Date): Promise<boolean> => {
  const found = await stat(path).catch(() => null);
  return found !== null && now.getTime() - found.mtimeMs > ms;
};

function countUpTo(most: number) {
  const counter = {
    bytes: 0,
    stream: new Transform({
      transform(chunk: Buffer, _encoding, done) {
        counter.bytes += chunk.length;
        if (counter.bytes > most) done(new AppError('upload/too-large', `At most ${most} bytes fit.`));
        else done(null, chunk);
      },
    }),
  };
  return counter;
}
