import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, timeAndId } from '../../platform/http/cursor.ts';
import type { Locale } from '../../wire/common.ts';
import type { Decisions } from '../../wire/consent.ts';
import type { ConsentForm, FormTaken, PrintedForm, Relationship } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import { createPerson } from '../identity/person.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { type ConsentAnswerService, requireGrantable } from './consent-answer.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import type { FamilyService } from './family.service.ts';
import { type FormMime, readFormFile } from './file-kind.ts';
import { dropUnfinished, type GrownUpEntry, type GrownUpService } from './grown-up.service.ts';
import { decisionsOf, guardiansOf } from './guardian-mail.ts';
import { currentNotice } from './notice.ts';
import { builtInMethods, offersFor } from './offers.ts';

const filePlace = (formId: string) => ({ table: 'consent_forms', column: 'file_sealed', row: formId });
const waitDays = 30;
/** Two guardians, each with a form by hand and one by mail; more is somebody's mistake. */
const mostWaiting = 4;

interface FormRow {
  id: string;
  orgId: string;
  childId: string;
  child: string;
  /** null: the account was begun for a form that was refused. */
  guardianId: string | null;
  guardianName: string;
  guardianEmail: string | null;
  guardianLocale: Locale;
  relationship: Relationship;
  requestId: string;
  noticeVersion: number;
  groupId: string | null;
  mimeType: FormMime;
  bytes: number;
  decisions: Decisions;
  status: ConsentForm['status'];
  reason: string | null;
  createdAt: Date;
  reviewedAt: Date | null;
}

const readForm = `
  SELECT f.id, u.org_id AS "orgId", f.child_id AS "childId", cp.display_name AS child, f.guardian_id AS "guardianId", COALESCE(gp.display_name, '') AS "guardianName",
    g.email AS "guardianEmail", gp.preferred_language AS "guardianLocale", f.relationship, f.request_id AS "requestId",
    r.notice_version AS "noticeVersion", r.group_id AS "groupId", f.mime_type AS "mimeType", f.byte_size AS bytes,
    f.decisions, f.status, f.reason, date_trunc('milliseconds', f.created_at) AS "createdAt", f.reviewed_at AS "reviewedAt"
  FROM consent_forms f JOIN consent_requests r ON r.id = f.request_id JOIN users u ON u.id = f.child_id JOIN user_profiles cp ON cp.user_id = f.child_id
    LEFT JOIN users g ON g.id = f.guardian_id LEFT JOIN user_profiles gp ON gp.user_id = f.guardian_id`;

interface Dependencies {
  db: Database;
  envelope: Envelope;
  mail: MailService;
  grownUps: GrownUpService;
  answers: ConsentAnswerService;
  family: FamilyService;
  changes: ConsentChanges;
}

export type FormsService = ReturnType<typeof createFormsService>;

