import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsentAge, SettingsView, Subject } from '../../../src/wire/settings.ts';
import { createPeople } from '../../support/people.ts';
import { addPerson, type CallOptions, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let admin: string;
let teacher: string;
beforeAll(async () => {
  server = await startBareServer();
  for (const role of ['admin', 'teacher'] as const)
    await addPerson(server, { role, email: `${role}@school.example` });
  admin = (await signIn(server, 'admin@school.example')).accessToken;
  teacher = (await signIn(server, 'teacher@school.example')).accessToken;
});
afterAll(() => server?.stop());

const ask = <T>(path: string, options: CallOptions = {}) =>
  call<T>(server, path, { token: admin, ...options });
const change = (body: object, token = admin) =>
  ask<SettingsView>('/settings', { method: 'PATCH', body, token });

describe("an organization's settings", () => {
  it('are changed one by one, and the rest stays', async () => {
    const before = (await ask<SettingsView>('/settings')).body;
    const { status, body } = await change({ name: 'Hill School', timezone: 'Europe/Madrid', country: 'ES' });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...before,
      name: 'Hill School',
      timezone: 'Europe/Madrid',
      country: 'ES',
      effectiveConsentAge: 14,
    });
    expect((await change({ consentAge: 15 })).body.effectiveConsentAge).toBe(15);
    expect((await change({ consentAge: null })).body.effectiveConsentAge).toBe(14);
  });

  it.each([
    ['a zone that there is not', { timezone: 'Europe/Atlantis' }],
    ['an offset, which the database takes for the opposite', { timezone: '+05:30' }],
    ['a country in words', { country: 'Spain' }],
    ['an age above 18', { consentAge: 19 }],
    ['an oldest who is younger than the youngest', { minAge: 10, maxAge: 8 }],
    ['an empty name', { name: '  ' }],
    ['cards that are kept for ever', { cardDays: 5_000 }],
    ['an address that is none', { coordinatorEmail: 'nobody' }],
    ['[EDG-6] something that is no setting', { orgId: 'x' }],
  ])('refuse %s, and stay', async (_, bad) => {
    const before = (await ask<SettingsView>('/settings')).body;
    const { status, body } = await change(bad);
    expect([status, body]).toMatchObject([400, { code: 'request/invalid' }]);
    expect((await ask<SettingsView>('/settings')).body).toEqual(before);
  });

  it('are for administrators alone', async () => {
    expect((await change({ name: 'Mine' }, teacher)).status).toBe(403);
    expect((await ask('/settings', { token: teacher })).status).toBe(403);
    expect((await ask('/consent-ages', { token: teacher })).status).toBe(403);
  });

  it('[DAT-3] leave before and after in the audit log, of people only the field', async () => {
    await change({ cardDays: 123, coordinatorName: 'Cora Coordinator' });
    const { rows } = await server.app.db.jobs.query<{ changes: object }>(
      `SELECT changes FROM audit_logs WHERE action = 'settings.changed' ORDER BY created_at DESC LIMIT 1`,
    );
    expect(rows[0]!.changes).toMatchObject({ cardDays: { after: 123 }, coordinatorName: { changed: true } });
    expect(JSON.stringify(rows)).not.toContain('Cora');
  });
});

describe('the ages of consent by country', () => {
  it('[CON-1] are changed by the administrator, and count at once', async () => {
    const { body } = await ask<{ items: ConsentAge[] }>('/consent-ages');
    expect(body.items.length).toBeGreaterThan(20);
    expect(body.items).toContainEqual({ country: 'DE', age: 16 });
    const put = { method: 'PUT', body: { age: 15 } };
    expect((await ask('/consent-ages/ES', put)).body).toEqual({ country: 'ES', age: 15 });
    expect((await ask<SettingsView>('/settings')).body.effectiveConsentAge).toBe(15);
    expect((await ask('/consent-ages/es', put)).status).toBe(400);
  });

  it('are of the whole installation: one organization of several does not change them for the others', async () => {
    const put = { method: 'PUT', body: { age: 3 } };
    await createPeople(server.app.db.jobs).addOrganization();
    expect(await ask('/consent-ages/ES', put)).toMatchObject({
      status: 403,
      body: { code: 'auth/forbidden' },
    });
  });
});

describe('subjects', () => {
  it('are built in and added, and a learner says which are the own', async () => {
    const { body } = await ask<{ items: Subject[] }>('/subjects?locale=es');
    expect(body.items.length).toBeGreaterThan(3);
    const added = await ask<Subject>('/subjects', { method: 'POST', body: { name: 'Rocketry' } });
    expect(added).toMatchObject({ status: 201, body: { slug: 'rocketry', own: true } });
    expect(await ask('/subjects', { method: 'POST', body: { name: 'Rocketry' } })).toMatchObject({
      status: 409,
      body: { code: 'subject/taken' },
    });
    const mine = [{ subjectId: added.body.id, relation: 'teaches', gradeLevel: '4' }];
    const set = await ask('/me/subjects', { method: 'PUT', body: { items: mine }, token: teacher });
    expect(set.body).toEqual({ items: mine });
    const unknown = [{ subjectId: server.orgId, relation: 'teaches' }];
    expect((await ask('/me/subjects', { method: 'PUT', body: { items: unknown } })).status).toBe(400);
  });
});
