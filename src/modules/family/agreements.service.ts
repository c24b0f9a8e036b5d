import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import type { ConsentScope } from '../../wire/consent.ts';
import type { Agreement, SchoolConsentDone } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import { consentBySchool } from './consent.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import { revokeBySchool } from './revoke-by-school.ts';

export interface NewAgreement {
  title: string;
  signedBy: string;
  signedOn: string;
  validUntil: string;
  scopes: ConsentScope[];
  note?: string | undefined;
}

interface AgreementRow extends Omit<Agreement, 'createdAt' | 'endedAt' | 'status'> {
  createdAt: Date;
  endedAt: Date | null;
  status: Agreement['status'];
}

const read = `
  SELECT a.id, a.title, a.signed_by AS "signedBy", a.signed_on::text AS "signedOn", a.valid_until::text AS "validUntil", a.scopes, a.note,
    a.ended_at AS "endedAt", a.created_at AS "createdAt",
    CASE WHEN a.ended_at IS NOT NULL THEN 'ended' WHEN a.valid_until < current_date THEN 'over' WHEN a.signed_on > current_date THEN 'not_yet' ELSE 'valid' END AS status,
    (SELECT count(*)::integer FROM (SELECT DISTINCT ON (c.child_id) c.child_id, c.status, c.agreement_id FROM consents c
       WHERE c.org_id = a.org_id AND c.decider = 'school' AND c.scope = 'account' ORDER BY c.child_id, c.seq DESC) w
     WHERE w.status = 'granted' AND w.agreement_id = a.id) AS children
  FROM school_agreements a`;

export type AgreementsService = ReturnType<typeof createAgreementsService>;

/** [CON-3] What a school signed, and the word it gives for its pupils under that. Agreements are ended, never deleted. */
export function createAgreementsService({ db, changes }: { db: Database; changes: ConsentChanges }) {
  const one = async (em: EntityManager, orgId: string, id: string): Promise<Agreement> => {
    const [row] = await em.execute<AgreementRow[]>(`${read} WHERE a.id = ? AND a.org_id = ?`, [id, orgId]);
    if (!row) throw new AppError('record/not-found', 'There is no such agreement.');
    return present(row);
  };

  return {
    list: (caller: SignedInCaller, { cursor, limit }: { cursor?: string | undefined; limit: number }) =>
      db.asCaller(caller, async (em) => {
        const [after] = cursor === undefined ? [null] : decodeCursor(cursor, z.tuple([z.uuid()]));
        const rows = await em.execute<AgreementRow[]>(
          `${read} WHERE a.org_id = ? AND (?::uuid IS NULL OR a.id < ?::uuid) ORDER BY a.id DESC LIMIT ?`,
          [caller.orgId, after, after, limit + 1],
        );
        const items = rows.slice(0, limit).map(present);
        return { items, nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null };
      }),

    async add(caller: SignedInCaller, entry: NewAgreement): Promise<Agreement> {
      if (!entry.scopes.includes('account') || entry.validUntil <= entry.signedOn)
        throw new AppError('request/invalid', 'An agreement covers the account and ends after it began.', {
          errors: [
            { path: entry.scopes.includes('account') ? 'validUntil' : 'scopes', message: 'cannot be' },
          ],
        });
      return db.asWorker(async (em) => {
        const id = uuid();
        await em.execute(
          `INSERT INTO school_agreements (id, org_id, title, signed_by, signed_on, valid_until, scopes, note, recorded_by)
           VALUES (?, ?, ?, ?, ?::date, ?::date, (SELECT array_agg(DISTINCT s) FROM jsonb_array_elements_text(?::jsonb) s), ?, ?)`,
          [
            id,
            caller.orgId,
            entry.title,
            entry.signedBy,
            entry.signedOn,
            entry.validUntil,
            JSON.stringify(entry.scopes),
            entry.note ?? null,
            caller.userId,
          ],
        );
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'agreement.added',
          entity: 'school_agreement',
          entityId: id,
          changes: { validUntil: { before: null, after: entry.validUntil } },
        });
        return one(em, caller.orgId, id);
      });
    },

    /** What hung on it ends in the same breath. */
    async end(caller: SignedInCaller, id: string, where: { baseUrl: string }): Promise<Agreement> {
      const { agreement, children } = await db.asWorker(async (em) => {
        const ended = await em.execute<object[]>(
          `UPDATE school_agreements SET ended_at = now() WHERE id = ? AND org_id = ? AND ended_at IS NULL RETURNING id`,
          [id, caller.orgId],
        );
        if (ended.length === 0) return { agreement: await one(em, caller.orgId, id), children: [] };
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'agreement.ended',
          entity: 'school_agreement',
          entityId: id,
          changes: { status: { before: 'valid', after: 'ended' } },
        });
        const children = await em.execute<{ childId: string }[]>(hangingOn, [caller.orgId, id]);
        for (const { childId } of children)
          await revokeBySchool(em, changes, {
            childId,
            orgId: caller.orgId,
            agreementId: id,
            actorId: caller.userId,
            baseUrl: where.baseUrl,
          });
        return { agreement: await one(em, caller.orgId, id), children };
      });
      for (const { childId } of children) await changes.tell(childId);
      return agreement;
    },

    /** The school's word for every child of a class, by its teacher or an administrator: not by who helps or stands in. */
    async consentForClass(caller: SignedInCaller, groupId: string): Promise<SchoolConsentDone> {
      const [group] = await db.asCaller(caller, (em) =>
        em.execute<{ leads: boolean }[]>(
          `SELECT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = ? AND m.role = 'teacher') AS leads
           FROM groups g WHERE g.id = ? AND g.org_id = ?`,
          [caller.userId, groupId, caller.orgId],
        ),
      );
      if (!group) throw new AppError('class/not-found', 'There is no such class here.');
      if (!group.leads && !caller.permissions.has('classes.manage_all'))
        throw new AppError('auth/forbidden', 'This is for the teachers of the class.');
      const granted: string[] = [];
      let kept = 0;
      await db.asWorker(async (em) => {
        const pupils = await em.execute<{ id: string }[]>(
          `SELECT m.user_id AS id FROM group_members m JOIN users u ON u.id = m.user_id
           WHERE m.group_id = ? AND m.role = 'student' AND u.org_id = ? ORDER BY m.user_id`,
          [groupId, caller.orgId],
        );
        for (const { id } of pupils) {
          const isNew = await consentBySchool(em, {
            childId: id,
            orgId: caller.orgId,
            actorId: caller.userId,
          });
          if (isNew) granted.push(id);
          else kept += 1;
        }
      });
      for (const id of granted) await changes.tell(id);
      return { granted: granted.length, kept };
    },
  };
}

const hangingOn = `
  SELECT w.child_id AS "childId" FROM (SELECT DISTINCT ON (c.child_id) c.child_id, c.status, c.agreement_id FROM consents c
    WHERE c.org_id = ? AND c.decider = 'school' AND c.scope = 'account' ORDER BY c.child_id, c.seq DESC) w
  WHERE w.status = 'granted' AND w.agreement_id = ? ORDER BY w.child_id`;

const present = (row: AgreementRow): Agreement => ({
  ...row,
  createdAt: new Date(row.createdAt).toISOString(),
  endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
});
