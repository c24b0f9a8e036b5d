import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor } from '../../platform/http/cursor.ts';
import type { SignInItem } from '../../wire/sign-ins.ts';
import { audit } from '../compliance/audit.service.ts';
import type { MailService } from '../notify/mail.service.ts';
import { withdrawWaysIn } from './one-time-link.service.ts';
import { readPerson } from './person.service.ts';
import { endAllFamilies, endFamily } from './refresh.service.ts';
import { describeDevice } from './sign-ins.device.ts';
import type { SignOuts } from './sign-outs.ts';

interface Dependencies {
  db: Database;
  mail: MailService;
  signOuts: SignOuts;
}

interface FamilyRow {
  id: string;
  userAgent: string | null;
  startedAt: string;
  lastSeenAt: string;
  /** With its microseconds, for the cursor. */
  place: string;
}

const place = z.tuple([z.string().max(40), z.uuid()]);

/** A refresh moves `last_activity_at` on: each successor of a token begins with its own. */
const listSql = `
  SELECT * FROM (
    SELECT family_id AS id, (array_agg(user_agent ORDER BY created_at DESC))[1] AS "userAgent", min(created_at) AS "startedAt",
      max(last_activity_at) AS "lastSeenAt", max(last_activity_at)::text AS place
    FROM auth_sessions WHERE user_id = ? AND revoked_at IS NULL AND expires_at > now() GROUP BY family_id) families
  WHERE ?::text IS NULL OR ("lastSeenAt", id) < (?::timestamptz, ?::uuid)
  ORDER BY "lastSeenAt" DESC, id DESC LIMIT ?`;

export type SignIns = ReturnType<typeof createSignIns>;

/** Where a person is signed in, and how each of these sign-ins, or all of them, end. */
export function createSignIns({ db, mail, signOuts }: Dependencies) {
  return {
    async list(
      caller: SignedInCaller,
      { cursor, limit }: { cursor?: string | undefined; limit: number },
    ): Promise<{ items: SignInItem[]; nextCursor: string | null }> {
      const [seen, id] = cursor ? decodeCursor(cursor, place) : [null, null];
      const rows = await db.asCaller(caller, (em) =>
        em.execute<FamilyRow[]>(listSql, [caller.userId, seen, seen, id, limit + 1]),
      );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => ({
          id: row.id,
          device: describeDevice(row.userAgent),
          startedAt: new Date(row.startedAt).toISOString(),
          lastSeenAt: new Date(row.lastSeenAt).toISOString(),
          current: row.id === caller.sessionFamily,
        })),
        nextCursor: rows.length > limit && last ? encodeCursor([last.place, last.id]) : null,
      };
    },

    async end(caller: SignedInCaller, family: string): Promise<void> {
      const mine = await db.asCaller(caller, (em) =>
        em.execute(
          'SELECT 1 FROM auth_sessions WHERE user_id = ? AND family_id = ? AND revoked_at IS NULL AND expires_at > now() LIMIT 1',
          [caller.userId, family],
        ),
      );
      if (mine.length === 0) throw new AppError('auth/sign-in-not-found', 'This sign-in has ended already.');
      await db.asWorker(async (em) => {
        await endFamily(em, family, 'logout');
        await audit(em, { ...auditOf(caller, 'session.ended'), entity: 'session', entityId: family });
      });
      signOuts.announce({ userId: caller.userId, sessionFamily: family });
    },

    /** Also the one that asks: whoever fears for the account wants to begin anew. */
    async endAll(caller: SignedInCaller): Promise<void> {
      const { userId, orgId } = caller;
      await db.asWorker(async (em) => {
        await withdrawWaysIn(em, userId);
        await endAllFamilies(em, userId, 'everywhere');
        await audit(em, auditOf(caller, 'session.all_ended'));
        const { email: to, locale, displayName: name } = await readPerson(em, userId);
        if (to === null) return;
        const params = { name, reason: 'everywhere' } as const;
        await mail.send(em, { orgId, userId, to, locale, template: 'sessions-ended', params });
      });
      signOuts.announce({ userId, sessionFamily: null });
    },
  };
}

const auditOf = ({ orgId, userId }: SignedInCaller, action: string) => ({
  orgId,
  actorId: userId,
  action,
  entity: 'user',
  entityId: userId,
});
