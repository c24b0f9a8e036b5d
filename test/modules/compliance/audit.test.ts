import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { audit, changesOf } from '../../../src/modules/compliance/audit.service.ts';
import {
  headsFile,
  noteHeads,
  readNotedHeads,
  verifyAudit,
} from '../../../src/modules/compliance/audit-verify.ts';
import type { AuditEntry, AuditVerification } from '../../../src/wire/compliance.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
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

const write = (action: string, orgId: string | null = server.orgId, entityId = 'x') =>
  server.app.db.asWorker((em) => audit(em, { orgId, actorId: null, action, entity: 'test', entityId }));
const verify = () => verifyAudit(server.app.db.jobs, []);

/** What only somebody with the owner's password could do. */
async function tamper(statement: string): Promise<void> {
  await owner.query('BEGIN');
  for (const table of ['audit_logs', 'audit_chain'])
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await owner.query(statement);
  for (const table of ['audit_logs', 'audit_chain'])
    await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  await owner.query('COMMIT');
}
const nth = (n: number) => `(SELECT audit_id FROM audit_chain ORDER BY month DESC, seq OFFSET ${n} LIMIT 1)`;

describe('[DAT-3] the audit log', () => {
  beforeEach(async () => {
    await owner.query('TRUNCATE audit_logs, audit_chain');
    for (let i = 0; i < 6; i++) await write('test.happened', server.orgId, `e${i}`);
  });

  it('is whole as it was written, and says where it ends', async () => {
    const { months, faults } = await verify();
    expect(faults).toEqual([]);
    expect(months).toEqual([
      { month: expect.stringMatching(/-01$/), entries: 6, hash: expect.stringMatching(/^[\da-f]{64}$/) },
    ]);
  });

  it('stays one unbroken chain when 50 transactions write at once and some of them fail', async () => {
    const done = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        server.app.db.asWorker(async (em) => {
          await audit(em, {
            orgId: null,
            actorId: null,
            action: 'test.raced',
            entity: 'test',
            entityId: String(i),
          });
          if (i % 5 === 4) throw new Error('this one is taken back');
        }),
      ),
    );
    expect(done.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    const { months, faults } = await verify();
    expect(faults).toEqual([]);
    expect(months[0]!.entries).toBe(46);
  });

  it.each([
    [
      'a changed row',
      `UPDATE audit_logs SET action = 'test.other' WHERE id = ${nth(2)}`,
      /entry 3 .*changed/,
    ],
    ['a row taken out of the middle', `DELETE FROM audit_logs WHERE id = ${nth(2)}`, /entry 3 .*gone/],
    [
      'a row taken out with its link',
      `WITH gone AS (DELETE FROM audit_chain WHERE seq = 3 RETURNING audit_id) DELETE FROM audit_logs WHERE id IN (SELECT audit_id FROM gone)`,
      /gap|changed/,
    ],
    [
      'a row put in without a link',
      `ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_chain; INSERT INTO audit_logs (actor_label, action, entity_type) VALUES ('system', 'test.forged', 'x')`,
      /stands in no chain/,
    ],
    [
      'two rows that changed places',
      'UPDATE audit_chain SET seq = 3 - seq + 1000 WHERE seq IN (1, 2); UPDATE audit_chain SET seq = seq - 1000 WHERE seq > 1000',
      /changed|gap/,
    ],
    [
      'a hash that was made anew for the changed row alone',
      `UPDATE audit_chain SET hash = sha256('x') WHERE seq = 4`,
      /entry 4 .*changed[\s\S]*entry 5 .*changed/,
    ],
    [
      'another time',
      `UPDATE audit_logs SET created_at = created_at + interval '1 second' WHERE id = ${nth(1)}`,
      /entry 2 .*gone/,
    ],
  ])('shows %s', async (_, statement, fault) => {
    await tamper(statement);
    const { faults } = await verify();
    expect(faults.join('\n')).toMatch(fault);
  });

  it('shows that its end was cut off, by what was noted outside the database', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tutti-heads-'));
    const file = headsFile(folder);
    await noteHeads(server.app.db.jobs, file);
    await write('test.happened');
    await noteHeads(server.app.db.jobs, file);
    await noteHeads(server.app.db.jobs, file);
    await appendFile(file, '{"month":"2026-');
    const noted = await readNotedHeads(file);
    expect(noted.map(({ entries }) => entries)).toEqual([6, 7]);
    expect((await verifyAudit(server.app.db.jobs, noted)).faults).toEqual([]);

    await tamper(
      'WITH gone AS (DELETE FROM audit_chain WHERE seq > 5 RETURNING audit_id) DELETE FROM audit_logs WHERE id IN (SELECT audit_id FROM gone)',
    );
    expect((await verify()).faults).toEqual([]);
    expect((await verifyAudit(server.app.db.jobs, noted)).faults.join('\n')).toMatch(
      /cut off: 7 entries were noted, 5 are left/,
    );
    await rm(folder, { recursive: true });
  });

  it('loses an expired month as a whole, and the others stay whole', async () => {
    await owner.query(`SELECT ensure_audit_months('2024-01-01', 1)`);
    await server.app.db.jobs.query(
      `INSERT INTO audit_logs (actor_label, action, entity_type, created_at) VALUES ('system', 'test.old', 'x', '2024-01-15'), ('system', 'test.old', 'x', '2024-01-16')`,
    );
    expect((await verify()).months.map(({ entries }) => entries)).toEqual([2, 6]);
    await server.app.compliance.retention.purge(new Date());
    const { months, faults } = await verify();
    expect(months.map(({ entries }) => entries)).toEqual([6]);
    expect(faults).toEqual([]);
  });

  it('goes on, and is forgotten in time, where no job made the month’s table in time', async () => {
    await server.app.db.jobs.query(
      `INSERT INTO audit_logs (actor_label, action, entity_type, created_at) VALUES ('system', 'test.late', 'x', '2031-05-10')`,
    );
    const { purge } = server.app.compliance.retention;
    await purge(new Date('2031-05-20T00:00:00Z'));
    const kept = () => server.app.db.jobs.query(`SELECT 1 FROM audit_logs WHERE action = 'test.late'`);
    expect((await kept()).rowCount).toBe(1);
    expect((await verify()).faults).toEqual([]);
    await purge(new Date('2032-07-20T00:00:00Z'));
    expect((await kept()).rowCount).toBe(0);
    expect((await verify()).faults).toEqual([]);
  });

  it('says of a personal field that it changed, and not what it was', () => {
    expect(
      changesOf(
        { name: 'Ada', role: 'teacher', status: 'active' },
        { name: 'Eve', role: 'admin', status: 'active' },
        ['name'],
      ),
    ).toEqual({ name: { changed: true }, role: { before: 'teacher', after: 'admin' } });
  });
});

