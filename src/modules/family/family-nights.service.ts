import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import type { Locale } from '../../wire/common.ts';
import type { MailTemplateKey } from '../../wire/mail.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { forgetAbandoned } from './abandoned.ts';
import { checkAge } from './age.service.ts';
import { type ConsentService, endLinks } from './consent.service.ts';
import type { RequestRow } from './consent-answer.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import type { ErasePerson } from './family.types.ts';
import { begunFor, dropUnfinished } from './grown-up.service.ts';
import { guardiansOf } from './guardian-mail.ts';
import { revokeBySchool } from './revoke-by-school.ts';

interface Dependencies {
  db: Database;
  mail: MailService;
  consent: ConsentService;
  changes: ConsentChanges;
  erase: ErasePerson;
  /** The server's own address, where no request tells it. */
  baseUrl: () => string;
}

/** A mail that no address took, and whom it was about. */
export interface BouncedMail {
  mailId: string;
  userId: string | null;
  template: MailTemplateKey;
}

const remindAfterDays = 7;
/** Letters that go to the address a child named. */
const asking: readonly MailTemplateKey[] = ['consent-request', 'consent-reminder', 'consent-confirm'];

export type FamilyNights = ReturnType<typeof createFamilyNights>;

/** What happens by the calendar. Each step is a transaction of its own and can be done again. */
export function createFamilyNights({ db, mail, consent, changes, erase, baseUrl }: Dependencies) {
  /** [CON-5] After a week without an answer the grown-up hears of it once more. */
  async function remind(now: Date): Promise<number> {
    const due = await db.asWorker((em) =>
      em.execute<{ id: string }[]>(
        `SELECT r.id FROM consent_requests r JOIN users u ON u.id = r.child_id AND u.status = 'pending_consent'
         WHERE r.status = 'open' AND r.reminded_at IS NULL AND r.contact_sealed IS NOT NULL
           AND r.created_at < ?::timestamptz - make_interval(days => ?) AND r.expires_at > ?::timestamptz`,
        [now.toISOString(), remindAfterDays, now.toISOString()],
      ),
    );
    for (const { id } of due) {
      await db.asWorker(async (em) => {
        const request = await claim(em, id, `status = 'open' AND reminded_at IS NULL`);
        const contact = request && (await consent.contactOf(request));
        if (!request || !contact) return;
        await em.execute('UPDATE consent_requests SET reminded_at = ? WHERE id = ?', [now.toISOString(), id]);
        const leftMs = new Date(request.expiresAt).getTime() - now.getTime();
        const link = await consent.newLink(em, { ...request, requestId: id, baseUrl: baseUrl() }, leftMs);
        await mail.send(em, {
          orgId: request.orgId,
          userId: request.childId,
          about: [request.childId],
          to: contact,
          locale: request.locale,
          template: 'consent-reminder',
          params: {
            child: request.child,
            organization: request.organization,
            link,
            daysLeft: Math.max(1, Math.floor(leftMs / 86_400_000)),
          },
        });
      });
    }
    return due.length;
  }

  /** [CON-5] No answer in time: the address goes, and with it a child that nobody has agreed to. */
  async function expire(now: Date): Promise<number> {
    const due = await db.asWorker((em) =>
      em.execute<{ id: string }[]>(
        `SELECT r.id FROM consent_requests r WHERE r.status IN ('open', 'answered', 'bounced') AND r.expires_at <= ?::timestamptz
           AND NOT EXISTS (SELECT 1 FROM consent_forms f WHERE f.request_id = r.id AND f.status = 'waiting')`,
        [now.toISOString()],
      ),
    );
    for (const { id } of due) {
      await db.asWorker(async (em) => {
        const request = await claim(em, id, `status IN ('open', 'answered', 'bounced')`);
        if (!request) return;
        const { childId, orgId } = request;
        const begun = await begunFor(em, childId);
        await endLinks(em, childId);
        await em.execute(
          `UPDATE consent_requests SET status = 'expired', contact_sealed = NULL, decisions = '{}' WHERE id = ?`,
          [id],
        );
        await audit(em, {
          orgId,
          actorId: null,
          onBehalfOf: childId,
          action: 'consent.expired',
          entity: 'consent_request',
          entityId: id,
        });
        // one from a class list of whom nobody was asked by mail belongs to the class
        const cameToAsk =
          request.contactSealed !== null || ['sign_up', 'class_code'].includes(request.origin);
        const isAlone = request.childStatus === 'pending_consent' && !(await hasGrownUp(em, childId));
        if (isAlone && cameToAsk)
          await erase(em, { userId: childId, orgId, actorId: null, reason: 'no_consent' });
        await dropUnfinished(em, begun);
      });
    }
    return due.length;
  }

  /** An agreement with the school that has run out: the school's word goes with it. */
  async function endAgreements(now: Date): Promise<number> {
    const children = await db.asWorker((em) =>
      em.execute<{ childId: string; orgId: string; agreementId: string }[]>(
        `SELECT c.child_id AS "childId", c.org_id AS "orgId", c.agreement_id AS "agreementId"
         FROM (SELECT DISTINCT ON (child_id) child_id, org_id, agreement_id, status FROM consents
               WHERE decider = 'school' AND scope = 'account' ORDER BY child_id, seq DESC) c
         JOIN school_agreements a ON a.id = c.agreement_id
         WHERE c.status = 'granted' AND (a.ended_at IS NOT NULL OR a.valid_until < ?::date)`,
        [now.toISOString()],
      ),
    );
    for (const child of children) {
      await db.asWorker((em) => revokeBySchool(em, changes, { ...child, actorId: null, baseUrl: baseUrl() }));
      await changes.tell(child.childId);
    }
    return children.length;
  }

  /**
   * Children who reach the age of consent decide alone from now on; their guardians see nothing more. Of pupils of printed
   * cards nobody knows the age: they stay children.
   */
  async function reviewAges(now: Date): Promise<number> {
    const minors = await db.asWorker((em) =>
      em.execute<{ id: string; orgId: string; country: string | null; year: number; month: number }[]>(
        `SELECT id, org_id AS "orgId", country, extract(year FROM birth_month)::integer AS year, extract(month FROM birth_month)::integer AS month
           FROM users WHERE is_minor AND birth_month IS NOT NULL AND status IN ('active', 'pending_consent', 'suspended')`,
      ),
    );
    let grown = 0;
    for (const { id, orgId, country, ...birth } of minors) {
      const done = await db.asWorker(async (em) => {
        const { isMinor } = await checkAge(em, { orgId, birth, country, now });
        if (!isMinor) await comeOfAge(em, { mail, baseUrl: baseUrl() }, { childId: id, orgId });
        return !isMinor;
      });
      if (!done) continue;
      grown += 1;
      await changes.tell(id);
    }
    return grown;
  }

  return {
    remind,
    expire,
    endAgreements,
    reviewAges,

    /** All of it, in the order in which one leads to another. */
    async run(now: Date): Promise<void> {
      await remind(now);
      await expire(now);
      await endAgreements(now);
      await reviewAges(now);
      await forgetAbandoned(db, erase, now);
    },

    /**
     * A mail that asked a grown-up came back: the child's page says so, and the child can name another address. A mail to
     * an address that was named before says nothing about the one that is asked now.
     */
    async contactBounced({ mailId, userId: childId, template }: BouncedMail): Promise<void> {
      if (!childId || !asking.includes(template)) return;
      await db.asWorker(async (em) => {
        const bounced = await em.execute<{ id: string; orgId: string }[]>(
          `UPDATE consent_requests r SET status = 'bounced', contact_sealed = NULL FROM mail_messages m
           WHERE m.id = ? AND r.child_id = ? AND r.status IN ('open', 'answered') AND r.method = 'email_plus' AND r.created_at <= m.created_at
           RETURNING r.id, r.org_id AS "orgId"`,
          [mailId, childId],
        );
        for (const { id, orgId } of bounced) {
          await endLinks(em, childId);
          await audit(em, {
            orgId,
            actorId: null,
            onBehalfOf: childId,
            action: 'consent.bounced',
            entity: 'consent_request',
            entityId: id,
          });
        }
      });
    },
  };
}

