import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Decider } from '../../domain/consent/allowed-scopes.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import type { ConsentMethod, ConsentScope, ConsentStatus } from '../../wire/consent.ts';
import { audit } from '../compliance/audit.service.ts';
import { insertLink, linkTo } from '../identity/one-time-link.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { begunFor, dropUnfinished } from './grown-up.service.ts';
import { currentNotice } from './notice.ts';

export const answerDays = 14;
const answerMs = answerDays * 24 * 60 * 60 * 1_000;

/** Where the address of a grown-up stands, sealed. */
export const contactPlace = (requestId: string) => ({
  table: 'consent_requests',
  column: 'contact_sealed',
  row: requestId,
});

/** What a child's consents allow now, after the guardians' switches. */
export async function readScopes(em: EntityManager, childId: string): Promise<ConsentScope[]> {
  const [row] = await em.execute<{ scopes: ConsentScope[] }[]>('SELECT effective_scopes(?) AS scopes', [
    childId,
  ]);
  return row?.scopes ?? [];
}

/** [CON-1] Of a child for whom nobody has agreed nothing more is written down, by nobody. */
export async function requireConsented(em: EntityManager, childId: string): Promise<void> {
  const [child] = await em.execute<{ waits: boolean }[]>(
    `SELECT is_minor AND NOT 'account' = ANY (allowed_scopes(id)) AS waits FROM users WHERE id = ? FOR NO KEY UPDATE`,
    [childId],
  );
  if (child?.waits) throw new AppError('consent/required', 'A grown-up has to agree to this account first.');
}

export interface NewWords {
  orgId: string;
  childId: string;
  decider: Decider;
  guardianId?: string | null;
  method: ConsentMethod;
  noticeVersion: number;
  requestId?: string | null;
  agreementId?: string | null;
  /** Who did it here; null: somebody with a link. */
  actorId: string | null;
  /** Cut to the network. */
  address?: string | null;
  words: Partial<Record<ConsentScope, ConsentStatus>>;
}

/** [CON-2] Appends decisions; nothing is ever changed. The account's state follows by itself. */
export async function recordWords(em: EntityManager, said: NewWords): Promise<void> {
  const { orgId, childId, decider, guardianId = null, method, noticeVersion, actorId, words } = said;
  const rows = Object.entries(words).map(([scope, status]) => ({ scope, status }));
  if (rows.length === 0) return;
  await em.execute(
    `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version, request_id, agreement_id, recorded_by, address)
     SELECT ?, ?, ?, ?, w.scope, w.status, ?, ?, ?, ?, ?, ?::inet FROM jsonb_to_recordset(?::jsonb) AS w(scope text, status text)`,
    [
      orgId,
      childId,
      guardianId,
      decider,
      method,
      noticeVersion,
      said.requestId ?? null,
      said.agreementId ?? null,
      actorId,
      said.address ?? null,
      JSON.stringify(rows),
    ],
  );
  await audit(em, {
    orgId,
    actorId,
    actor: actorId ? 'person' : decider === 'school' ? 'system' : 'anonymous',
    onBehalfOf: childId,
    action: 'consent.decided',
    entity: 'consent',
    entityId: childId,
    changes: Object.fromEntries(
      rows.map(({ scope, status }) => [scope, { before: null, after: `${status} by ${decider}, ${method}` }]),
    ),
  });
}

/**
 * The school stands in for the parents, for what the school does with the child and nothing else. [CON-3] False: nothing
 * was to be done, because the child has this word already, a grown-up who was asked said no, or the child decides alone.
 * Needs a valid agreement.
 */
export async function consentBySchool(
  em: EntityManager,
  { childId, orgId, actorId }: { childId: string; orgId: string; actorId: string | null },
): Promise<boolean> {
  const [agreement] = await em.execute<{ id: string; scopes: ConsentScope[] }[]>(validAgreement, [orgId]);
  if (!agreement)
    throw new AppError('consent/no-agreement', 'No valid agreement of the school is on record.');
  const [child] = await em.execute<{ granted: boolean; saidNo: boolean }[]>(bySchoolAlready, [
    agreement.id,
    childId,
    orgId,
  ]);
  if (!child || child.granted || child.saidNo) return false;
  const { version } = await currentNotice(em, orgId, 'en');
  await recordWords(em, {
    orgId,
    childId,
    decider: 'school',
    method: 'school',
    noticeVersion: version,
    agreementId: agreement.id,
    actorId,
    words: Object.fromEntries(agreement.scopes.map((scope) => [scope, 'granted'])),
  });
  return true;
}

const validAgreement = `
  SELECT id, scopes FROM school_agreements
  WHERE org_id = ? AND ended_at IS NULL AND current_date BETWEEN signed_on AND valid_until AND 'account' = ANY (scopes)
  ORDER BY valid_until DESC, id LIMIT 1 FOR SHARE`;

