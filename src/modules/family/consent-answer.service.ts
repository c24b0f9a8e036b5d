import type { EntityManager } from '@mikro-orm/postgresql';
import { mayGrant } from '../../domain/consent/method.ts';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Locale } from '../../wire/common.ts';
import {
  type ConsentMethod,
  type ConsentScope,
  type ConsentStatus,
  consentScope,
  type Decisions,
} from '../../wire/consent.ts';
import type {
  Confirmed,
  ConsentRequestStatus,
  ConsentRequestView,
  Decided,
  Relationship,
} from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import {
  findGoodLink,
  insertLink,
  type LinkRow,
  linkTo,
  useLink,
} from '../identity/one-time-link.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { type ConsentService, endLinks, recordWords, withdrawRequests } from './consent.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import type { ErasePerson, FamilyContext } from './family.types.ts';
import {
  accountWith,
  begunFor,
  dropUnfinished,
  type GrownUpEntry,
  type GrownUpService,
  isUnfinished,
  makeGuardian,
} from './grown-up.service.ts';
import { noticeOf } from './notice.ts';
import { builtInMethods, offersFor } from './offers.ts';
import { revokeBySchool } from './revoke-by-school.ts';

/** A question to a grown-up, with all that answering it needs. */
export interface RequestRow {
  id: string;
  orgId: string;
  childId: string;
  child: string;
  childStatus: string;
  locale: Locale;
  status: ConsentRequestStatus;
  noticeVersion: number;
  expiresAt: Date;
  contactSealed: Uint8Array | null;
  decisions: Partial<Decisions>;
  groupId: string | null;
  organization: string;
  coordinatorName: string | null;
  coordinatorEmail: string | null;
  /** Somebody has agreed before: a guardian, or the school. */
  hasConsents: boolean;
  /** Under which the school says yes in the parents' place. */
  schoolAgreementId: string | null;
}

const readRequest = `
  SELECT r.id, r.org_id AS "orgId", r.child_id AS "childId", p.display_name AS child, u.status AS "childStatus", r.locale, r.status,
    r.notice_version AS "noticeVersion", r.expires_at AS "expiresAt", r.contact_sealed AS "contactSealed", r.decisions, r.group_id AS "groupId",
    o.name AS organization, s.coordinator_name AS "coordinatorName", s.coordinator_email AS "coordinatorEmail",
    EXISTS (SELECT 1 FROM consents c WHERE c.child_id = r.child_id) AS "hasConsents",
    (SELECT CASE WHEN c.status = 'granted' THEN c.agreement_id END FROM consents c
     WHERE c.child_id = r.child_id AND c.decider = 'school' AND c.scope = 'account' ORDER BY c.seq DESC LIMIT 1) AS "schoolAgreementId"
  FROM consent_requests r JOIN users u ON u.id = r.child_id JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = r.org_id
    LEFT JOIN org_settings s ON s.org_id = r.org_id
  WHERE r.id = ? AND r.expires_at > now() AND r.status IN ('open', 'answered', 'bounced')`;

export type ConsentAnswerService = ReturnType<typeof createConsentAnswerService>;

interface Dependencies {
  db: Database;
  mail: MailService;
  consent: ConsentService;
  grownUps: GrownUpService;
  changes: ConsentChanges;
  erase: ErasePerson;
  joinClass: JoinClass;
}
/** Puts a child that was waiting into the class it signed up for. */
export type JoinClass = (em: EntityManager, entry: { groupId: string; userId: string }) => Promise<void>;