/** [CON-3] A form on paper, signed, sent as a picture, sealed, and looked at by somebody before it counts. */
export function createFormsService(around: Dependencies) {
  const { db, envelope, mail, grownUps, answers, family, changes } = around;

  const store = async (
    em: EntityManager,
    form: {
      orgId: string;
      childId: string;
      requestId: string;
      guardianId: string;
      relationship: Relationship;
      decisions: Decisions;
      file: { bytes: Buffer; mimeType: FormMime };
      uploadedBy: string | null;
    },
  ): Promise<FormTaken> => {
    // not FOR UPDATE: others who send a form hold the child's key already, and each would wait for the other
    await em.execute('SELECT 1 FROM users WHERE id = ? FOR NO KEY UPDATE', [form.childId]);
    // the newest form of a guardian is the one that is looked at
    await em.execute(
      `DELETE FROM consent_forms WHERE child_id = ? AND guardian_id = ? AND status = 'waiting'`,
      [form.childId, form.guardianId],
    );
    const [others] = await em.execute<{ waiting: number }[]>(
      `SELECT count(*)::integer AS waiting FROM consent_forms WHERE child_id = ? AND status = 'waiting'`,
      [form.childId],
    );
    if (others!.waiting >= mostWaiting)
      throw new AppError('request/too-many', 'Enough forms of this child wait to be looked at already.');
    const id = uuid();
    const { bytes, mimeType } = form.file;
    const sealed = await envelope.seal(form.orgId, filePlace(id), bytes);
    await em.execute(
      `INSERT INTO consent_forms (id, request_id, child_id, guardian_id, relationship, file_sealed, mime_type, byte_size, decisions, uploaded_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)`,
      [
        id,
        form.requestId,
        form.childId,
        form.guardianId,
        form.relationship,
        sealed,
        mimeType,
        bytes.length,
        JSON.stringify(form.decisions),
        form.uploadedBy,
      ],
    );
    await audit(em, {
      orgId: form.orgId,
      actorId: form.uploadedBy,
      ...(form.uploadedBy === null && { actor: 'anonymous' as const }),
      onBehalfOf: form.childId,
      action: 'consent_form.uploaded',
      entity: 'consent_form',
      entityId: id,
    });
    return { id, status: 'waiting' };
  };

  /** A question of its own for a form that came by another way than the mail's link. */
  const requestFor = async (em: EntityManager, orgId: string, childId: string): Promise<string> => {
    const id = uuid();
    const { version } = await currentNotice(em, orgId, 'en');
    await em.execute(
      `INSERT INTO consent_requests (id, org_id, child_id, method, notice_version, status, expires_at)
       VALUES (?, ?, ?, 'signed_form', ?, 'answered', now() + make_interval(days => ?))`,
      [id, orgId, childId, version, waitDays],
    );
    return id;
  };

  const require = (decisions: Decisions): void => {
    if (!decisions.account)
      throw new AppError(
        'consent/scope-not-allowed',
        'A form without the account needs no review: refuse instead.',
      );
    requireGrantable('signed_form', decisions);
  };

  /** Staff see the child by their own row policies: teachers of its classes, and those who see people. */
  const requireSeenChild = async (caller: SignedInCaller, childId: string) => {
    if (caller.consent !== null) throw new AppError('consent/not-guardian');
    const [child] = await db.asCaller(caller, (em) =>
      em.execute<{ id: string; orgId: string; name: string; username: string | null }[]>(
        `SELECT u.id, u.org_id AS "orgId", p.display_name AS name, u.username FROM users u JOIN user_profiles p ON p.user_id = u.id
         WHERE u.id = ? AND u.org_id = ? AND u.is_minor AND u.id <> ?`,
        [childId, caller.orgId, caller.userId],
      ),
    );
    if (!child) throw new AppError('child/not-found', 'There is no such child here.');
    return child;
  };

  const seenForm = async (caller: SignedInCaller, id: string): Promise<void> => {
    const [seen] = await db.asCaller(caller, (em) =>
      em.execute<object[]>('SELECT f.id FROM consent_forms f WHERE f.id = ?', [id]),
    );
    if (!seen) throw new AppError('consent/form-not-found', 'There is no such form.');
  };

  return {
    async byLink(
      token: string,
      entry: GrownUpEntry & { decisions: Decisions; file: { content: string } },
      bearerToken: string | undefined,
    ): Promise<FormTaken> {
      require(entry.decisions);
      const file = readFormFile(entry.file.content);
      const { request, link } = await db.asWorker((em) => answers.requestOf(em, token));
      const contact = await answers.contactOf(request);
      const { orgId, childId } = request;
      const grownUp = await grownUps.identify(
        { orgId, childId, contact, linkId: link.id },
        entry,
        bearerToken,
      );
      return db.asWorker(async (em) => {
        const { request } = await answers.requestOf(em, token, true);
        const guardianId = await grownUp.take(em);
        await em.execute(
          `UPDATE consent_requests SET status = 'answered', method = 'signed_form', expires_at = GREATEST(expires_at, now() + make_interval(days => ?)) WHERE id = ?`,
          [waitDays, request.id],
        );
        return store(em, {
          orgId,
          childId,
          requestId: request.id,
          guardianId,
          relationship: entry.relationship,
          decisions: entry.decisions,
          file,
          uploadedBy: null,
        });
      });
    },

    /** For grown-ups without an e-mail: the account has no password, and stands for the signature. */
    async byStaff(
      caller: SignedInCaller,
      childId: string,
      entry: {
        decisions: Decisions;
        file: { content: string };
        relationship: Relationship;
        guardianName: string;
      },
    ): Promise<FormTaken> {
      const child = await requireSeenChild(caller, childId);
      require(entry.decisions);
      const file = readFormFile(entry.file.content);
      return db.asWorker(async (em) => {
        const guardianId = await createPerson(em, {
          orgId: child.orgId,
          username: `guardian-${uuid().slice(-12)}`,
          displayName: entry.guardianName,
          locale: 'en',
          role: 'guardian',
          status: 'pending_verification',
          origin: 'guardian',
        });
        return store(em, {
          orgId: child.orgId,
          childId,
          requestId: await requestFor(em, child.orgId, childId),
          guardianId,
          relationship: entry.relationship,
          decisions: entry.decisions,
          file,
          uploadedBy: caller.userId,
        });
      });
    },

    /** Of a guardian who wants to allow more than a mail can. */
    async byGuardian(
      caller: SignedInCaller,
      childId: string,
      entry: { decisions: Decisions; file: { content: string } },
    ): Promise<FormTaken> {
      const { orgId, relationship } = await family.requireChild(caller, childId);
      require(entry.decisions);
      const file = readFormFile(entry.file.content);
      return db.asWorker(async (em) =>
        store(em, {
          orgId,
          childId,
          requestId: await requestFor(em, orgId, childId),
          guardianId: caller.userId,
          relationship,
          decisions: entry.decisions,
          file,
          uploadedBy: caller.userId,
        }),
      );
    },

    async printed(caller: SignedInCaller, childId: string, locale: Locale): Promise<PrintedForm> {
      const child = await requireSeenChild(caller, childId);
      return db.asWorker(async (em) => {
        const [place] = await em.execute<
          { name: string; coordinatorName: string | null; coordinatorEmail: string | null }[]
        >(
          `SELECT o.name, s.coordinator_name AS "coordinatorName", s.coordinator_email AS "coordinatorEmail"
           FROM organizations o LEFT JOIN org_settings s ON s.org_id = o.id WHERE o.id = ?`,
          [child.orgId],
        );
        return {
          child: { id: child.id, name: child.name, username: child.username },
          organization: { name: place!.name },
          coordinator: { name: place!.coordinatorName, email: place!.coordinatorEmail },
          notice: await currentNotice(em, child.orgId, locale),
          scopes: offersFor(builtInMethods),
        };
      });
    },

    async list(
      caller: SignedInCaller,
      {
        status,
        cursor,
        limit,
      }: { status?: ConsentForm['status'] | undefined; cursor?: string | undefined; limit: number },
    ): Promise<{ items: ConsentForm[]; nextCursor: string | null }> {
      const [at, after] = cursor === undefined ? [null, null] : decodeCursor(cursor, timeAndId);
      const seen = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>(
          `SELECT f.id FROM consent_forms f WHERE f.status = COALESCE(?, f.status)
             AND (?::timestamptz IS NULL OR (date_trunc('milliseconds', f.created_at), f.id) > (?::timestamptz, ?::uuid))
           ORDER BY date_trunc('milliseconds', f.created_at), f.id LIMIT ?`,
          [status ?? null, at, at, after, limit + 1],
        ),
      );
      const rows = await db.asWorker((em) =>
        em.execute<FormRow[]>(
          `${readForm} WHERE f.id IN (SELECT i::uuid FROM jsonb_array_elements_text(?::jsonb) i) ORDER BY "createdAt", f.id`,
          [JSON.stringify(seen.map(({ id }) => id))],
        ),
      );
      const items = rows.slice(0, limit).map(presentForm);
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },

    async file(caller: SignedInCaller, id: string): Promise<{ filename: string; content: Buffer }> {
      await seenForm(caller, id);
      const { form, sealed } = await db.asWorker(async (em) => {
        const form = await formOf(em, id);
        const [row] = await em.execute<{ sealed: Uint8Array | null }[]>(
          'SELECT file_sealed AS sealed FROM consent_forms WHERE id = ?',
          [id],
        );
        await audit(em, {
          orgId: form.orgId,
          actorId: caller.userId,
          onBehalfOf: form.childId,
          action: 'consent_form.viewed',
          entity: 'consent_form',
          entityId: id,
        });
        return { form, sealed: row?.sealed ?? null };
      });
      if (!sealed)
        throw new AppError('consent/form-not-found', 'The picture was deleted when the form was decided.');
      const ending = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png' }[form.mimeType];
      return { filename: `form-${id}.${ending}`, content: await envelope.open(filePlace(id), sealed) };
    },

    /** Counts from here on, or is refused with a reason. The picture is deleted either way. */
    async review(
      caller: SignedInCaller,
      id: string,
      review: { accept: true } | { accept: false; reason: string },
      where: { baseUrl: string },
    ): Promise<ConsentForm> {
      await seenForm(caller, id);
      const form = await db.asWorker(async (em) => {
        const form = await formOf(em, id, true);
        const { guardianId } = form;
        if (form.status !== 'waiting' || !guardianId)
          throw new AppError('data-request/not-open', 'Somebody has decided already.');
        if (guardianId === caller.userId)
          throw new AppError('consent/not-guardian', 'Nobody reviews the own form.');
        if (review.accept && (await isOvertaken(em, id)))
          throw new AppError(
            'data-request/not-open',
            'Since this form was sent somebody has decided otherwise, or the child is of age. Refuse it; a new one can be sent.',
          );
        const status = review.accept ? 'accepted' : 'refused';
        const reason = review.accept ? null : review.reason;
        await em.execute(
          `UPDATE consent_forms SET status = ?, reason = ?, reviewed_by = ?, reviewed_at = now(), file_sealed = NULL WHERE id = ?`,
          [status, reason, caller.userId, id],
        );
        await audit(em, {
          orgId: form.orgId,
          actorId: caller.userId,
          onBehalfOf: form.childId,
          action: `consent_form.${status}`,
          entity: 'consent_form',
          entityId: id,
          changes: { status: { before: 'waiting', after: status } },
        });
        if (review.accept) {
          await answers.conclude(
            em,
            {
              id: form.requestId,
              orgId: form.orgId,
              childId: form.childId,
              child: form.child,
              noticeVersion: form.noticeVersion,
              groupId: form.groupId,
            },
            {
              guardianId,
              relationship: form.relationship,
              contact: form.guardianEmail,
              address: null,
              method: 'signed_form',
              decisions: form.decisions,
            },
          );
          await changes.follow(em, form.childId, where);
        } else {
          // the question is open again, until its time is over
          await em.execute(
            `UPDATE consent_requests SET status = 'open' WHERE id = ? AND status = 'answered'`,
            [form.requestId],
          );
        }
        if (form.guardianEmail) {
          // whoever is not the guardian yet has no page of the child
          const isGuardian = (await guardiansOf(em, form.childId)).some(({ id }) => id === guardianId);
          await mail.send(em, {
            orgId: form.orgId,
            userId: form.childId,
            about: [form.childId],
            to: form.guardianEmail,
            locale: form.guardianLocale,
            template: 'form-decided',
            params: {
              child: form.child,
              accepted: review.accept,
              reason,
              link: isGuardian ? decisionsOf(where.baseUrl, form.childId) : `${where.baseUrl}/family`,
            },
          });
        }
        if (!review.accept) await dropUnfinished(em, [guardianId]);
        return { ...form, status, reason, reviewedAt: new Date() } as FormRow;
      });
      await changes.tell(form.childId);
      return presentForm(form);
    },
  };
}