type ClaimedRow = RequestRow & { origin: string };

async function claim(em: EntityManager, id: string, still: string): Promise<ClaimedRow | undefined> {
  const [request] = await em.execute<ClaimedRow[]>(
    `SELECT r.id, r.org_id AS "orgId", r.child_id AS "childId", p.display_name AS child, u.status AS "childStatus", u.origin, r.locale,
       r.contact_sealed AS "contactSealed", r.expires_at AS "expiresAt", o.name AS organization
     FROM consent_requests r JOIN users u ON u.id = r.child_id JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = r.org_id
     WHERE r.id = ? AND r.${still} FOR UPDATE OF r`,
    [id],
  );
  return request;
}

/** Where somebody ever gave a word, silence erases nothing: a guardian took the account back, or a school's agreement ran out. */
async function hasGrownUp(em: EntityManager, childId: string): Promise<boolean> {
  const found = await em.execute<object[]>(
    `SELECT 1 AS held FROM guardian_links WHERE child_id = ? AND status = 'active'
     UNION ALL SELECT 1 FROM consent_requests WHERE child_id = ? AND status IN ('open', 'answered', 'bounced')
     UNION ALL SELECT 1 FROM consents WHERE child_id = ? LIMIT 1`,
    [childId, childId, childId],
  );
  return found.length > 0;
}

async function comeOfAge(
  em: EntityManager,
  { mail, baseUrl }: { mail: MailService; baseUrl: string },
  { childId, orgId }: { childId: string; orgId: string },
): Promise<void> {
  for (const { id, email, locale, child } of await guardiansOf(em, childId)) {
    if (!email) continue;
    await mail.send(em, {
      orgId,
      userId: id,
      about: [childId],
      to: email,
      locale,
      template: 'child-of-age',
      params: { child },
    });
  }
  const [self] = await em.execute<{ email: string | null; name: string; locale: Locale }[]>(
    `SELECT u.email, p.display_name AS name, p.preferred_language AS locale FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE u.id = ?`,
    [childId],
  );
  // whoever has no address reads it on the own page
  if (self?.email)
    await mail.send(em, {
      orgId,
      userId: childId,
      to: self.email,
      locale: self.locale,
      template: 'now-of-age',
      params: { name: self.name, link: `${baseUrl}/home` },
    });
  await em.execute(
    `UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE child_id = ? AND status = 'active'`,
    [childId],
  );
  // after the guardians' word is gone, or the account would wait for it
  await em.execute(
    `UPDATE users SET is_minor = false, consent_state = 'not_required', status = CASE WHEN status = 'pending_consent' THEN 'active' ELSE status END WHERE id = ?`,
    [childId],
  );
  await em.execute(
    `UPDATE consent_requests SET status = 'withdrawn', contact_sealed = NULL WHERE child_id = ? AND status IN ('open', 'answered', 'bounced')`,
    [childId],
  );
  await endLinks(em, childId);
  await audit(em, {
    orgId,
    actorId: null,
    onBehalfOf: childId,
    action: 'user.came_of_age',
    entity: 'user',
    entityId: childId,
    changes: { isMinor: { before: true, after: false } },
  });
}