/** The grown-up's side of a request: reading it, answering, confirming, refusing. [CON-3] [CON-5] */
export function createConsentAnswerService(around: Dependencies) {
  const { db, mail, consent, grownUps, changes, erase, joinClass } = around;

  const contactOf = async (request: RequestRow): Promise<string> => {
    const contact = await consent.contactOf(request);
    if (contact === null) throw badLink();
    return contact;
  };

  /**
   * Whoever refuses for a waiting child ends it: nothing stays of the child, nor the address. Where somebody agreed before,
   * what is stored is theirs to delete: the no ends what the school said in the parents' place, and takes nothing else away.
   */
  const refuseRequest = async (em: EntityManager, request: RequestRow, baseUrl: string): Promise<Decided> => {
    const { id, orgId, childId } = request;
    const next = refusalOf(request);
    const begun = await begunFor(em, childId);
    await endLinks(em, childId);
    await em.execute(
      `UPDATE consent_requests SET status = 'refused', contact_sealed = NULL, decisions = '{}' WHERE id = ?`,
      [id],
    );
    await audit(em, {
      orgId,
      actorId: null,
      actor: 'anonymous',
      onBehalfOf: childId,
      action: 'consent.refused',
      entity: 'consent_request',
      entityId: id,
    });
    if (next === 'refused') await erase(em, { userId: childId, orgId, actorId: null, reason: 'no_consent' });
    else if (request.schoolAgreementId)
      await revokeBySchool(em, changes, {
        childId,
        orgId,
        agreementId: request.schoolAgreementId,
        actorId: null,
        baseUrl,
      });
    await dropUnfinished(em, begun);
    return { next };
  };

  const refuse = async (token: string, baseUrl: string): Promise<Decided> => {
    const { decided, childId } = await db.asWorker(async (em) => {
      const { request } = await requestBehind(em, 'consent', token, true);
      return { decided: await refuseRequest(em, request, baseUrl), childId: request.childId };
    });
    await changes.tell(childId);
    return decided;
  };

  return {
    /** For other ways of answering the same link. */
    requestOf: (em: EntityManager, token: string, lock = false) => requestBehind(em, 'consent', token, lock),
    contactOf,

    async view(token: string): Promise<ConsentRequestView> {
      return db.asWorker(async (em) => {
        const { request } = await requestBehind(em, 'consent', token);
        const contact = await contactOf(request);
        const known = await accountWith(em, request.orgId, contact);
        const notice = await noticeOf(em, request.orgId, request.noticeVersion, request.locale);
        return {
          child: { nickname: request.child },
          organization: { name: request.organization },
          coordinator: { name: request.coordinatorName, email: request.coordinatorEmail },
          locale: request.locale,
          notice,
          scopes: offersFor(builtInMethods),
          methods: builtInMethods.filter((method) => method !== 'school'),
          contact,
          hasAccount: known !== undefined && !isUnfinished(known),
          status: request.status,
          refusing: refusalOf(request),
          expiresAt: request.expiresAt.toISOString(),
        };
      });
    },

    /** The first half of e-mail-plus: nothing counts before the second mail was answered. */
    async decide(
      token: string,
      entry: GrownUpEntry & { decisions: Decisions },
      bearerToken: string | undefined,
      baseUrl: string,
    ): Promise<Decided> {
      const { decisions, relationship } = entry;
      const { request, link } = await db.asWorker((em) => requestBehind(em, 'consent', token));
      if (!decisions.account) return refuse(token, baseUrl);
      requireGrantable('email_plus', decisions);
      const contact = await contactOf(request);
      const { orgId, childId } = request;
      const grownUp = await grownUps.identify(
        { orgId, childId, contact, linkId: link.id },
        entry,
        bearerToken,
      );
      await db.asWorker(async (em) => {
        const { request } = await requestBehind(em, 'consent', token, true);
        const guardianId = await grownUp.take(em);
        await em.execute(
          `UPDATE consent_requests SET status = 'answered', decisions = ?::jsonb WHERE id = ?`,
          [JSON.stringify(decisions), request.id],
        );
        // a second answer takes the place of the first, and so does its mail
        await em.execute(
          `UPDATE auth_tokens SET used_at = now() WHERE user_id = ? AND purpose = 'consent_confirm' AND used_at IS NULL`,
          [childId],
        );
        const confirmToken = randomToken();
        const lifetimeMs = request.expiresAt.getTime() - Date.now();
        await insertLink(em, {
          purpose: 'consent_confirm',
          token: confirmToken,
          userId: childId,
          orgId,
          payload: { requestId: request.id, guardianId, relationship },
          lifetimeMs,
        });
        const { granted, refused } = sorted(decisions);
        await mail.send(em, {
          orgId,
          userId: childId,
          about: [childId],
          to: contact,
          locale: request.locale,
          template: 'consent-confirm',
          params: {
            child: request.child,
            link: linkTo(baseUrl, 'consent/confirm', confirmToken),
            granted,
            refused,
            days: Math.max(1, Math.floor(lifetimeMs / 86_400_000)),
          },
        });
        await audit(em, {
          orgId,
          actorId: guardianId,
          onBehalfOf: childId,
          action: 'consent.answered',
          entity: 'consent_request',
          entityId: request.id,
        });
      });
      return { next: 'confirm-by-mail' };
    },

    refuse,

    /** The second half: the same person holds the mailbox still, and the decision counts from here on. */
    async confirm(
      token: string,
      { address, baseUrl }: Pick<FamilyContext, 'address' | 'baseUrl'>,
    ): Promise<Confirmed> {
      const { confirmed, childId } = await db.asWorker(async (em) => {
        const { request, link } = await requestBehind(em, 'consent_confirm', token, true);
        const { guardianId, relationship } = link.payload;
        const isFirst = await useLink(em, link);
        if (!guardianId || request.status !== 'answered' || !isFirst) throw badLink();
        const contact = await contactOf(request);
        const confirmed = await conclude(em, request, {
          guardianId,
          relationship: relationship ?? 'parent',
          contact,
          address,
          method: 'email_plus',
          decisions: request.decisions as Decisions,
        });
        await changes.follow(em, request.childId, { baseUrl });
        return { confirmed, childId: request.childId };
      });
      await changes.tell(childId);
      return confirmed;
    },

    /** A request ends with a decision that counts. */
    conclude,
  };

  async function conclude(
    em: EntityManager,
    request: Pick<RequestRow, 'id' | 'orgId' | 'childId' | 'child' | 'noticeVersion' | 'groupId'>,
    answer: {
      guardianId: string;
      relationship: Relationship;
      contact: string | null;
      address: string | null;
      method: ConsentMethod;
      decisions: Decisions;
    },
  ): Promise<Confirmed> {
    const { orgId, childId } = request;
    const { guardianId, decisions, method, contact } = answer;
    await makeGuardian(em, {
      orgId,
      childId,
      guardianId,
      relationship: answer.relationship,
      contact,
      chat: decisions.messaging,
      ai: decisions.ai_processing,
    });
    await recordWords(em, {
      orgId,
      childId,
      decider: 'guardian',
      guardianId,
      method,
      noticeVersion: request.noticeVersion,
      requestId: request.id,
      actorId: guardianId,
      address: answer.address,
      words: wordsOf(decisions),
    });
    await em.execute(`UPDATE consent_requests SET status = 'confirmed', contact_sealed = NULL WHERE id = ?`, [
      request.id,
    ]);
    // whoever a guardian looks after is no pupil of a printed card any more, whom a night forgets by itself
    if (decisions.account) await em.execute('UPDATE users SET erase_after = NULL WHERE id = ?', [childId]);
    // nobody is asked any more what somebody has answered by another way
    await withdrawRequests(em, childId);
    if (request.groupId && decisions.account)
      await joinClass(em, { groupId: request.groupId, userId: childId });
    const [guardian] = await em.execute<{ login: string }[]>(
      'SELECT COALESCE(email, username) AS login FROM users WHERE id = ?',
      [guardianId],
    );
    return { childId, child: request.child, ...sorted(decisions), login: guardian!.login };
  }
}

