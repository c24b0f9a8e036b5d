import { afterAll, beforeAll, expect, test } from 'vitest';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { ComplianceOverview } from '../../../src/wire/compliance.ts';
import type { MyConsent } from '../../../src/wire/family.ts';
import type { MailItem } from '../../../src/wire/mail.ts';
import { post, signUpChild } from '../../support/families.ts';
import { createPeople } from '../../support/people.ts';
import { call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';
import { smtpRefusal, startSmtp, type TestSmtp } from '../../support/smtp.ts';

let smtp: TestSmtp;
let server: BareServer;
beforeAll(async () => {
  smtp = await startSmtp({
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('nobody')
        ? done(smtpRefusal(550, '5.1.1 no such user'))
        : address.startsWith('later')
          ? done(smtpRefusal(450, '4.2.1 try again'))
          : done(),
  });
  server = await startBareServer({ SMTP_URL: smtp.url, MAIL_FROM: 'Tutti <tutti@school.example>' });
});
afterAll(async () => {
  await server?.stop();
  await smtp?.close();
});

const mine = async (token: string) => (await call<MyConsent>(server, '/me/consent', { token })).body.request;
const admin = async () => {
  const people = createPeople(server.app.db.jobs, deriveKeys(server.config.secret));
  return (await people.signUp({ orgId: server.orgId, role: 'admin' })).token;
};
const outbox = async (token: string) =>
  (await call<{ items: MailItem[] }>(server, '/mail/outbox', { token })).body.items;

test('[CON-5] a guardian’s address that bounces: child and administrator see it, the address is gone, another one is asked', async () => {
  const { username } = await signUpChild(server, { guardianEmail: 'nobody@home.example' });
  const { accessToken } = await signIn(server, username);
  await expect
    .poll(() => mine(accessToken), { timeout: 10_000 })
    .toMatchObject({ status: 'bounced', contact: null });

  const office = await admin();
  await expect
    .poll(async () => (await outbox(office))[0])
    .toMatchObject({ template: 'consent-request', status: 'bounced', to: null, code: '550' });
  const { body } = await call<ComplianceOverview>(server, '/compliance', { token: office });
  expect(body.mail.bounced).toBe(1);
  const { rows } = await server.app.db.jobs.query(
    'SELECT 1 FROM consent_requests WHERE contact_sealed IS NOT NULL',
  );
  expect(rows).toEqual([]);

  const again = await post<MyConsent>(
    server,
    '/me/ask-again',
    { guardianEmail: 'right@home.example' },
    accessToken,
  );
  expect(again.body.request).toMatchObject({ status: 'open', contact: 'r•••@home.example' });
  await expect
    .poll(() => smtp.received.map(({ to }) => to), { timeout: 10_000 })
    .toContainEqual(['right@home.example']);
  const sent = smtp.received.find(({ to }) => to.includes('right@home.example'))!;
  expect(sent.raw.replaceAll(/=\r?\n/g, '')).toContain('/consent#token=3D');
});

test('[CON-5] a late word about an address that was named before leaves the new one alone', async () => {
  const { username } = await signUpChild(server, { guardianEmail: 'later@home.example' });
  const { accessToken } = await signIn(server, username);
  await post(server, '/me/ask-again', { guardianEmail: 'good@home.example' }, accessToken);
  const office = await admin();
  const late = (await outbox(office)).find(({ to }) => to === 'later@home.example')!;
  expect((await post(server, `/mail/outbox/${late.id}/bounced`, undefined, office)).status).toBe(200);
  expect(await mine(accessToken)).toMatchObject({ status: 'open', contact: 'g•••@home.example' });
});
