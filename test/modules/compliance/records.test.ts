import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Breach, ComplianceOverview, DataRequest } from '../../../src/wire/compliance.ts';
import { addKnownChild } from '../../support/known-person.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let officer: string;
let teacher: string;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { email: 'officer@school.example', role: 'admin' });
  await addPerson(server, { email: 'teacher@school.example', role: 'teacher' });
  officer = (await signIn(server, 'officer@school.example')).accessToken;
  teacher = (await signIn(server, 'teacher@school.example')).accessToken;
});
afterAll(() => server.stop());

const post = <T>(path: string, body: unknown, token = officer, method = 'POST') =>
  call<T>(server, path, { method, token, body });
const get = <T>(path: string, token = officer) => call<T>(server, path, { token });

describe('[CON-9] requests for data', () => {
  it('have a deadline of a month, show the nearest first, and an erasure that is done has happened', async () => {
    const { childId } = await addKnownChild(server);
    const opened = await post<DataRequest>('/data-requests', {
      subjectId: childId,
      kind: 'erase',
      note: 'by letter',
    });
    expect(opened.status).toBe(201);
    expect((Date.parse(opened.body.dueAt) - Date.parse(opened.body.createdAt)) / 86_400_000).toBeCloseTo(
      30,
      0,
    );
    // the same again stays the one that is open
    expect((await post<DataRequest>('/data-requests', { subjectId: childId, kind: 'erase' })).body.id).toBe(
      opened.body.id,
    );
    await server.app.db.jobs.query(
      `UPDATE data_requests SET due_at = now() - interval '1 day' WHERE id = $1`,
      [opened.body.id],
    );
    const { body: list } = await get<{ items: DataRequest[] }>('/data-requests?status=open');
    expect(list.items[0]).toMatchObject({ id: opened.body.id, overdue: true });
    const done = await post<DataRequest>(`/data-requests/${opened.body.id}/answer`, { status: 'done' });
    expect(done.body).toMatchObject({ status: 'done', subject: { id: childId, name: null }, note: null });
    const { rows } = await server.app.db.jobs.query('SELECT 1 FROM users WHERE id = $1', [childId]);
    expect(rows).toEqual([]);
    expect(
      (await post(`/data-requests/${opened.body.id}/answer`, { status: 'rejected' })).body,
    ).toMatchObject({
      code: 'data-request/not-open',
    });
  });

  it('an erasure spares the last administrator, and whoever stands above the one who answers', async () => {
    const { body: me } = await get<{ id: string }>('/me');
    const erase = async (subjectId: string, token = officer) => {
      const { body } = await post<DataRequest>('/data-requests', { subjectId, kind: 'erase' }, token);
      return post<{ code: string }>(`/data-requests/${body.id}/answer`, { status: 'done' }, token);
    };
    expect((await erase(me.id)).body.code).toBe('role/last-administrator');
    const email = 'clerk@school.example';
    const clerkId = await addPerson(server, { email, role: 'teacher' });
    await server.app.db.jobs.query(
      `INSERT INTO user_permissions (user_id, permission_key, org_id) SELECT $1, unnest(ARRAY['compliance.manage', 'people.read']), $2`,
      [clerkId, server.orgId],
    );
    const { accessToken: clerk } = await signIn(server, email);
    expect((await erase(me.id, clerk)).body.code).toBe('role/not-allowed');
    const secondId = await addPerson(server, { role: 'admin', email: 'second@school.example' });
    expect((await erase(secondId)).status).toBe(200);
  });

  it('restricting ends every sign-in of the person', async () => {
    const userId = await addPerson(server, { email: 'restricted@school.example', role: 'guardian' });
    const { accessToken } = await signIn(server, 'restricted@school.example');
    const { body } = await post<DataRequest>('/me/data-requests', { kind: 'restrict' }, accessToken);
    expect(body.subject.id).toBe(userId);
    expect((await post(`/data-requests/${body.id}/answer`, { status: 'done' })).status).toBe(200);
    expect((await get('/me', accessToken)).status).toBe(401);
  });

  it('of two administrators who answer at the same moment the second one does nothing', async () => {
    const { jobs } = server.app.db;
    const userId = await addPerson(server, { email: 'contested@school.example', role: 'guardian' });
    const { accessToken } = await signIn(server, 'contested@school.example');
    const { body } = await post<DataRequest>('/me/data-requests', { kind: 'restrict' }, accessToken);
    await addPerson(server, { email: 'deputy@school.example', role: 'admin' });
    const { accessToken: deputy } = await signIn(server, 'deputy@school.example');
    const answer = (status: string, token: string) =>
      post<{ code?: string }>(`/data-requests/${body.id}/answer`, { status }, token);
    // whoever asks first waits first: both have read an open request when the row is let go
    const waiting = (count: number) =>
      expect
        .poll(
          async () => {
            const { rows } = await jobs.query<{ n: number }>(
              `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
            );
            return rows[0]!.n;
          },
          { timeout: 10_000 },
        )
        .toBe(count);
    const holder = await jobs.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM data_requests WHERE id = $1 FOR UPDATE', [body.id]);
    const rejected = answer('rejected', officer);
    await waiting(1);
    const done = answer('done', deputy);
    await waiting(2);
    await holder.query('COMMIT');
    holder.release();
    expect((await rejected).status).toBe(200);
    expect(await done).toMatchObject({ status: 409, body: { code: 'data-request/not-open' } });
    const { rows } = await jobs.query('SELECT status FROM users WHERE id = $1', [userId]);
    expect(rows).toEqual([{ status: 'active' }]);
    expect((await get('/me', accessToken)).status).toBe(200);
    const { rows: entries } = await jobs.query(
      `SELECT action FROM audit_logs WHERE entity_id IN ($1, $2) AND action IN ('data_request.answered', 'account.suspended')`,
      [body.id, userId],
    );
    expect(entries).toEqual([{ action: 'data_request.answered' }]);
  });

  it('keep what was asked beside what was answered', async () => {
    await addPerson(server, { email: 'asks@school.example', role: 'guardian' });
    const { accessToken } = await signIn(server, 'asks@school.example');
    const asked = await post<DataRequest>(
      '/me/data-requests',
      { kind: 'rectify', note: 'My name has one n.' },
      accessToken,
    );
    expect(asked.body).toMatchObject({ askedBy: { as: 'self' }, note: 'My name has one n.', answer: null });
    await post(`/data-requests/${asked.body.id}/answer`, { status: 'done', note: 'Corrected.' });
    const { body } = await get<{ items: DataRequest[] }>('/me/data-requests', accessToken);
    expect(body.items).toMatchObject([
      { status: 'done', note: 'My name has one n.', answer: 'Corrected.', overdue: false },
    ]);
  });

  it('are seen by whom they concern and by whoever answers for data, and by nobody else', async () => {
    const mine = await post<DataRequest>('/me/data-requests', { kind: 'access' }, teacher);
    expect(
      (await get<{ items: DataRequest[] }>('/me/data-requests', teacher)).body.items.map(({ id }) => id),
    ).toEqual([mine.body.id]);
    expect((await get('/data-requests', teacher)).status).toBe(403);
    expect((await post('/data-requests', { subjectId: crypto.randomUUID(), kind: 'access' })).status).toBe(
      404,
    );
  });
});

describe('[CON-9] records', () => {
  it('a breach starts a clock of 72 hours at its discovery', async () => {
    const discoveredAt = new Date(Date.now() - 10 * 3_600_000).toISOString();
    const made = await post<Breach>('/breaches', { discoveredAt, description: 'A laptop was lost.' });
    expect(made.body).toMatchObject({ hoursLeft: 61, closedAt: null, authorityNotifiedAt: null });
    expect(Date.parse(made.body.notifyBy) - Date.parse(discoveredAt)).toBe(72 * 3_600_000);
    const changed = await post<Breach>(
      `/breaches/${made.body.id}`,
      { measures: 'Keys were changed.', authorityNotified: true, closed: true },
      officer,
      'PATCH',
    );
    expect(changed.body).toMatchObject({ measures: 'Keys were changed.', description: 'A laptop was lost.' });
    expect(changed.body.closedAt).not.toBeNull();
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await post('/breaches', { discoveredAt: tomorrow, description: 'x' })).status).toBe(400);
    expect((await post(`/breaches/${crypto.randomUUID()}`, { closed: true }, officer, 'PATCH')).status).toBe(
      404,
    );
  });

  it('a disclosure names whom, what and why, and is listed by learner', async () => {
    const { childId } = await addKnownChild(server);
    const body = { subjectId: childId, recipient: 'School doctor', interest: 'Allergy', fields: ['name'] };
    expect((await post('/disclosures', body)).status).toBe(201);
    expect((await post('/disclosures', { ...body, subjectId: crypto.randomUUID() })).status).toBe(404);
    expect((await post('/disclosures', { ...body, role: 'admin' })).status).toBe(400);
    const { body: list } = await get<{ items: object[] }>(`/disclosures?subjectId=${childId}`);
    expect(list.items).toHaveLength(2);
    expect((await post('/disclosures', body, teacher)).status).toBe(403);
  });

  it('the overview shows what a data-protection officer asks first', async () => {
    await post('/risk-assessments', {
      doneOn: '2026-01-10',
      nextDueOn: '2026-02-10',
      summary: 'Looked at everything.',
    });
    expect(
      (await post('/risk-assessments', { doneOn: '2026-01-10', nextDueOn: '2026-01-10', summary: 'x' }))
        .status,
    ).toBe(400);
    await server.app.db.jobs.query(
      `UPDATE org_settings SET coordinator_name = 'Cora', coordinator_email = 'cora@school.example' WHERE org_id = $1`,
      [server.orgId],
    );
    await server.app.db.jobs.query(
      `INSERT INTO school_agreements (org_id, title, signed_by, signed_on, valid_until, scopes) VALUES ($1, 'Agreement', 'Head', '2020-01-01', '2020-12-31', '{account}')`,
      [server.orgId],
    );
    const { status, body } = await get<ComplianceOverview>('/compliance');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      coordinator: { name: 'Cora', email: 'cora@school.example' },
      riskAssessment: { doneOn: '2026-01-10', nextDueOn: '2026-02-10', overdue: true },
      agreements: [{ title: 'Agreement', status: 'over' }],
      withoutRule: [],
      mail: { delivers: false },
    });
    expect(body.retention.length).toBeGreaterThan(35);
    expect(body.audit.at(-1)!.entries).toBeGreaterThan(0);
    expect((await get('/compliance', teacher)).status).toBe(403);
  });

  const record = (query = '') =>
    fetch(`${server.url}/api/v1/compliance/processing-record.csv${query}`, {
      headers: { authorization: `Bearer ${officer}` },
    });

  it('the record of processing is made from the rules that delete', async () => {
    const response = await record();
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/csv');
    expect(text.split('\r\n').length).toBeGreaterThan(36);
    expect(text).toContain('Cora, cora@school.example');
  }, 10_000);

  it('the record of processing and the rules speak the language of whoever reads them', async () => {
    const spanish = await (await record('?locale=es')).text();
    expect(spanish.split('\r\n')[0]).toBe(
      'organización,contacto,tabla,para qué,por qué hace falta,días,desde',
    );
    const { body: rules } = await get<ComplianceOverview>('/compliance?locale=es');
    const { body: english } = await get<ComplianceOverview>('/compliance');
    for (const [i, { table, purpose, need }] of rules.retention.entries()) {
      expect(purpose, table).not.toBe(english.retention[i]!.purpose);
      expect(need, table).not.toBe(english.retention[i]!.need);
      expect(spanish, table).toContain(purpose);
    }
    expect((await record('?locale=xx')).status).toBe(400);
  });

  it('[CON-7] the log is said to stay as long as it does, whatever the settings say', async () => {
    const days = async () => {
      const { body } = await get<ComplianceOverview>('/compliance');
      const line = (await (await record()).text()).split('\r\n').find((one) => one.includes(',audit_logs,'));
      const shown = ['audit_logs', 'audit_chain'].map(
        (name) => body.retention.find(({ table }) => table === name)!.days,
      );
      return [...shown, Number(line!.match(/,(\d+),"created_at, by month"$/)?.[1])];
    };
    expect(await days()).toEqual([365, 365, 365]);
    const { status } = await post('/settings', { logRetentionDays: 90 }, officer, 'PATCH');
    expect(status).toBe(200);
    expect(await days()).toEqual([90, 90, 90]);
    expect(await server.app.compliance.retention.logDays()).toBe(90);
    // one table for all: it stays for the organization that keeps it longest
    await server.app.db.jobs.query(`INSERT INTO organizations (name, slug) VALUES ('Another', 'another')`);
    await server.app.db.jobs.query(
      `UPDATE org_settings SET log_retention_days = 500 WHERE org_id = (SELECT id FROM organizations WHERE slug = 'another')`,
    );
    expect(await days()).toEqual([500, 500, 500]);
  });
});
