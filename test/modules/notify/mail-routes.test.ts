import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailService } from '../../../src/modules/notify/mail.service.ts';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { MailDetail, MailItem, MailPreviews, PrivacyNotice } from '../../../src/wire/mail.ts';
import { mailTo } from '../../support/mail.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { type CallOptions, call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';
import { startSmtp } from '../../support/smtp.ts';

let server: BareServer;
let admin: Person;
let teacher: Person;
let stranger: Person;
const newest = { items: [] as MailItem[], nextCursor: null as string | null };

beforeAll(async () => {
  server = await startBareServer();
  const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
  const { orgId } = server;
  admin = await people.signUp({ orgId, role: 'admin' });
  teacher = await people.signUp({ orgId, role: 'teacher' });
  stranger = await people.signUp({ role: 'admin' });
});
afterAll(() => server?.stop());

const as = <T>(person: Person, path: string, options: CallOptions = {}) =>
  call<T>(server, path, { ...options, token: person.token });

async function write(to: string, userId: string | null = null): Promise<string> {
  const mail = createMailService(
    createEnvelope(server.app.db.jobs, deriveKeys(server.config.secret).master),
    null,
  );
  const params = { name: 'Anna', link: `${server.url}/reset#token=abcdefghij`, minutes: 60 };
  return server.app.db.asWorker((em) =>
    mail.send(em, { orgId: server.orgId, userId, to, locale: 'en', template: 'reset-password', params }),
  );
}

const audited = async (action: string, id: string): Promise<number> =>
  (
    await server.app.db.jobs.query('SELECT FROM audit_logs WHERE action = $1 AND entity_id = $2', [
      action,
      id,
    ])
  ).rowCount ?? 0;

