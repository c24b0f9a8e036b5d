import { createOwnProcess, type OwnProcess } from './own-process.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

export interface ServerProcess extends OwnProcess {
  database: TestDatabase;
}

/** A process with a database of its own; with `beside` it serves the same database as another one. */
export async function createServerProcess(
  environment: Record<string, string> = {},
  beside?: ServerProcess,
): Promise<ServerProcess> {
  const database = beside?.database ?? (await createTestDatabase('seeded'));
  const server = await createOwnProcess({ database, environment });
  const { remove } = server;
  return Object.assign(server, {
    database,
    async remove() {
      await remove();
      if (!beside) await database.drop();
    },
  });
}