describe('searching the audit log', () => {
  const search = async (token: string, query: string) =>
    call<{ items: AuditEntry[]; nextCursor: string | null }>(server, `/audit${query}`, { token });

  it('is for administrators, shows the own organization alone, finds by action, actor and time, and turns pages', async () => {
    await addPerson(server, { email: 'audit@school.example', role: 'admin', displayName: 'Audrey' });
    await addPerson(server, { email: 'not@school.example', role: 'teacher' });
    const { accessToken: token, user } = await signIn(server, 'audit@school.example');
    const other = await owner.query(
      `INSERT INTO organizations (slug, name) VALUES ('elsewhere', 'Elsewhere') RETURNING id`,
    );
    await write('test.elsewhere', other.rows[0].id);
    for (let i = 0; i < 5; i++) {
      await server.app.db.asWorker((em) =>
        audit(em, {
          orgId: server.orgId,
          actorId: user.id,
          action: 'test.searched',
          entity: 'thing',
          entityId: `t${i}`,
        }),
      );
    }
    expect((await search((await signIn(server, 'not@school.example')).accessToken, '')).status).toBe(403);
    const first = await search(token, '?action=test.sea&limit=3');
    expect(first.body.items.map(({ entityId }) => entityId)).toEqual(['t4', 't3', 't2']);
    expect(first.body.items[0]!.actor).toEqual({ kind: 'person', id: user.id, name: 'Audrey' });
    const second = await search(token, `?action=test.sea&limit=3&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map(({ entityId }) => entityId)).toEqual(['t1', 't0']);
    expect(second.body.nextCursor).toBeNull();
    expect((await search(token, `?actor=${user.id}&entity=thing`)).body.items).toHaveLength(5);
    expect((await search(token, '?to=2020-01-01T00:00:00Z')).body.items).toEqual([]);
    expect((await search(token, '?action=test.elsewhere')).body.items).toEqual([]);
    // an underscore is an underscore
    expect((await search(token, '?action=te_t.')).body.items).toEqual([]);
  });

  it('names the person whom a change was about: here one whom an administrator signed out', async () => {
    await addPerson(server, { email: 'namer@school.example', role: 'admin' });
    const email = 'nadia@school.example';
    const id = await addPerson(server, { role: 'teacher', displayName: 'Nadia', email });
    const { accessToken: hers } = await signIn(server, email);
    const { accessToken: token } = await signIn(server, 'namer@school.example');
    expect((await call(server, `/people/${id}/sign-out`, { method: 'POST', token, body: {} })).status).toBe(
      204,
    );
    expect((await call(server, '/me', { token: hers })).status).toBe(401);
    const { body } = await search(token, `?action=account.signed_out&entityId=${id}`);
    expect(body.items).toMatchObject([{ entityName: 'Nadia', entity: 'user', changes: {} }]);
  });

  it('[DAT-3] an administrator can have the whole log computed anew; nobody else', async () => {
    await addPerson(server, { email: 'verifier@school.example', role: 'admin' });
    const { accessToken: token } = await signIn(server, 'verifier@school.example');
    const path = '/audit/verification';
    const { body } = await call<AuditVerification>(server, path, { token });
    expect(body.faults).toEqual([]);
    expect(body.entries).toBeGreaterThan(0);
    await tamper(`UPDATE audit_chain SET hash = sha256('x') WHERE audit_id = ${nth(0)}`);
    expect((await call<AuditVerification>(server, path, { token })).body.faults).not.toEqual([]);
    const { accessToken: other } = await signIn(server, 'not@school.example');
    expect((await call(server, path, { token: other })).status).toBe(403);
  });
});
