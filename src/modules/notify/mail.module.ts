import type { Config } from '../../config.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Log } from '../../platform/log/log.ts';
import { createSmtp } from '../../platform/mail/smtp.ts';
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
  log: Log;
}

/** Messages on their way at once. */
const lanes = 4;

export function createMailModule({ config, db, envelope, log }: Dependencies): MailModule {
  const { onBounced, announce } = createBounces();
  const delivery: MailDelivery | null =
    config.mail &&
    createMailDelivery({
      jobs: db.jobs,
      envelope,
      smtp: createSmtp({ ...config.mail, connections: lanes }),
      lanes,
      bounced: announce,
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