describe('the outbox', () => {
  it('shows what is kept, newest first, page by page', async () => {
    for (const n of [1, 2, 3]) await write(`pupil${n}@example.org`);
    const first = await as<typeof newest>(admin, '/mail/outbox?limit=2');
    expect(first.status).toBe(200);
    expect(first.body.items.map(({ to }) => to)).toEqual(['pupil3@example.org', 'pupil2@example.org']);
    expect(first.body.items[0]).toMatchObject({
      status: 'kept',
      subject: 'Choose a new password',
      nextTryAt: null,
    });
    const second = await as<typeof newest>(admin, `/mail/outbox?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ items: [{ to: 'pupil1@example.org' }], nextCursor: null });
    const sent = await as<typeof newest>(admin, '/mail/outbox?status=sent');
    expect(sent.body.items).toEqual([]);
  });

  it('[DAT-3] opens a message for an administrator, and writes down that it was read', async () => {
    const id = await write('anna@example.org');
    const { body } = await as<MailDetail>(admin, `/mail/outbox/${id}`);
    expect(body.text).toContain(`${server.url}/reset#token=abcdefghij`);
    expect(body.html).toContain('<!doctype html>');
    expect(await audited('mail.read', id)).toBe(1);
  });

  it('[AUT-6] shows the links of a message to nobody who could become more by them', async () => {
    const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
    const { orgId } = server;
    const chief = await people.signUp({ orgId, role: 'super_admin' });
    const helper = await people.signUp({ orgId, role: 'teacher' });
    await server.app.db.jobs.query(
      `INSERT INTO user_permissions (user_id, permission_key, org_id) VALUES ($1, 'settings.manage', $2)`,
      [helper.userId, orgId],
    );
    const ofTeacher = await write('teacher@example.org', teacher.userId);
    const ofChief = await write('chief@example.org', chief.userId);
    const toAnybody = await write('invited@example.org');
    const seen = async (person: Person, id: string) => {
      const { status, body } = await as<MailDetail>(person, `/mail/outbox/${id}`);
      expect(status).toBe(200);
      const shows = [body.text, body.html].map((words) => words!.includes('#token=abcdefghij'));
      expect(shows).toEqual([!body.linksHidden, !body.linksHidden]);
      return !body.linksHidden;
    };
    expect([await seen(admin, ofTeacher), await seen(admin, toAnybody)]).toEqual([true, true]);
    expect([await seen(admin, ofChief), await seen(chief, ofChief)]).toEqual([false, true]);
    for (const id of [ofTeacher, ofChief, toAnybody]) expect(await seen(helper, id)).toBe(false);
  });

  it('[EDG-7] is closed to teachers, to strangers and to other organizations', async () => {
    const id = await write('anna@example.org');
    for (const path of ['/mail/outbox', `/mail/outbox/${id}`, '/mail/templates?locale=en']) {
      expect((await as(teacher, path)).status).toBe(403);
      expect((await call(server, path)).status).toBe(401);
    }
    expect((await as(stranger, `/mail/outbox/${id}`)).status).toBe(404);
    expect((await as(stranger, `/mail/outbox/${id}/bounced`, { method: 'POST' })).status).toBe(404);
    expect((await as<typeof newest>(stranger, '/mail/outbox')).body.items).toEqual([]);
  });

  it.each(['nonsense', Buffer.from('["x"]').toString('base64url'), Buffer.from('{}').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      expect((await as(admin, `/mail/outbox?cursor=${cursor}`)).status).toBe(400);
    },
  );

  it('takes an administrator’s word that a message came back', async () => {
    const id = await write('gone@example.org', teacher.userId);
    const marked = await as<MailDetail>(admin, `/mail/outbox/${id}/bounced`, { method: 'POST' });
    expect(marked).toMatchObject({ status: 200, body: { status: 'bounced', to: null, text: null } });
    expect((await as(admin, `/mail/outbox/${id}/bounced`, { method: 'POST' })).status).toBe(200);
    expect(await audited('mail.bounced', id)).toBe(1);
  });
});

describe('the look at every message', () => {
  it('renders all of them in one language, with the organization’s name', async () => {
    const { body } = await as<MailPreviews>(admin, '/mail/templates?locale=es');
    expect(body.from).toBeNull();
    expect(body.items).toHaveLength(22);
    for (const item of body.items) {
      expect(item.locale).toBe('es');
      expect(item.html).toContain('lang="es"');
    }
  });

  it('sends a sample to the own address and to no other', async () => {
    const { rows } = await server.app.db.jobs.query('SELECT email FROM users WHERE id = $1', [admin.userId]);
    const body = { template: 'magic-link', locale: 'es' };
    expect(
      (await as(admin, '/mail/test', { method: 'POST', body: { ...body, to: 'x@example.org' } })).status,
    ).toBe(400);
    expect((await as(admin, '/mail/test', { method: 'POST', body })).status).toBe(204);
    const mail = await mailTo(server, rows[0].email, 'magic-link');
    expect(mail.text).toContain('Esto es una prueba');
    expect((await as(teacher, '/mail/test', { method: 'POST', body })).status).toBe(403);
  });

  it('says so when somebody has no address', async () => {
    await server.app.db.jobs.query(`UPDATE users SET email = NULL, username = 'root' WHERE id = $1`, [
      stranger.userId,
    ]);
    const reply = await as<{ code: string }>(stranger, '/mail/test', {
      method: 'POST',
      body: { template: 'magic-link', locale: 'en' },
    });
    expect(reply).toMatchObject({ status: 409, body: { code: 'mail/no-address' } });
  });
});

describe('[CON-5] the privacy notice', () => {
  it('is there for anyone in both languages, with who answers for children’s data', async () => {
    await server.app.db.jobs.query(
      `UPDATE org_settings SET coordinator_name = 'Ben $& Carter', coordinator_email = 'ben@school.example' WHERE org_id = $1`,
      [server.orgId],
    );
    const [en, es] = await Promise.all(
      ['en', 'es'].map((locale) => call<PrivacyNotice>(server, `/notice?locale=${locale}`)),
    );
    expect(en!.body).toMatchObject({ version: 1, locale: 'en', organization: 'Tutti' });
    expect(en!.body.body).toContain('Tutti uses Tutti so that children can learn');
    expect(en!.body.body).toContain('answers: Ben $& Carter, ben@school.example.');
    expect(es!.body.body).toContain('De los datos de menores responde: Ben $& Carter');
    for (const { body } of [en!, es!]) expect(body.body).not.toMatch(/[{}]/);
    const headings = (text: string) => text.match(/^## /gm)?.length;
    expect(headings(es!.body.body)).toBe(headings(en!.body.body));
  });

  it('is the organization’s own where it has one, and an old version stays readable', async () => {
    await server.app.db.jobs.query(
      `INSERT INTO consent_notices (org_id, version, locale, body) VALUES ($1, 2, 'en', 'Ours, at {organization}.')`,
      [server.orgId],
    );
    const own = await call<PrivacyNotice>(server, '/notice?locale=es');
    expect(own.body).toMatchObject({ version: 2, locale: 'en', body: 'Ours, at Tutti.' });
    expect((await call<PrivacyNotice>(server, '/notice?version=1')).body.version).toBe(1);
    expect((await call(server, '/notice?version=9')).status).toBe(404);
    expect((await call(server, '/notice?organization=nowhere')).status).toBe(404);
    expect((await call(server, '/notice?locale=fr')).status).toBe(400);
  });
});

it('with SMTP_URL a message leaves the whole server', async () => {
  const smtp = await startSmtp();
  const sending = await startBareServer({ SMTP_URL: smtp.url, MAIL_FROM: 'Tutti <tutti@school.example>' });
  try {
    const people = createPeople(sending.app.db.jobs, deriveKeys(sending.config.secret));
    const person = await people.signUp({ orgId: sending.orgId, role: 'admin' });
    const body = { template: 'invitation', locale: 'en' };
    const reply = await call(sending, '/mail/test', { method: 'POST', body, token: person.token });
    expect(reply.status).toBe(204);
    await expect.poll(() => smtp.received.length, { timeout: 10_000 }).toBe(1);
    expect(smtp.received[0]!.raw).toContain('From: Tutti <tutti@school.example>');
    const outbox = () => call<typeof newest>(sending, '/mail/outbox', { token: person.token });
    await expect.poll(async () => (await outbox()).body.items[0]?.status).toBe('sent');
    expect((await outbox()).body.items[0]).toMatchObject({ to: null, subject: null });
  } finally {
    await sending.stop();
    await smtp.close();
  }
});
