import { createServer, type Server } from 'node:net';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bounce } from '../../../src/modules/notify/bounces.ts';
import { createMailService } from '../../../src/modules/notify/mail.service.ts';
import { createMailDelivery, type MailDelivery } from '../../../src/modules/notify/mail-delivery.ts';
import { mailSamples } from '../../../src/modules/notify/mail-samples.ts';
import { createEnvelope, type Envelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { createSmtp } from '../../../src/platform/mail/smtp.ts';
import { createPeople } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';
import { smtpRefusal, startSmtp, type TestSmtp } from '../../support/smtp.ts';

let database: TestDatabase;
let db: Database;
let envelope: Envelope;
let orgId: string;
const lines: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const closing: (() => unknown)[] = [];
let bounces: Bounce[] = [];
let settled: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  db = await openDatabase({ ...database, entities: [] });
  envelope = createEnvelope(db.jobs, deriveKeys('a secret of this test alone, long enough').master);
  orgId = await createPeople(db.jobs).addOrganization();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await db.jobs.query('DELETE FROM mail_messages');
  lines.length = 0;
  bounces = [];
  settled = [];
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

interface Options {
  lanes?: number;
  patienceMs?: number;
  restMs?: number;
  bounced?: (bounce: Bounce) => Promise<void>;
}

async function deliver(smtpUrl: string, options: Options = {}): Promise<MailDelivery> {
  const { lanes = 4, patienceMs = 2_000, restMs = 100 } = options;
  const from = { name: 'Tutti, Oak School', address: 'tutti@school.example' };
  const smtp = await createSmtp({ smtpUrl, from, connections: lanes, patienceMs });
  const bounced = options.bounced ?? (async (bounce: Bounce) => void bounces.push(bounce));
  const delivery = createMailDelivery({
    jobs: db.jobs,
    envelope,
    smtp,
    lanes,
    bounced,
    settled: (outcome) => void settled.push(outcome),
    log,
    sweepMs: 50,
    restMs,
  });
  closing.push(() => delivery.close());
  return delivery;
}

async function smtpServer(...args: Parameters<typeof startSmtp>): Promise<TestSmtp> {
  const server = await startSmtp(...args);
  closing.push(() => server.close());
  return server;
}

async function write(to: string, name = 'Anna'): Promise<string> {
  const mail = createMailService(envelope, () => {});
  const params = { name, link: 'https://tutti.example.org/verify#token=abcdefghij', hours: 24 };
  return db.asWorker((em) => mail.send(em, { orgId, to, locale: 'en', template: 'verify-email', params }));
}

async function stored(id: string) {
  const { rows } = await db.jobs.query('SELECT * FROM mail_messages WHERE id = $1', [id]);
  return rows[0];
}
const statusOf = async (id: string) => (await stored(id)).status;
const due = (id: string) => db.jobs.query('UPDATE mail_messages SET next_try_at = now() WHERE id = $1', [id]);

describe('a message that waits', () => {
  it('leaves in both forms, and nothing of it stays but that it left', async () => {
    const server = await smtpServer();
    const id = await write('anna@example.org', 'Zoë');
    await deliver(server.url);
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect(await stored(id)).toMatchObject({
      content_sealed: null,
      provider_id: `<${id}@school.example>`,
      attempts: 1,
      error_code: null,
    });
    const [{ from, to, raw }] = server.received as [TestSmtp['received'][number]];
    expect({ from, to }).toEqual({ from: 'tutti@school.example', to: ['anna@example.org'] });
    expect(raw).toContain('From: "Tutti, Oak School" <tutti@school.example>');
    expect(raw).toContain(`Message-ID: <${id}@school.example>`);
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(raw).toMatch(/Content-Type: text\/plain/);
    expect(raw).toMatch(/Content-Type: text\/html/);
    expect(lines.join('')).not.toMatch(/anna@example|Zoë|abcdefghij/);
  });

  it('that comes again and again says to mail programs where it is stopped, and others do not [WKL-5]', async () => {
    const server = await smtpServer();
    const mail = createMailService(envelope, () => {});
    const params = mailSamples('en', 'Oak School', 'https://tutti.example.org')['weekly-report'];
    const to = 'pat@example.org';
    const letter = { orgId, about: [], to, locale: 'en', template: 'weekly-report', params } as const;
    const ids = [await db.asWorker((em) => mail.send(em, letter)), await write('anna@example.org')];
    await deliver(server.url);
    await expect.poll(() => Promise.all(ids.map(statusOf))).toEqual(['sent', 'sent']);
    const rawTo = (address: string) =>
      server.received.find(({ to }) => to[0] === address)!.raw.replaceAll('\r\n ', ' ');
    expect(rawTo('pat@example.org')).toContain(`List-Unsubscribe: <${params.oneClickUrl}>`);
    expect(rawTo('pat@example.org')).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(rawTo('anna@example.org')).not.toContain('List-Unsubscribe');
  });

  it('leaves soon after it was written, without waiting for the next look', async () => {
    const server = await smtpServer();
    const smtp = await createSmtp({
      smtpUrl: server.url,
      from: { name: '', address: 'tutti@school.example' },
      connections: 1,
    });
    const delivery = createMailDelivery({
      jobs: db.jobs,
      envelope,
      smtp,
      lanes: 1,
      bounced: async () => {},
      settled: (outcome) => void settled.push(outcome),
      log,
      sweepMs: 3_600_000,
    });
    closing.push(() => delivery.close());
    const id = await write('anna@example.org');
    delivery.poke();
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect(settled).toContain('sent');
  });

  it('makes no second header or address of what people wrote', async () => {
    const server = await smtpServer();
    const id = await write('anna@example.org', 'Anna\r\nBcc: everybody@example.org\r\n\r\n<b>hi</b>');
    await deliver(server.url);
    await expect.poll(() => statusOf(id)).toBe('sent');
    const { to, raw } = server.received[0]!;
    expect(to).toEqual(['anna@example.org']);
    expect(raw).not.toMatch(/^Bcc:/im);
    expect(raw.slice(raw.indexOf('text/html'))).toContain('&lt;b&gt;hi&lt;/b&gt;');
    expect(raw.slice(raw.indexOf('text/html'))).not.toContain('<b>hi</b>');
  });

  it('of 200 each leaves once, though two processes deliver', async () => {
    const server = await smtpServer();
    const ids = await Promise.all(Array.from({ length: 200 }, (_, n) => write(`pupil${n}@example.org`)));
    await deliver(server.url);
    await deliver(server.url);
    const left = async () =>
      (await db.jobs.query(`SELECT count(*)::int AS n FROM mail_messages WHERE status = 'sent'`)).rows[0].n;
    await expect.poll(left, { timeout: 30_000 }).toBe(ids.length);
    const addresses = server.received.map(({ to }) => to[0]);
    expect(new Set(addresses).size).toBe(200);
    expect(addresses).toHaveLength(200);
  });

  it('comes again under the same Message-ID when the process died between the server’s yes and our note', async () => {
    const server = await smtpServer();
    const id = await write('anna@example.org');
    const first = await deliver(server.url);
    await expect.poll(() => statusOf(id)).toBe('sent');
    await first.close();
    // as it stands in the database after such a death, five minutes later
    const again = await write('anna@example.org');
    const { content_sealed } = await stored(again);
    await db.jobs.query('DELETE FROM mail_messages WHERE id IN ($1, $2)', [id, again]);
    await db.jobs.query(
      `INSERT INTO mail_messages (id, org_id, template, locale, content_sealed, attempts) VALUES ($1, $2, 'verify-email', 'en', $3, 1)`,
      [again, orgId, content_sealed],
    );
    await deliver(server.url);
    await expect.poll(() => statusOf(again)).toBe('sent');
    expect((await stored(again)).attempts).toBe(2);
    expect(server.received[1]!.raw).toContain(`Message-ID: <${again}@school.example>`);
  });

  it('is nobody else’s for five minutes once somebody has taken it', async () => {
    let asked = 0;
    const server = await smtpServer({
      onRcptTo: () => {
        asked += 1;
      },
    });
    const id = await write('anna@example.org');
    await deliver(server.url, { patienceMs: 500 });
    await deliver(server.url, { patienceMs: 500 });
    await expect.poll(() => asked).toBe(1);
    const { next_try_at } = await stored(id);
    expect(next_try_at.getTime()).toBeGreaterThan(Date.now());
  });
});

describe('a mail server that says no', () => {
  it('for ever, to the address: it bounces, whoever must know is told, the words are gone', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => done(smtpRefusal(550, '5.1.1 no such user')),
    });
    const id = await write('nobody@example.org');
    await deliver(server.url);
    await expect.poll(() => statusOf(id)).toBe('bounced');
    expect(await stored(id)).toMatchObject({ content_sealed: null, error_code: '550' });
    expect(bounces).toEqual([{ mailId: id, orgId, userId: null, template: 'verify-email' }]);
    expect(lines.join('')).not.toContain('nobody@example');
  });

  it('about us and not about the address: nobody is taken for unreachable', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => done(smtpRefusal(554, '5.7.1 relay access denied')),
    });
    const id = await write('anna@example.org');
    await deliver(server.url);
    await expect.poll(async () => (await stored(id)).error_code).toBe('554');
    expect(await statusOf(id)).toBe('waiting');
    expect(bounces).toEqual([]);
  });

  it('for now: it is tried again later, and leaves then', async () => {
    let busy = true;
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => (busy ? done(smtpRefusal(451, 'greylisted')) : done()),
    });
    const id = await write('anna@example.org');
    await deliver(server.url);
    await expect.poll(async () => (await stored(id)).error_code).toBe('451');
    const { next_try_at, status } = await stored(id);
    expect(status).toBe('waiting');
    expect(next_try_at.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(next_try_at.getTime()).toBeLessThan(Date.now() + 90_000);
    busy = false;
    await due(id);
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect((await stored(id)).attempts).toBe(2);
  });

  it('for a whole day: it fails, and its words are gone', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => done(smtpRefusal(451, 'greylisted')),
    });
    const id = await write('anna@example.org');
    await db.jobs.query(`UPDATE mail_messages SET created_at = now() - interval '25 hours' WHERE id = $1`, [
      id,
    ]);
    await deliver(server.url);
    await expect.poll(() => statusOf(id)).toBe('failed');
    expect((await stored(id)).content_sealed).toBeNull();
    expect(bounces).toEqual([]);
  });

  it('when whoever must know could not be told, the bounce is not forgotten', async () => {
    const server = await smtpServer({
      onRcptTo: (_address, _session, done) => done(smtpRefusal(550, 'no such user')),
    });
    let tries = 0;
    const id = await write('nobody@example.org');
    await deliver(server.url, {
      bounced: async () => {
        tries += 1;
        if (tries === 1) throw new Error('not now');
      },
    });
    await expect.poll(() => tries).toBe(1);
    expect(await statusOf(id)).toBe('waiting');
    await due(id);
    await expect.poll(() => statusOf(id)).toBe('bounced');
    expect(tries).toBe(2);
  });
});

