import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { mostBytes } from '../../domain/media/media-type.ts';
import type { MediaKind, MediaRef } from '../../domain/question/media.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import { type Storage, storageProblem } from '../../platform/storage/storage.ts';
import type { MediaAsset, MediaItem, mediaQuery, NewMedia } from '../../wire/media.ts';
import { type TakenIn, takeIn } from './take-in.ts';
import { isInUse } from './uses.ts';

export interface Served {
  path: string;
  mimeType: string;
}

/** Of the organization's own, where it lies on this server. */
export interface StoredFile {
  path: string;
  /** As the name of such a file ends. */
  extension: string;
  bytes: number;
}

export interface ContentFile {
  orgId: string;
  /** Of the server's own files; never from outside. */
  path: string;
  kind: MediaKind;
  alt: string;
  caption: string | null;
}

interface Dependencies {
  db: Database;
  storage: Storage;
  /** Of all files of one organization. */
  quotaBytes: number;
}

export type MediaService = ReturnType<typeof createMediaService>;

type MediaListQuery = z.output<typeof mediaQuery>;

const waitingAtOnce = 200;
const columns = `object_key AS id, kind, alt, caption, status, mime_type AS "mimeType", byte_size::float8 AS bytes`;

/** Pictures and recordings: first the words about them, then their bytes. */
export function createMediaService({ db, storage, quotaBytes }: Dependencies) {
  const seen = async (caller: SignedInCaller, id: string, owner: string | null): Promise<MediaAsset> => {
    const [asset] = await db.asCaller(caller, (em) =>
      em.execute<MediaAsset[]>(
        `SELECT ${columns} FROM media_assets WHERE object_key = ? AND owner_id IS NOT DISTINCT FROM COALESCE(?, owner_id)`,
        [id, owner],
      ),
    );
    if (!asset) throw new AppError('media/not-found', 'There is no such file here.');
    return asset;
  };

  /** Puts the file where one of the lost ones was that held the same. */
  const restoreOne = async (
    { path: source, kind }: Pick<ContentFile, 'path' | 'kind'>,
    lost: { key: string; sha256: Buffer }[],
  ): Promise<boolean> => {
    const file = createReadStream(source);
    const { path } = await storage.receive(file, mostBytes[kind]).finally(() => file.destroy());
    try {
      const { sha256 } = await takeIn(path, kind);
      const at = lost.findIndex((row) => row.sha256.equals(sha256));
      if (at < 0) return false;
      await storage.keep(path, lost[at]!.key);
      lost.splice(at, 1);
      return true;
    } finally {
      await storage.discard(path);
    }
  };

  /** Whoever asks at the same time waits: two files must not both take the last room. */
  const requireRoom = async (em: EntityManager, orgId: string, more: number): Promise<void> => {
    await em.execute('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`media ${orgId}`]);
    const [{ used }] = await em.execute<[{ used: number }]>(
      'SELECT COALESCE(sum(byte_size), 0)::float8 AS used FROM media_assets WHERE org_id = ?',
      [orgId],
    );
    if (used + more > quotaBytes)
      throw new AppError('upload/quota-full', 'The room for pictures and recordings is used up.');
  };

  const becomeReady = async (em: EntityManager, id: string, { mimeType, bytes, sha256 }: TakenIn) =>
    em.execute<MediaAsset[]>(
      `UPDATE media_assets SET status = 'ready', mime_type = ?, byte_size = ?, sha256 = ? WHERE object_key = ? AND status = 'pending' RETURNING ${columns}`,
      [mimeType, bytes, sha256, id],
    );

  return {
    /** Makes the address; it shows nothing until the bytes are there. */
    async announce(caller: SignedInCaller, { kind, alt, caption }: NewMedia): Promise<MediaAsset> {
      return db.asWorker(async (em) => {
        await requireRoom(em, caller.orgId, 1);
        const [{ waiting }] = await em.execute<[{ waiting: number }]>(
          `SELECT count(*)::integer AS waiting FROM media_assets WHERE owner_id = ? AND status = 'pending'`,
          [caller.userId],
        );
        if (waiting >= waitingAtOnce)
          throw new AppError('request/too-many', 'Send what you announced first.');
        const [asset] = await em.execute<MediaAsset[]>(
          `INSERT INTO media_assets (id, org_id, owner_id, object_key, kind, alt, caption) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING ${columns}`,
          [uuid(), caller.orgId, caller.userId, newMediaId(), kind, alt, caption],
        );
        return asset!;
      });
    },

    /** The same bytes again, because the reply was lost, give the same reply. */
    async receive(caller: SignedInCaller, id: string, content: Readable): Promise<MediaAsset> {
      const asset = await seen(caller, id, caller.userId);
      if (asset.status === 'ready') return asset;
      const { path } = await storage.receive(content, mostBytes[asset.kind]);
      try {
        const taken = await takeIn(path, asset.kind).catch((error) => {
          throw storageProblem(error);
        });
        return await db.asWorker(async (em) => {
          await requireRoom(em, caller.orgId, taken.bytes);
          const [ready] = await becomeReady(em, id, taken);
          if (!ready)
            throw new AppError('media/not-found', 'The file was sent twice at once, or taken away.');
          await storage.keep(path, id);
          return ready;
        });
      } finally {
        await storage.discard(path);
      }
    },

    /** What is here already, the newest first: whoever writes missions sees all of the organization. */
    async list(
      caller: SignedInCaller,
      { kind: wanted, whose, cursor, limit }: MediaListQuery,
    ): Promise<{ items: MediaItem[]; nextCursor: string | null }> {
      const kind = wanted ?? null;
      const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.uuid()]))[0];
      const found = await db.asCaller(caller, (em) =>
        em.execute<(Omit<MediaItem, 'createdAt'> & { row: string; createdAt: Date })[]>(
          // "id" alone would be what goes out under that name
          `SELECT ${columns}, id AS row, owner_id IS NOT DISTINCT FROM ? AS "isMine", created_at AS "createdAt" FROM media_assets
           WHERE status = 'ready' AND (? = 'all' OR owner_id = ?) AND (?::text IS NULL OR kind = ?) AND (?::uuid IS NULL OR id < ?)
           ORDER BY media_assets.id DESC LIMIT ?`,
          [caller.userId, whose, caller.userId, kind, kind, after, after, limit + 1],
        ),
      );
      const items = found.slice(0, limit);
      return {
        items: items.map(({ row: _, createdAt, ...item }) => ({
          ...item,
          createdAt: new Date(createdAt).toISOString(),
        })),
        nextCursor: found.length > limit ? encodeCursor([items.at(-1)!.row]) : null,
      };
    },

    /** Of the organization's files anyone who writes missions may take one away, as long as no question and no session shows it. */
    async remove(caller: SignedInCaller, id: string): Promise<void> {
      await seen(caller, id, null);
      await db.asWorker(async (em) => {
        if (await isInUse(em, id))
          throw new AppError('media/in-use', 'A question or a session shows this file.');
        await em.execute('DELETE FROM media_assets WHERE object_key = ? AND org_id = ?', [id, caller.orgId]);
      });
      await storage.remove(id);
    },

    /** Whoever holds the id may see it: players of a class have no account. null: nothing is there. */
    async find(id: string): Promise<Served | null> {
      const { rows } = await db.jobs.query<{ mime_type: string }>(
        `SELECT mime_type FROM media_assets WHERE object_key = $1 AND status = 'ready'`,
        [id],
      );
      return rows[0] ? { path: storage.pathOf(id), mimeType: rows[0].mime_type } : null;
    },

    /** By their ids; those that are not there, or not on the disk, are left out. */
    async filesOf(orgId: string, ids: readonly string[]): Promise<Map<string, StoredFile>> {
      const { rows } = await db.jobs.query<{ id: string; mimeType: string; bytes: number }>(
        `SELECT object_key AS id, mime_type AS "mimeType", byte_size::float8 AS bytes FROM media_assets
         WHERE org_id = $1 AND object_key = ANY($2::text[]) AND status = 'ready'`,
        [orgId, ids],
      );
      const found = new Map<string, StoredFile>();
      for (const { id, mimeType, bytes } of rows)
        if (await storage.has(id))
          found.set(id, { path: storage.pathOf(id), extension: extensionOf(mimeType), bytes });
      return found;
    },

    /**
     * Takes a file of the content in. The same bytes with the same words give the same asset, however often the content is read.
     * `id` is the row's, for the question that refers to it; `ref` is what players get.
     */
    async storeContentFile({
      orgId,
      path: source,
      kind,
      alt,
      caption,
    }: ContentFile): Promise<{ id: string; ref: MediaRef }> {
      const file = createReadStream(source);
      const { path } = await storage.receive(file, mostBytes[kind]).finally(() => file.destroy());
      try {
        const taken = await takeIn(path, kind);
        return await db.asWorker(async (em) => {
          await em.execute('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`media ${orgId}`]);
          const [known] = await em.execute<{ id: string; key: string }[]>(
            `SELECT id, object_key AS key FROM media_assets WHERE org_id = ? AND sha256 = ? AND kind = ? AND alt = ? AND caption IS NOT DISTINCT FROM ? AND origin = 'content'`,
            [orgId, taken.sha256, kind, alt, caption],
          );
          const id = known?.id ?? uuid();
          const key = known?.key ?? newMediaId();
          if (!known) {
            await em.execute(
              `INSERT INTO media_assets (id, org_id, object_key, origin, kind, alt, caption) VALUES (?, ?, ?, 'content', ?, ?, ?)`,
              [id, orgId, key, kind, alt, caption],
            );
            await becomeReady(em, key, taken);
          }
          // also where the row is known: a backup may have brought the rows back and not the files
          await storage.keep(path, key);
          return { id, ref: { id: key, kind, alt, caption } };
        });
      } finally {
        await storage.discard(path);
      }
    },

    /**
     * Brings back what the disk has lost of the starter content although the database knows it; `findFiles` is asked only
     * then, and gives the files of today's content. Resolves with how many came back.
     */
    async restoreContentFiles(
      orgId: string,
      findFiles: () => Promise<Pick<ContentFile, 'path' | 'kind'>[]>,
    ): Promise<number> {
      const rows = await db.asWorker((em) =>
        em.execute<{ key: string; sha256: Buffer }[]>(
          `SELECT object_key AS key, sha256 FROM media_assets WHERE org_id = ? AND origin = 'content' AND status = 'ready'`,
          [orgId],
        ),
      );
      const lost: typeof rows = [];
      for (const row of rows) if (!(await storage.has(row.key))) lost.push(row);
      if (lost.length === 0) return 0;
      let restored = 0;
      for (const file of await findFiles()) {
        // one picture may stand there under several names
        while (await restoreOne(file, lost)) restored++;
      }
      return restored;
    },
  };
}

/** `image/png` is "png". */
const extensionOf = (mimeType: string): string => /^\w+\/(?:x-)?(\w+)/.exec(mimeType)?.[1] ?? 'bin';

/** 192 random bits: nobody guesses it, and it says nothing. [RND-2] */
const newMediaId = (): string => randomBytes(24).toString('base64url');
