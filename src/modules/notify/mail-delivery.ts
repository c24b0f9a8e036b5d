import type pg from 'pg';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import { isDatabaseAway } from '../../platform/database/database-away.ts';
import type { Log } from '../../platform/log/log.ts';
import { MailError, type Smtp } from '../../platform/mail/smtp.ts';
import type { BounceHandler } from './bounces.ts';
import { nextTry } from './mail-delays.ts';
import { openMail, type StoredMail } from './open-mail.ts';

interface Claimed extends StoredMail {
  org_id: string;
  user_id: string | null;
  attempts: number;
  created_at: Date;
}

interface Dependencies {
  jobs: pg.Pool;
  envelope: Envelope;
  smtp: Smtp;
  lanes: number;
  bounced: BounceHandler;
  /** A message is done. */
  settled(outcome: 'sent' | 'bounced' | 'failed'): void;
  log: Log;
  /** How often the database is asked for what others left or what is due again. */
  sweepMs?: number;
  /** How long nothing is tried when the mail server cannot be reached. */
  restMs?: number;
}

const soonMs = 50;
const quietMs = 60_000;

/**
 * Takes what waits and hands it to the mail server. Several processes may do it at once: whoever takes a message has it
 * for five minutes. A message is at least tried once and at most once in those minutes; when a process dies between the
 * mail server's yes and our note of it, the message leaves a second time under the same Message-ID.
 */
export function createMailDelivery(dependencies: Dependencies) {
  const {
    jobs,
    envelope,
    smtp,
    lanes,
    bounced,
    settled,
    log,
    sweepMs = 5_000,
    restMs = 30_000,
  } = dependencies;
  let closed = false;
  let restUntil = 0;
  let quietUntil = 0;
  let running = 0;
  let soon: NodeJS.Timeout | undefined;
  const open = new Set<Promise<void>>();

  const complain = (err: unknown, what: string) => {
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + quietMs;
    if (err instanceof MailError) log.warn({ code: err.code }, what);
    else log.warn({ err }, what);
  };

  const settle = async (
    mail: Claimed,
    status: 'sent' | 'bounced' | 'failed',
    code: string | null,
    messageId?: string,
  ) => {
    await jobs.query(markDone, [mail.id, status, code, messageId ?? null]);
    settled(status);
  };

  const deliver = async (mail: Claimed): Promise<void> => {
    let content: Awaited<ReturnType<typeof openMail>>;
    try {
      content = await openMail(envelope, mail);
    } catch (err) {
      if (isDatabaseAway(err)) throw err;
      log.error({ err, mail: mail.id, template: mail.template }, 'a message cannot be opened');
      await settle(mail, 'failed', 'unreadable');
      return;
    }
    try {
      const messageId = await smtp.send({ id: mail.id, ...content });
      await settle(mail, 'sent', null, messageId);
      log.info({ mail: mail.id, template: mail.template, attempts: mail.attempts }, 'a message has left');
    } catch (err) {
      if (!(err instanceof MailError)) throw err;
      await failed(mail, err);
    }
  };

  const failed = async (mail: Claimed, err: MailError): Promise<void> => {
    const { id, template, attempts } = mail;
    if (err.failure === 'refused') {
      await bounced({ mailId: id, orgId: mail.org_id, userId: mail.user_id, template });
      await settle(mail, 'bounced', err.code);
      log.info({ mail: id, template, code: err.code }, 'an address takes no mail');
      return;
    }
    const next = nextTry({ attempts, createdAt: mail.created_at, now: new Date() });
    if (next) await jobs.query(markWaiting, [id, next, err.code]);
    else await settle(mail, 'failed', err.code);
    if (!next)
      log.error({ mail: id, template, code: err.code, attempts }, 'a message could not leave for a day');
    if (err.failure !== 'unreachable') return;
    restUntil = Date.now() + restMs;
    complain(err, 'the mail server cannot be reached; messages wait');
  };

  const lane = async (): Promise<void> => {
    while (!closed && Date.now() >= restUntil) {
      const { rows } = await jobs.query<Claimed>(claimOne);
      if (!rows[0]) return;
      await deliver(rows[0]);
    }
  };

  const sweep = (): void => {
    while (!closed && running < lanes && Date.now() >= restUntil) {
      running += 1;
      const work: Promise<void> = lane()
        .catch((err) => complain(err, 'messages wait: the database is away or refuses'))
        .finally(() => {
          running -= 1;
          open.delete(work);
        });
      open.add(work);
    }
  };

  const timer = setInterval(sweep, sweepMs).unref();

  return {
    /** There is, or will be in a moment, a message. */
    poke(): void {
      if (closed || soon) return;
      soon = setTimeout(() => {
        soon = undefined;
        sweep();
      }, soonMs).unref();
    },
    sweep,
    /** Waits for what is on its way. */
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      clearTimeout(soon);
      const late = new Promise((resolve) => setTimeout(resolve, 5_000).unref());
      await Promise.race([Promise.all(open), late]);
      smtp.close();
      await Promise.all(open);
    },
  };
}

export type MailDelivery = ReturnType<typeof createMailDelivery>;

const claimOne = `
  UPDATE mail_messages m SET attempts = m.attempts + 1, next_try_at = now() + interval '5 minutes'
  FROM organizations o
  WHERE o.id = m.org_id AND m.id = (
    SELECT id FROM mail_messages WHERE status = 'waiting' AND next_try_at <= now() ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING m.id, m.org_id, m.user_id, m.template, m.locale, m.content_sealed, m.attempts, m.created_at, o.name AS organization`;

// What has left, or never will, is nobody's to read any more.
const markDone = `
  UPDATE mail_messages SET status = $2, error_code = $3, provider_id = $4, content_sealed = NULL,
    sent_at = CASE WHEN $2 = 'sent' THEN now() END
  WHERE id = $1 AND status = 'waiting'`;

const markWaiting = `UPDATE mail_messages SET next_try_at = $2, error_code = $3 WHERE id = $1 AND status = 'waiting'`;
