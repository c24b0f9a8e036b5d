import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * [DAT-2] Somebody else gave this account its password: what its owner kept before opens for nobody, until the owner says the
 * login of the game anew. Whoever can let a child in again does not get at the child's logins by that.
 */
export async function lockGameLogins(em: EntityManager, userId: string): Promise<void> {
  await em.execute('UPDATE game_credentials SET locked_at = now() WHERE user_id = ? AND locked_at IS NULL', [
    userId,
  ]);
}
