import { createOwnProcess, type OwnProcess } from './own-process.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

export interface ServerProcess extends OwnProcess {
  database: TestDatabase;
}

/** A process with a database of its own. */
export async function createServerProcess(): Promise<ServerProcess> {
  const database = await createTestDatabase('seeded');
  const server = await createOwnProcess({ database });
  const { remove } = server;
  return Object.assign(server, {
    database,
    async remove() {
      await remove();
      await database.drop();
    },
  });
}
