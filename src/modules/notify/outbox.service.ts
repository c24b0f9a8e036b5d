import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { RoleKey } from '../../wire/identity.ts';
import type { MailStatus } from '../../wire/mail.ts';
import { audit } from '../compliance/audit.service.ts';
import { requireRank } from '../identity/roles.service.ts';
import type { BounceHandler } from './bounces.ts';
import type { MailService } from './mail.service.ts';
import type { MailTemplate, MailTemplates } from './mail.types.ts';
import { mailSamples } from './mail-samples.ts';
import { mailTemplates, renderMail } from './mail-templates/render-mail.ts';
import { type OpenedMail, openMail } from './open-mail.ts';

export interface OutboxRow {
  id: string;
  template: MailTemplate;
  locale: Locale;
  status: MailStatus;
  user_id: string | null;
  content_sealed: Buffer | null;
  attempts: number;
  error_code: string | null;
  created_at: Date;
  next_try_at: Date;
  sent_at: Date | null;
  organization: string;
}

/** A message and, while it is stored, what it says. */
export interface OutboxMail {
  row: OutboxRow;
  opened: OpenedMail | null;
  /** It tells about children, whom administrators do not follow: how far it came is all they see. [CLS-4] */
  wordsHidden: boolean;
  /** Its links were left out: what they open stands above whoever reads. */
  linksHidden: boolean;
}

interface Dependencies {
  db: Database;
  envelope: Envelope;
  mail: MailService;
  bounced: BounceHandler;
}

/** What was sent to people of an organization, for its administrators. */
export function createOutboxService({ db, envelope, mail, bounced }: Dependencies) {
  const opened = async (row: OutboxRow): Promise<OutboxMail> => {
    const { content_sealed } = row;
    const mail = content_sealed && (await openMail(envelope, { ...row, content_sealed }));
    return { row, opened: mail, wordsHidden: ofFamilies.has(row.template), linksHidden: false };
  };
  const maySeeLinks = (caller: SignedInCaller, subjectId: string | null): Promise<boolean> =>
    db.asWorker(async (em) => {
      const rows = await em.execute<{ key: RoleKey }[]>(
        'SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = ?',
        [subjectId],
      );
      // whoever is invited may become an administrator, so an administrator it takes at least
      const roles: RoleKey[] = ['admin', ...rows.map(({ key }) => key)];
      return requireRank(em, caller, roles).then(
        () => true,
        (refusal: unknown) => {
          if (refusal instanceof AppError) return false;
          throw refusal;
        },
      );
    });
  const organizationOf = async (orgId: string): Promise<string> => {
    const { rows } = await db.jobs.query<{ name: string }>('SELECT name FROM organizations WHERE id = $1', [
      orgId,
    ]);
    return rows[0]!.name;
  };

  return {
    /** Newest first; one more than `limit` where there are more. */
    async list(
      { orgId }: SignedInCaller,
      { before, status, limit }: { before: string | null; status: MailStatus | null; limit: number },
    ): Promise<OutboxMail[]> {
      const { rows } = await db.jobs.query<OutboxRow>(
        `${select} WHERE m.org_id = $1 AND ($2::uuid IS NULL OR m.id < $2) AND ($3::text IS NULL OR m.status = $3)
         ORDER BY m.id DESC LIMIT $4`,
        [orgId, before, status, limit + 1],
      );
      return Promise.all(rows.map(opened));
    },

    /**
     * Opens one. Links in it may open somebody's account: that it was read is written down, and only an administrator sees
     * them, of nobody who stands higher.
     */
    async read(caller: SignedInCaller, id: string, requestId: string): Promise<OutboxMail> {
      const found = await findOne(db, caller.orgId, id);
      if (found.content_sealed && !ofFamilies.has(found.template)) {
        await db.asWorker((em) => audit(em, { ...entryOf(caller, found), action: 'mail.read', requestId }));
      }
      const mail = await opened(found);
      return mail.opened && !(await maySeeLinks(caller, found.user_id))
        ? withoutLinks(mail, mail.opened)
        : mail;
    },

    /** Somebody saw the message come back by another way. Twice is as good as once. */
    async markBounced(caller: SignedInCaller, id: string, requestId: string): Promise<OutboxMail> {
      const found = await findOne(db, caller.orgId, id);
      if (found.status === 'bounced') return opened(found);
      await bounced({ mailId: id, orgId: caller.orgId, userId: found.user_id, template: found.template });
      await db.asWorker(async (em) => {
        await em.execute(
          `UPDATE mail_messages SET status = 'bounced', content_sealed = NULL WHERE id = ? AND org_id = ?`,
          [id, caller.orgId],
        );
        const changes = { status: { before: found.status, after: 'bounced' } };
        await audit(em, { ...entryOf(caller, found), action: 'mail.bounced', changes, requestId });
      });
      return opened(await findOne(db, caller.orgId, id));
    },

    /** Every template with made-up values. */
    async previews({ orgId }: SignedInCaller, locale: Locale, baseUrl: string) {
      const organization = await organizationOf(orgId);
      const samples = mailSamples(locale, organization, baseUrl);
      const render = <T extends MailTemplate>(template: T) => {
        const { subject, text, html } = renderMail({
          template,
          locale,
          organization,
          params: samples[template],
        });
        return { template, locale, subject, text, html };
      };
      return mailTemplates.map(render);
    },

    /** A sample, to the own address of whoever asks. */
    async sendTest(
      { orgId, userId }: SignedInCaller,
      { template, locale, baseUrl }: { template: MailTemplate; locale: Locale; baseUrl: string },
    ): Promise<void> {
      const { rows } = await db.jobs.query<{ email: string | null }>(
        'SELECT email FROM users WHERE id = $1',
        [userId],
      );
      const to = rows[0]?.email;
      if (!to) throw new AppError('mail/no-address', 'Your account has no e-mail address.');
      const params: MailTemplates[typeof template] = mailSamples(
        locale,
        await organizationOf(orgId),
        baseUrl,
      )[template];
      await db.asWorker((em) => mail.send(em, { orgId, userId, to, locale, template, params, test: true }));
    },
  };
}

export type OutboxService = ReturnType<typeof createOutboxService>;

/** Messages that say what a child did, to the guardians alone. */
const ofFamilies: ReadonlySet<MailTemplate> = new Set(['weekly-report']);

/** A link without its token opens a page, and nothing else. */
const withoutLinks = (mail: OutboxMail, { text, html, ...head }: OpenedMail): OutboxMail => {
  const hide = (words: string): string => words.replace(/#token=[\w-]+/g, '#token=hidden');
  return { ...mail, opened: { ...head, text: hide(text), html: hide(html) }, linksHidden: true };
};

const select = `
  SELECT m.id, m.template, m.locale, m.status, m.user_id, m.content_sealed, m.attempts, m.error_code, m.created_at, m.next_try_at, m.sent_at,
    o.name AS organization
  FROM mail_messages m JOIN organizations o ON o.id = m.org_id`;

async function findOne({ jobs }: Database, orgId: string, id: string): Promise<OutboxRow> {
  const { rows } = await jobs.query<OutboxRow>(`${select} WHERE m.org_id = $1 AND m.id = $2`, [orgId, id]);
  if (!rows[0]) throw new AppError('mail/not-found', 'There is no such message.');
  return rows[0];
}

const entryOf = ({ orgId, userId }: SignedInCaller, { id, user_id }: OutboxRow) => ({
  orgId,
  actorId: userId,
  onBehalfOf: user_id,
  entity: 'mail',
  entityId: id,
});
