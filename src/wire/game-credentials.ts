import { z } from 'zod';
import { line, page, pageQuery, uuid } from './common.ts';
import { ownProof } from './sign-ins.ts';

const when = z.iso.datetime();
const gameName = line.trim().min(1).max(100);
const loginName = line.trim().min(1).max(200);
const loginPassword = line.min(1).max(200);

export const gameCredentialParams = z.strictObject({ id: uuid });
export const gameCredentialsQuery = pageQuery;
export const newGameCredential = z.strictObject({
  game: gameName,
  username: loginName,
  password: loginPassword,
});
export const changedGameCredential = newGameCredential.partial();
export const revealGameCredential = ownProof;

/** One's own: the password is shown on being revealed, and only then. */
export const gameCredential = z.strictObject({
  id: uuid,
  game: z.string(),
  /** null: it cannot be read any more, and neither can the password; `problem` says so. */
  username: z.string().nullable(),
  problem: z.literal('credential/unreadable').nullable(),
  lastRevealedAt: when.nullable(),
  createdAt: when,
  updatedAt: when,
});
export type GameCredential = z.infer<typeof gameCredential>;
export const gameCredentialsPage = page(gameCredential);
export const revealedGameCredential = z.strictObject({ username: z.string(), password: z.string() });
export type RevealedGameCredential = z.infer<typeof revealedGameCredential>;

/** What a guardian sees of a child's: which games, never a login. */
export const childGame = z.strictObject({ id: uuid, game: z.string(), lastRevealedAt: when.nullable() });
export type ChildGame = z.infer<typeof childGame>;
export const childGamesPage = page(childGame);
