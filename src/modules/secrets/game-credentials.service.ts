import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { type Envelope, SealError } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, timeAndId } from '../../platform/http/cursor.ts';
import type { ChildGame, GameCredential, RevealedGameCredential } from '../../wire/game-credentials.ts';
import type { OwnProof } from '../../wire/sign-ins.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';
import type { FamilyService } from '../family/family.service.ts';
import type { ProveOneself } from '../identity/own-proof.service.ts';

interface Dependencies {
  db: Database;
  envelope: Envelope;
  family: Pick<FamilyService, 'requireChild'>;
  proveOneself: ProveOneself;
}

interface Login {
  game: string;
  username: string;
  password: string;
}
interface GameRow {
  id: string;
  game: string;
  lastRevealedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}
interface SealedRow {
  id: string;
  game: string;
  usernameSealed: Buffer;
  passwordSealed: Buffer;
  isLocked: boolean;
}
type PageQuery = { cursor?: string | undefined; limit: number };

/** So many games nobody plays; without a bound somebody would keep a disk full of them. */
export const mostGames = 50;

export type GameCredentialsService = ReturnType<typeof createGameCredentialsService>;

/**
 * [DAT-2] A learner's logins of games. The owner lists them without passwords and reveals one by proving to be the owner, which
 * is written down every time; a guardian sees which games they are; nobody else sees anything.
 */
export function createGameCredentialsService({ db, envelope, family, proveOneself }: Dependencies) {
  const seal = async (orgId: string, id: string, login: Pick<Login, 'username' | 'password'>) => ({
    username: await envelope.seal(orgId, placeOf(id, 'username_sealed'), login.username),
    password: await envelope.seal(orgId, placeOf(id, 'password_sealed'), login.password),
  });
  const openName = ({ id, usernameSealed }: SealedRow) =>
    envelope.openText(placeOf(id, 'username_sealed'), usernameSealed).catch(unreadable);
  const openPassword = ({ id, passwordSealed }: SealedRow) =>
    envelope.openText(placeOf(id, 'password_sealed'), passwordSealed).catch(unreadable);
  /** null: it was damaged. One such row must not take the others along. */
  const readName = (row: SealedRow): Promise<string | null> =>
    openName(row).catch((error: unknown) => {
      if (error instanceof AppError) return null;
      throw error;
    });

  /** Which of the rows the caller sees are whose: a guardian sees the children's as well. */
  const listOf = (caller: SignedInCaller, userId: string, { cursor, limit }: PageQuery) =>
    db.asCaller(caller, async (em) => {
      const [at, id] = cursor ? decodeCursor(cursor, timeAndId) : [null, null];
      const rows = await em.execute<GameRow[]>(listSql, [userId, at, at, id, limit + 1]);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        rows: shown,
        nextCursor: rows.length > limit && last ? encodeCursor([iso(last.createdAt), last.id]) : null,
      };
    });

  /** Somebody else's is not there, as far as the caller is told. */
  const requireOwn = async (caller: SignedInCaller, id: string): Promise<GameRow> => {
    const [row] = await db.asCaller(caller, (em) => em.execute<GameRow[]>(ownSql, [id, caller.userId]));
    if (!row) throw notFound();
    return row;
  };

  return {
    async list(caller: SignedInCaller, query: PageQuery) {
      const { rows, nextCursor } = await listOf(caller, caller.userId, query);
      const names = await db.asWorker(async (em) => {
        const sealed = await em.execute<SealedRow[]>(`${sealedSql} WHERE user_id = ?`, [caller.userId]);
        const wanted = sealed.filter(({ id }) => rows.some((row) => row.id === id));
        return new Map(await Promise.all(wanted.map(async (row) => [row.id, await readName(row)] as const)));
      });
      // what was deleted between the two looks is not there
      const items = rows
        .filter(({ id }) => names.has(id))
        .map((row) => present(row, names.get(row.id) ?? null));
      return { items, nextCursor };
    },

    async add(caller: SignedInCaller, { game, username, password }: Login): Promise<GameCredential> {
      const { userId, orgId } = caller;
      const id = uuid();
      const sealed = await seal(orgId, id, { username, password });
      const row = await db.asWorker(async (em) => {
        // one after the other, so that two at once do not both count as the last
        await em.execute('SELECT 1 FROM users WHERE id = ? FOR NO KEY UPDATE', [userId]);
        const [{ count }] = (await em.execute<{ count: number }[]>(
          'SELECT count(*)::integer AS count FROM game_credentials WHERE user_id = ?',
          [userId],
        )) as [{ count: number }];
        if (count >= mostGames)
          throw new AppError(
            'credential/too-many',
            `More than ${mostGames} logins are not kept. Delete one.`,
          );
        const added = await em.execute<GameRow[]>(
          `INSERT INTO game_credentials (id, user_id, game_name, username_sealed, password_sealed) VALUES (?, ?, ?, ?, ?)
           RETURNING ${columns}`,
          [id, userId, game, sealed.username, sealed.password],
        );
        await audit(em, entry(caller, id, 'game_credential.added'));
        return added[0]!;
      });
      return present(row, username);
    },

    async change(caller: SignedInCaller, id: string, change: Partial<Login>): Promise<GameCredential> {
      await requireOwn(caller, id);
      return db.asWorker(async (em) => {
        const before = await lockSealed(em, id, caller.userId);
        // who says both anew needs nothing of what stood there
        const isWhole = change.username !== undefined && change.password !== undefined;
        const was = isWhole
          ? { username: await readName(before) }
          : { username: await openName(before), password: await openPassword(before) };
        const becomes = { ...was, ...given(change) } as Pick<Login, 'username' | 'password'>;
        const sealed = await seal(caller.orgId, id, becomes);
        const [row] = await em.execute<GameRow[]>(
          `UPDATE game_credentials SET game_name = ?, username_sealed = ?, password_sealed = ?, locked_at = CASE WHEN ? THEN NULL ELSE locked_at END
           WHERE id = ? RETURNING ${columns}`,
          [change.game ?? before.game, sealed.username, sealed.password, change.password !== undefined, id],
        );
        const changes = changesOf({ ...was, game: before.game }, change, ['game', 'username', 'password']);
        await audit(em, { ...entry(caller, id, 'game_credential.changed'), changes });
        return present(row!, becomes.username);
      });
    },

    async remove(caller: SignedInCaller, id: string): Promise<void> {
      await requireOwn(caller, id);
      await db.asWorker(async (em) => {
        const gone = await em.execute<{ id: string }[]>(
          'DELETE FROM game_credentials WHERE id = ? AND user_id = ? RETURNING id',
          [id, caller.userId],
        );
        if (gone.length === 0) throw notFound();
        await audit(em, entry(caller, id, 'game_credential.removed'));
      });
    },

    /** Nothing is shown that is not on record: the entry is written before the reply leaves. */
    async reveal(
      caller: SignedInCaller,
      id: string,
      proof: OwnProof,
      address: string,
    ): Promise<RevealedGameCredential> {
      await requireOwn(caller, id);
      await proveOneself(caller, proof, address);
      return db.asWorker(async (em) => {
        const row = await lockSealed(em, id, caller.userId);
        if (row.isLocked)
          throw new AppError(
            'credential/locked',
            'Somebody else set the password of this account. Type the login of the game in anew.',
          );
        const revealed = { username: await openName(row), password: await openPassword(row) };
        await em.execute('UPDATE game_credentials SET last_revealed_at = now() WHERE id = ?', [id]);
        await audit(em, entry(caller, id, 'game_credential.revealed'));
        return revealed;
      });
    },

    async ofChild(caller: SignedInCaller, childId: string, query: PageQuery) {
      await family.requireChild(caller, childId);
      const { rows, nextCursor } = await listOf(caller, childId, query);
      const items = rows.map(
        ({ id, game, lastRevealedAt }): ChildGame => ({
          id,
          game,
          lastRevealedAt: isoOrNull(lastRevealedAt),
        }),
      );
      return { items, nextCursor };
    },
  };
}