async function formOf(em: EntityManager, id: string, lock = false): Promise<FormRow> {
  const [form] = await em.execute<FormRow[]>(`${readForm} WHERE f.id = ?${lock ? ' FOR UPDATE OF f' : ''}`, [
    id,
  ]);
  if (!form) throw new AppError('consent/form-not-found', 'There is no such form.');
  return form;
}

const presentForm = (form: FormRow): ConsentForm => ({
  id: form.id,
  child: { id: form.childId, name: form.child },
  guardianName: form.guardianName,
  relationship: form.relationship,
  mimeType: form.mimeType,
  bytes: form.bytes,
  decisions: form.decisions,
  status: form.status,
  reason: form.reason,
  createdAt: new Date(form.createdAt).toISOString(),
  reviewedAt: form.reviewedAt === null ? null : new Date(form.reviewedAt).toISOString(),
});

/** What was taken back, refused or ended after the form was sent is stronger than the form; and who is of age decides alone. */
async function isOvertaken(em: EntityManager, formId: string): Promise<boolean> {
  const [stands] = await em.execute<object[]>(stillStands, [formId]);
  return stands === undefined;
}

const stillStands = `
  SELECT f.id FROM consent_forms f JOIN consent_requests r ON r.id = f.request_id JOIN users u ON u.id = f.child_id
  WHERE f.id = ? AND u.is_minor AND r.status <> 'refused'
    AND NOT EXISTS (SELECT 1 FROM guardian_links l WHERE l.child_id = f.child_id AND l.guardian_id = f.guardian_id AND l.ended_at > f.created_at)
    AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.child_id = f.child_id AND c.guardian_id = f.guardian_id AND c.decided_at > f.created_at
      AND c.status <> 'granted' AND (f.decisions->>c.scope)::boolean)`;