/** The question behind a link that is still good. `lock`: nobody else answers it meanwhile. */
async function requestBehind(
  em: EntityManager,
  purpose: 'consent' | 'consent_confirm',
  token: string,
  lock = false,
): Promise<{ request: RequestRow; link: LinkRow }> {
  const link = await findGoodLink(em, purpose, token);
  const [request] = link?.payload.requestId
    ? await em.execute<RequestRow[]>(`${readRequest}${lock ? ' FOR UPDATE OF r' : ''}`, [
        link.payload.requestId,
      ])
    : [];
  if (!link || !request) throw badLink();
  return { link, request: { ...request, expiresAt: new Date(request.expiresAt) } };
}

/** What a no does to a child that nobody has agreed to, and to one that somebody has. */
const refusalOf = ({ childStatus, hasConsents }: RequestRow): 'refused' | 'stopped' =>
  childStatus === 'pending_consent' && !hasConsents ? 'refused' : 'stopped';

export function requireGrantable(method: ConsentMethod, decisions: Decisions): void {
  const tooMuch = consentScope.options.filter((scope) => decisions[scope] && !mayGrant(method, scope));
  if (tooMuch.length > 0)
    throw new AppError('consent/scope-not-allowed', 'This needs a signed form.', {
      errors: tooMuch.map((scope) => ({
        path: `decisions.${scope}`,
        message: 'needs a stronger proof than a mail',
      })),
    });
}

export const wordsOf = (decisions: Decisions): Record<ConsentScope, ConsentStatus> =>
  Object.fromEntries(
    consentScope.options.map((scope) => [scope, decisions[scope] ? 'granted' : 'refused']),
  ) as Record<ConsentScope, ConsentStatus>;

export const sorted = (decisions: Decisions) => ({
  granted: consentScope.options.filter((scope) => decisions[scope]),
  refused: consentScope.options.filter((scope) => !decisions[scope]),
});

const badLink = () =>
  new AppError('consent/link-invalid', 'This link is used up or too old, or somebody has answered already.');