const bySchoolAlready = `
  SELECT COALESCE((SELECT c.status = 'granted' AND c.agreement_id = ? FROM consents c
    WHERE c.child_id = u.id AND c.decider = 'school' AND c.scope = 'account' ORDER BY c.seq DESC LIMIT 1), false) AS granted,
    EXISTS (SELECT 1 FROM consent_requests r WHERE r.child_id = u.id AND r.status = 'refused'
      AND NOT EXISTS (SELECT 1 FROM consent_requests l WHERE l.child_id = u.id AND l.status = 'confirmed' AND l.created_at > r.created_at)) AS "saidNo"
  FROM users u WHERE u.id = ? AND u.org_id = ? AND u.is_minor FOR UPDATE OF u`;

export interface Asking {
  childId: string;
  orgId: string;
  /** The grown-up's address. */
  to: string;
  locale: Locale;
  childName: string;
  /** Where the link leads: the server's public address, without a slash at the end. */
  baseUrl: string;
  /** The class that the child will be in once somebody has agreed; until then it is in none. [CON-1] */
  groupId?: string | null;
}

export type ConsentService = ReturnType<typeof createConsentService>;

/** Asks grown-ups by mail. [CON-5] */
export function createConsentService({ envelope, mail }: { envelope: Envelope; mail: MailService }) {
  /** A fresh link of the same request: only hashes are kept, so that an old link cannot be sent twice. */
  const newLink = async (
    em: EntityManager,
    { childId, orgId, requestId, baseUrl }: Record<'childId' | 'orgId' | 'requestId' | 'baseUrl', string>,
    lifetimeMs: number,
  ): Promise<string> => {
    const token = randomToken();
    await insertLink(em, {
      purpose: 'consent',
      token,
      userId: childId,
      orgId,
      payload: { requestId },
      lifetimeMs,
    });
    return linkTo(baseUrl, 'consent', token);
  };

  return {
    newLink,

    contactOf: async (row: { id: string; contactSealed: Uint8Array | null }): Promise<string | null> =>
      row.contactSealed && envelope.openText(contactPlace(row.id), row.contactSealed),

    /** Sends the direct notice. Whom the child named before is asked no more. Gives the request's id. */
    async askGuardian(em: EntityManager, asking: Asking): Promise<string> {
      const { childId, orgId, to, locale, childName } = asking;
      await withdrawRequests(em, childId);
      const notice = await currentNotice(em, orgId, locale);
      const requestId = uuid();
      const contact = await envelope.seal(orgId, contactPlace(requestId), to);
      await em.execute(
        `INSERT INTO consent_requests (id, org_id, child_id, method, contact_sealed, locale, notice_version, expires_at, group_id)
         VALUES (?, ?, ?, 'email_plus', ?, ?, ?, ?, ?)`,
        [
          requestId,
          orgId,
          childId,
          contact,
          locale,
          notice.version,
          new Date(Date.now() + answerMs),
          asking.groupId ?? null,
        ],
      );
      const link = await newLink(em, { ...asking, requestId }, answerMs);
      const [about] = await em.execute<{ organization: string; slug: string; coordinator: string | null }[]>(
        `SELECT o.name AS organization, o.slug, COALESCE(s.coordinator_name, s.coordinator_email) AS coordinator
         FROM organizations o LEFT JOIN org_settings s ON s.org_id = o.id WHERE o.id = ?`,
        [orgId],
      );
      await mail.send(em, {
        orgId,
        userId: childId,
        about: [childId],
        to,
        locale,
        template: 'consent-request',
        params: {
          child: childName,
          organization: about!.organization,
          link,
          noticeLink: `${asking.baseUrl}/notice?organization=${about!.slug}`,
          coordinator: about!.coordinator,
          days: answerDays,
        },
      });
      return requestId;
    },
  };
}

/** Open questions about a child end, with their links and addresses, and with the accounts that were begun to answer them. */
export async function withdrawRequests(em: EntityManager, childId: string): Promise<void> {
  await em.execute(
    `UPDATE consent_requests SET status = 'withdrawn', contact_sealed = NULL
     WHERE child_id = ? AND status IN ('open', 'answered', 'bounced')`,
    [childId],
  );
  const begun = await begunFor(em, childId);
  await endLinks(em, childId);
  await dropUnfinished(em, begun);
}

/** No link about this child opens anything any more. */
export async function endLinks(em: EntityManager, childId: string): Promise<void> {
  await em.execute(
    `UPDATE auth_tokens SET used_at = now() WHERE user_id = ? AND purpose IN ('consent', 'consent_confirm') AND used_at IS NULL`,
    [childId],
  );
}
