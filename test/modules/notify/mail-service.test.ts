import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailService } from '../../../src/modules/notify/mail.service.ts';
import { createEnvelope, type Envelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let envelope: Envelope;
const params = { name: 'Anna', link: 'https://tutti.example.org/verify#token=abcdefghij', hours: 24 };

beforeAll(async () => {
  server = await startBareServer();
  envelope = createEnvelope(server.app.db.jobs, deriveKeys(server.config.secret).master);
});
afterAll(() => server?.stop());

const send = (to: string, link = params.link) => {
  const mail = createMailService(envelope, null);
  return server.app.db.asWorker((em) =>
    mail.send(em, {
      orgId: server.orgId,
      to,
      locale: 'es',
      template: 'verify-email',
      params: { ...params, link },
    }),
  );
};

describe('a message', () => {
  it('is kept where nothing delivers, and read with the keys of the server', async () => {
    await send('anna@example.org');
    const mail = await mailTo(server, 'anna@example.org', 'verify-email');
    expect(mail).toMatchObject({ to: 'anna@example.org', locale: 'es', subject: 'Confirma tu correo' });
    expect(mail.links).toEqual([params.link]);
    expect(tokenIn(mail)).toBe('abcdefghij');
  });

  it('[DAT-2] stands sealed in the database: no address, no name, no link', async () => {
    await send('sealed@example.org');
    const { rows } = await server.app.db.jobs.query(
      'SELECT * FROM mail_messages ORDER BY created_at DESC LIMIT 1',
    );
    expect(rows[0].status).toBe('kept');
    const dump = JSON.stringify(rows[0]) + rows[0].content_sealed.toString('latin1');
    for (const secret of ['sealed@example.org', 'Anna', 'abcdefghij']) expect(dump).not.toContain(secret);
  });

  it('is not sent when the transaction is taken back', async () => {
    const mail = createMailService(envelope, null);
    await expect(
      server.app.db.asWorker(async (em) => {
        await mail.send(em, {
          orgId: server.orgId,
          to: 'gone@example.org',
          locale: 'en',
          template: 'verify-email',
          params,
        });
        throw new Error('on second thoughts');
      }),
    ).rejects.toThrow('on second thoughts');
    expect(await mailsTo(server, 'gone@example.org')).toEqual([]);
  });

  it('about a child that was erased meanwhile is not written [CON-6]', async () => {
    const mail = createMailService(envelope, null);
    const to = 'pat@example.org';
    await server.app.db.asWorker((em) =>
      mail.send(em, {
        orgId: server.orgId,
        about: [randomUUID()],
        to,
        locale: 'en',
        template: 'child-of-age',
        params: { child: 'Mia' },
      }),
    );
    expect(await mailsTo(server, to)).toEqual([]);
  });

  it.each(['javascript:alert(1)', '/verify#token=x', 'data:text/html,x'])(
    'is refused with the link %s',
    async (link) => {
      await expect(send('bad@example.org', link)).rejects.toThrow('link of a message is no address');
      expect(await mailsTo(server, 'bad@example.org')).toEqual([]);
    },
  );
});
