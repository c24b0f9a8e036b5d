import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DatabaseUrls } from '../../src/config.ts';

export interface TestDatabase extends DatabaseUrls {
  drop(): Promise<void>;
}

/** Any number that only this file uses: whoever holds it may clone the template, which bears one reader at a time. */
const cloning = 7_205_190_311;

/** A database like that one, in a moment. */
export async function cloneDatabase(
  { ownerUrl, appUrl, jobsUrl }: DatabaseUrls,
  template: string,
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(ownerUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [cloning]);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  });
  return {
    ownerUrl: onDatabase(ownerUrl, name),
    appUrl: onDatabase(appUrl, name),
    jobsUrl: onDatabase(jobsUrl, name),
    // Waits up to 5 s for connections to go. The owner may not end those of the other roles, so what a test leaves open shows.
    drop: () => asAdmin(ownerUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name}`)),
  };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client(onDatabase(url, 'postgres'));
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function onDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