const columns = `id, game_name AS game, date_trunc('milliseconds', created_at) AS "createdAt", updated_at AS "updatedAt",
  last_revealed_at AS "lastRevealedAt"`;
const listSql = `
  SELECT ${columns} FROM game_credentials
  WHERE user_id = ? AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', created_at), id) < (?::timestamptz, ?::uuid))
  ORDER BY date_trunc('milliseconds', created_at) DESC, id DESC LIMIT ?`;
const ownSql = `SELECT ${columns} FROM game_credentials WHERE id = ? AND user_id = ?`;
const sealedSql = `
  SELECT id, game_name AS game, username_sealed AS "usernameSealed", password_sealed AS "passwordSealed", locked_at IS NOT NULL AS "isLocked" FROM game_credentials`;

async function lockSealed(em: EntityManager, id: string, userId: string): Promise<SealedRow> {
  const [row] = await em.execute<SealedRow[]>(`${sealedSql} WHERE id = ? AND user_id = ? FOR UPDATE`, [
    id,
    userId,
  ]);
  if (!row) throw notFound();
  return row;
}

/** [DAT-2] Whatever is not as it was sealed is shown to nobody. */
const unreadable = (error: unknown): never => {
  if (!(error instanceof SealError)) throw error;
  throw new AppError(
    'credential/unreadable',
    'This login cannot be read any more. Type it in anew, or delete it.',
    { cause: error },
  );
};

const notFound = () => new AppError('credential/not-found', 'There is no such login.');
const placeOf = (id: string, column: 'username_sealed' | 'password_sealed') => ({
  table: 'game_credentials',
  column,
  row: id,
});

const given = ({ username, password }: Partial<Login>) => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
});

const entry = ({ orgId, userId }: SignedInCaller, id: string, action: string) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'game_credential',
  entityId: id,
});

const iso = (at: Date): string => new Date(at).toISOString();
const isoOrNull = (at: Date | null): string | null => at && iso(at);
const present = (row: GameRow, username: string | null): GameCredential => ({
  id: row.id,
  game: row.game,
  username,
  problem: username === null ? 'credential/unreadable' : null,
  lastRevealedAt: isoOrNull(row.lastRevealedAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});
