import { Counter } from 'prom-client';
import type { Config } from '../../config.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log/log.ts';
import { createSmtp } from '../../platform/mail/smtp.ts';
import type { Metrics } from '../../platform/metrics/metrics.ts';
import { type BounceHandler, createBounces } from './bounces.ts';
import { mailRoutes } from './mail.routes.ts';
import { createMailService, type MailService } from './mail.service.ts';
import { createMailDelivery, type MailDelivery } from './mail-delivery.ts';
import { createOutboxService } from './outbox.service.ts';

export interface MailModule {
  mail: MailService;
  routes: Route[];
  /** What has to happen when an address takes no mail. */
  onBounced(handler: BounceHandler): void;
  close(): Promise<void>;
}

interface Dependencies {
  config: Pick<Config, 'mail' | 'publicUrl'>;
  db: Database;
  envelope: Envelope;
  metrics: Pick<Metrics, 'registry' | 'reading'>;
  log: Log;
}

const countWaiting = `
  SELECT count(*) FILTER (WHERE created_at > now() - interval '15 minutes')::integer AS recent,
    count(*) FILTER (WHERE created_at <= now() - interval '15 minutes')::integer AS late
  FROM mail_messages WHERE status = 'waiting'`;

/** Messages on their way at once. */
const lanes = 4;

export async function createMailModule(dependencies: Dependencies): Promise<MailModule> {
  const { config, db, envelope, metrics, log } = dependencies;
  const { onBounced, announce } = createBounces();
  const settled = new Counter({
    name: 'mail_settled_total',
    help: 'Messages that are done: sent, bounced or failed.',
    labelNames: ['outcome'],
    registers: [metrics.registry],
  });
  for (const outcome of ['sent', 'bounced', 'failed']) settled.inc({ outcome }, 0);
  metrics.reading({
    name: 'mail_waiting',
    help: 'Messages that wait to leave, in the whole service; late: for more than 15 minutes.',
    labelNames: ['since'],
    read: async () => {
      const { rows } = await db.jobs.query<{ recent: number; late: number }>(countWaiting);
      return Object.entries(rows[0]!).map(([since, count]) => [{ since }, count] as const);
    },
  });
  const delivery: MailDelivery | null =
    config.mail &&
    createMailDelivery({
      jobs: db.jobs,
      envelope,
      smtp: await createSmtp({ ...config.mail, connections: lanes }),
      lanes,
      bounced: announce,
      settled: (outcome) => settled.inc({ outcome }),
      log,
    });
  const mail = createMailService(envelope, delivery?.poke ?? null);
  const outbox = createOutboxService({ db, envelope, mail, bounced: announce });
  return {
    mail,
    routes: mailRoutes({ db, outbox, publicUrl: config.publicUrl, from: config.mail?.from ?? null }),
    onBounced,
    close: async () => delivery?.close(),
  };
}
