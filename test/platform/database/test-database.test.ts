import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../support/postgres.ts';

async function ask(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const slugs = (url: string) => ask(url, 'SELECT slug FROM organizations ORDER BY slug');

test('databases cloned at the same time are migrated and know nothing of each other', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase));
  await Promise.all(
    databases.map(({ jobsUrl }, index) =>
      ask(jobsUrl, `INSERT INTO organizations (slug, name) VALUES ('school-${index}', 'School')`),
    ),
  );
  for (const [index, { ownerUrl }] of databases.entries()) {
    expect(await slugs(ownerUrl)).toEqual([{ slug: `school-${index}` }]);
  }
  await Promise.all(databases.map((database) => database.drop()));
  await expect(slugs(databases[0]!.ownerUrl)).rejects.toThrow(/does not exist/);
});

test('a database is dropped as soon as the last connection to it has gone', async () => {
  const database = await createTestDatabase();
  const late = new pg.Client(database.appUrl);
  await late.connect();
  const leaving = new Promise((done) => setTimeout(done, 300)).then(() => late.end());
  await database.drop();
  await leaving;
});
