import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { OwnContact } from '../../../src/wire/sign-ins.ts';
import { tracesOf } from '../../support/known-person.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let people: ReturnType<typeof createPeople>;
beforeAll(async () => {
  server = await startBareServer();
  people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
});
afterAll(() => server.stop());

const read = ({ token }: Person) => call<OwnContact>(server, '/me/contact', { token });
const save = ({ token }: Person, body: unknown) =>
  call<OwnContact>(server, '/me/contact', { method: 'PUT', token, body });
const guardian = () => people.signUp({ orgId: server.orgId, role: 'guardian' });
const contact = { phone: '+34 600 77 12 34', address: 'Calle de la Canaria 7, 28004 Madrid' };

describe('a guardian’s telephone and address', () => {
  it('are kept, changed and deleted by the guardian', async () => {
    const pat = await guardian();
    expect((await read(pat)).body).toEqual({ phone: null, address: null });
    expect((await save(pat, contact)).body).toEqual(contact);
    expect((await read(pat)).body).toEqual(contact);
    expect((await save(pat, { ...contact, address: null })).body).toEqual({ ...contact, address: null });
    expect((await read(pat)).body).toEqual({ ...contact, address: null });
    const { rows } = await server.app.db.jobs.query(
      "SELECT changes FROM audit_logs WHERE actor_id = $1 AND action = 'contact.changed' ORDER BY id",
      [pat.userId],
    );
    expect(rows.map(({ changes }) => changes)).toEqual([
      { phone: { changed: true }, address: { changed: true } },
      { address: { changed: true } },
    ]);
  });

  it('[DAT-2] stand sealed in the database, each guardian’s and each column’s for itself', async () => {
    const [pat, kim] = [await guardian(), await guardian()];
    await save(pat, contact);
    await save(kim, contact);
    for (const text of Object.values(contact)) expect(await tracesOf(server, text)).toEqual([]);
    const sql = (text: string) => server.app.db.jobs.query(text, [pat.userId, kim.userId]);
    const { rows } = await sql('SELECT phone_sealed FROM guardian_profiles WHERE user_id IN ($1, $2)');
    expect(rows[0]!.phone_sealed.equals(rows[1]!.phone_sealed)).toBe(false);
    await sql(
      `UPDATE guardian_profiles SET phone_sealed = (SELECT phone_sealed FROM guardian_profiles WHERE user_id = $2)
       WHERE user_id = $1`,
    );
    expect((await read(pat)).status).toBe(500);
    expect((await read(kim)).status).toBe(200);
  });

  it('are nobody else’s to read: not a teacher’s, not a learner’s, not by the request role', async () => {
    const pat = await guardian();
    await save(pat, contact);
    for (const role of ['teacher', 'moderator', 'student'] as const) {
      const other = await people.signUp({ orgId: server.orgId, role });
      expect((await read(other)).status).toBe(403);
      expect((await save(other, contact)).status).toBe(403);
    }
    const kim = await guardian();
    expect((await read(kim)).body).toEqual({ phone: null, address: null });
    await expect(
      server.app.db.asCaller(pat, (em) => em.execute('SELECT phone_sealed FROM guardian_profiles')),
    ).rejects.toThrow(/permission denied/);
  });

  it('[CON-9] are shown to an administrator who says why, on record, and of the own school alone', async () => {
    const pat = await guardian();
    await save(pat, contact);
    const ask = ({ token }: Person, interest = 'The child fell ill') =>
      call<OwnContact>(server, `/people/${pat.userId}/contact`, {
        method: 'POST',
        token,
        body: { interest },
      });
    const admin = await people.signUp({ orgId: server.orgId, role: 'admin' });
    expect((await ask(admin, ' ')).status).toBe(400);
    expect((await ask(admin)).body).toEqual(contact);
    const sql = (text: string) => server.app.db.jobs.query(text, [pat.userId]);
    expect(
      (await sql('SELECT interest, fields, disclosed_by FROM disclosures WHERE subject_id = $1')).rows,
    ).toEqual([{ interest: 'The child fell ill', fields: ['phone', 'address'], disclosed_by: admin.userId }]);
    const logged = await sql(
      "SELECT actor_id FROM audit_logs WHERE action = 'contact.disclosed' AND entity_id = $1",
    );
    expect(logged.rows).toEqual([{ actor_id: admin.userId }]);

    expect((await ask(await people.signUp({ role: 'admin' }))).status).toBe(404);
    for (const role of ['teacher', 'guardian', 'moderator', 'student'] as const)
      expect((await ask(await people.signUp({ orgId: server.orgId, role }))).status).toBe(403);
    expect((await sql('SELECT 1 FROM disclosures WHERE subject_id = $1')).rows).toHaveLength(1);
  });

  it.each([
    ['an unknown field', { ...contact, userId: 'x' }],
    ['a missing one', { phone: null }],
    ['a line that is too long', { ...contact, address: 'x'.repeat(301) }],
    ['a sign that cannot be shown', { ...contact, phone: '1\u0000234' }],
  ])('[EDG-6] are refused with %s', async (_what, body) => {
    expect((await save(await guardian(), body)).status).toBe(400);
  });
});