describe('a mail server that is not there', () => {
  it('refuses connections: messages wait and leave once it is back; the log says it once', async () => {
    const gone = await startSmtp();
    await gone.close();
    const id = await write('anna@example.org');
    await deliver(gone.url);
    await expect.poll(async () => (await stored(id)).error_code).not.toBeNull();
    expect(await statusOf(id)).toBe('waiting');
    expect(bounces).toEqual([]);
    const server = await smtpServer({}, Number(new URL(gone.url).port));
    await due(id);
    await expect.poll(() => statusOf(id)).toBe('sent');
    expect(server.received).toHaveLength(1);
    expect(lines.filter((line) => line.includes('cannot be reached'))).toHaveLength(1);
  });

  it('says nothing: the wait has an end', async () => {
    const silent: Server = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    closing.push(() => silent.close());
    const { port } = silent.address() as { port: number };
    const id = await write('anna@example.org');
    await deliver(`smtp://127.0.0.1:${port}`, { patienceMs: 200 });
    await expect.poll(async () => (await stored(id)).error_code, { timeout: 5_000 }).not.toBeNull();
    expect(await statusOf(id)).toBe('waiting');
  });

  it('wants a password: a wrong one is no fault of the address, the right one works', async () => {
    const server = await smtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        username === 'tutti' && password === 'p@ss word'
          ? done(null, { user: 'tutti' })
          : done(new Error('no')),
    });
    const id = await write('anna@example.org');
    const wrong = await deliver(server.url.replace('//', '//tutti:guess@'));
    await expect.poll(async () => (await stored(id)).error_code).toBe('535');
    expect(await statusOf(id)).toBe('waiting');
    expect(bounces).toEqual([]);
    await wrong.close();
    await deliver(server.url.replace('//', '//tutti:p%40ss%20word@'));
    await due(id);
    await expect.poll(() => statusOf(id)).toBe('sent');
  });
});

it('a message whose seal was changed fails and keeps no other from leaving', async () => {
  const server = await smtpServer();
  const [broken, good] = [await write('broken@example.org'), await write('good@example.org')];
  await db.jobs.query(
    `UPDATE mail_messages SET content_sealed = (SELECT content_sealed FROM mail_messages WHERE id = $2) WHERE id = $1`,
    [broken, good],
  );
  await deliver(server.url);
  await expect.poll(() => statusOf(broken)).toBe('failed');
  await expect.poll(() => statusOf(good)).toBe('sent');
  expect((await stored(broken)).error_code).toBe('unreadable');
});
