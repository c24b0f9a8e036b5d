import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tablesWithPurge } from '../../../src/modules/compliance/retention.service.ts';
import { addKnownChild } from '../../support/known-person.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let owner: pg.Client;
beforeAll(async () => {
  server = await startBareServer();
  owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await server.stop();
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const count = async (sql: string, values: unknown[] = []) =>
  (await server.app.db.jobs.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, values)).rows[0]!.n;

it('[CON-7] every table that knows people has a rule, and a new one without a rule is found', async () => {
  const { retention } = server.app.compliance;
  expect(await retention.tablesWithoutRule()).toEqual([]);
  await owner.query('CREATE TABLE secret_notes (id uuid PRIMARY KEY, about uuid REFERENCES users(id))');
  await owner.query('CREATE TABLE addresses (id uuid PRIMARY KEY, phone text)');
  expect(await retention.tablesWithoutRule()).toEqual(['addresses', 'secret_notes']);
  await owner.query('DROP TABLE secret_notes, addresses');
});

it('[CON-7] every rule with days is kept by the nightly purge, and names a table that is there', async () => {
  const { rows } = await owner.query<{ table_name: string; there: boolean; days: number | null }>(
    'SELECT table_name, days, to_regclass(table_name) IS NOT NULL AS there FROM retention_rules ORDER BY 1',
  );
  expect(rows.filter(({ there }) => !there)).toEqual([]);
  const withDays = rows.filter(({ days }) => days !== null).map(({ table_name }) => table_name);
  expect([...tablesWithPurge].sort()).toEqual(withDays);
});

it('[CON-7] deletes what has been there long enough and nothing sooner', async () => {
  const child = await addKnownChild(server);
  const { jobs } = server.app.db;
  await jobs.query(`UPDATE data_requests SET status = 'done', completed_at = now()`);
  await jobs.query(
    `INSERT INTO breach_records (org_id, discovered_at, notify_by, description, closed_at) VALUES ($1, now(), now() + interval '72 hours', 'x', now())`,
    [server.orgId],
  );
  await jobs.query(
    `INSERT INTO risk_assessments (org_id, done_on, next_due_on, summary) VALUES ($1, current_date, current_date + 365, 'x')`,
    [server.orgId],
  );
  await jobs.query(`INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'x', '{}')`, [
    server.orgId,
  ]);
  const { purge } = server.app.compliance.retention;
  expect(await purge(new Date())).toEqual({});
  const days: Record<string, number> = {
    auth_sessions: 3,
    mail_messages: 31,
    outbox_events: 31,
    auth_tokens: 31,
    consent_requests: 366,
    activity_days: 401,
    known_devices: 401,
    data_requests: 1_096,
    disclosures: 1_826,
    breach_records: 1_826,
    risk_assessments: 1_826,
  };
  for (const table of Object.keys(days)) expect(await count(table), table).toBeGreaterThan(0);
  for (const after of [...new Set(Object.values(days))].toSorted((a, b) => a - b)) {
    const due = Object.keys(days).filter((table) => days[table] === after);
    await purge(inDays(after - 3));
    for (const table of due) expect(await count(table), `${table} goes too soon`).toBeGreaterThan(0);
    await purge(inDays(after));
    for (const table of due) expect(await count(table), table).toBe(0);
  }
  expect(await count('users WHERE id = $1', [child.childId])).toBe(1);
});

it('[CON-7] forgets pupils of printed cards when their time is over, and leaves a tombstone', async () => {
  const { childId } = await addKnownChild(server);
  const stays = await addKnownChild(server);
  await server.app.db.jobs.query(`UPDATE users SET erase_after = now() + interval '200 days' WHERE id = $1`, [
    childId,
  ]);
  await server.app.compliance.retention.purge(inDays(199));
  expect(await count('users WHERE id = $1', [childId])).toBe(1);
  await server.app.compliance.retention.purge(inDays(201));
  expect(await count('users WHERE id = $1', [childId])).toBe(0);
  expect(await count('users WHERE id = $1', [stays.childId])).toBe(1);
  expect(await count(`tombstones WHERE user_id = $1 AND reason = 'card_expired'`, [childId])).toBe(1);
});

it('is done every night by the job queue', async () => {
  await server.app.jobs.runNow('retention');
});
