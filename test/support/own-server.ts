import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createRolesSql, type RoleKey, roles } from '../../src/platform/database/roles.sql.ts';
import type { TestDatabase } from './postgres.ts';

/** A superuser's address of a PostgreSQL that is not ours, 15 or newer. Without it tests that need one are shown as skipped. */
export const ownServerUrl = process.env.TEST_DATABASE_URL;

/** Any number that only this file uses: roles belong to the whole server, and two files must not make them at once. */
const makingRoles = 7_205_190_511;

const madeRoles = new Set<RoleKey>();

/** An empty database there, made with the SQL that the start prints. */
export async function createOwnDatabase(): Promise<TestDatabase & { adminUrl: string }> {
  const adminUrl = ownServerUrl!;
  const database = `tutti_trial_${randomUUID().slice(0, 8)}`;
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock($1)', [makingRoles]);
    const there = await admin.query<{ rolname: string }>(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tutti%'",
    );
    const names = there.rows.map(({ rolname }) => rolname);
    const missing = (Object.keys(roles) as RoleKey[]).filter((key) => !names.includes(roles[key]));
    for (const key of missing) madeRoles.add(key);
    const passwords = { owner: randomUUID(), app: randomUUID(), worker: randomUUID() };
    for (const line of createRolesSql(passwords, { missing, database }).split('\n')) await admin.query(line);
  } finally {
    await admin.end();
  }

  /** The server's superuser acts as a role, whatever password that has there. */
  const urlAs = (role: RoleKey): string => {
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    url.searchParams.set('options', `-c role=${roles[role]}`);
    return url.href;
  };
  return {
    adminUrl,
    ownerUrl: urlAs('owner'),
    appUrl: urlAs('app'),
    jobsUrl: urlAs('worker'),
    async drop() {
      await ask(adminUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      // the last one takes the roles along that the first one made
      for (const key of madeRoles) await ask(adminUrl, `DROP ROLE IF EXISTS ${roles[key]}`).catch(() => {});
    },
  };
}

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const result = await client.query<Row>(sql);
    return result.rows;
  } finally {
    await client.end();
  }
}
