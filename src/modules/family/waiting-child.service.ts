import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Locale } from '../../wire/common.ts';
import type { ConsentRequestStatus, MyConsent, WatchedBy } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import type { AskLimit } from './child-sign-up.service.ts';
import { type ConsentService, readScopes, recordWords } from './consent.service.ts';
import type { ErasePerson } from './family.types.ts';
import { currentNotice } from './notice.ts';

interface Dependencies {
  db: Database;
  limits: Limits;
  consent: ConsentService;
  askLimit: AskLimit;
  erase: ErasePerson;
  signedOut(userId: string): void;
}

interface SelfRow {
  orgId: string;
  isMinor: boolean;
  status: string;
  name: string;
  chat: boolean | null;
  ai: boolean | null;
  live: boolean | null;
  dailyMinutes: number | null;
  seconds: number;
  askOfAge: boolean;
  lookedAfter: boolean;
  askedToday: number;
}

interface LastRequest {
  id: string;
  status: ConsentRequestStatus;
  contactSealed: Uint8Array | null;
  createdAt: Date;
  expiresAt: Date;
  groupId: string | null;
}

const triesADay = 3;
const perHour = { times: 10, seconds: 3_600 };

export type WaitingChildService = ReturnType<typeof createWaitingChildService>;

/** What a child can do about its own consent: see how it stands, and name another grown-up. Never decide. */
export function createWaitingChildService({ db, limits, consent, askLimit, erase, signedOut }: Dependencies) {
  const limiter = limits.limiter('consent/ask-again', perHour);

  const mine = (userId: string): Promise<MyConsent> =>
    db.asWorker(async (em) => {
      const self = await readSelf(em, userId);
      const scopes = self.isMinor ? await readScopes(em, userId) : [];
      const last = self.isMinor ? await lastRequest(em, userId) : undefined;
      const contact = last ? await consent.contactOf(last) : null;
      return {
        needed: self.isMinor && !scopes.includes('account'),
        scopes,
        request: last
          ? {
              status: last.status,
              contact: contact === null ? null : masked(contact),
              askedAt: new Date(last.createdAt).toISOString(),
              expiresAt: new Date(last.expiresAt).toISOString(),
            }
          : null,
        triesLeft: Math.max(0, triesADay - self.askedToday),
        limits: {
          chat: self.isMinor ? scopes.includes('messaging') : true,
          ai: self.isMinor ? scopes.includes('ai_processing') : true,
          live: self.isMinor ? scopes.includes('live_rooms') : true,
          dailyMinutes: self.isMinor ? self.dailyMinutes : null,
          minutesToday: Math.floor(self.seconds / 60),
        },
        askOfAge: self.askOfAge,
        lookedAfter: self.lookedAfter,
      };
    });

  return {
    mine,

    /** Another address, after a slip of the finger or a mail that came back. */
    async askAgain(
      caller: SignedInCaller,
      { guardianEmail, guardianLocale }: { guardianEmail: string; guardianLocale: Locale },
      baseUrl: string,
    ): Promise<MyConsent> {
      await limiter.take(caller.userId);
      await askLimit(caller.orgId, guardianEmail);
      await db.asWorker(async (em) => {
        await em.execute('SELECT 1 FROM users WHERE id = ? FOR UPDATE', [caller.userId]);
        const self = await readSelf(em, caller.userId);
        if (!self.isMinor || self.status !== 'pending_consent')
          throw new AppError('consent/request-not-found', 'Nobody has to be asked.');
        // who looks after the account has stopped it: a child brings in nobody who could see it against that word
        if (self.lookedAfter)
          throw new AppError('consent/request-not-found', 'Ask the grown-up who looks after this account.');
        if (self.askedToday >= triesADay)
          throw new AppError('request/too-many', 'Enough grown-ups were asked today. Try again tomorrow.');
        const last = await lastRequest(em, caller.userId);
        await consent.askGuardian(em, {
          childId: caller.userId,
          orgId: self.orgId,
          to: guardianEmail,
          locale: guardianLocale,
          childName: self.name,
          baseUrl,
          groupId: last?.groupId ?? null,
        });
        await audit(em, {
          orgId: self.orgId,
          actorId: caller.userId,
          action: 'consent.asked_again',
          entity: 'user',
          entityId: caller.userId,
        });
      });
      return mine(caller.userId);
    },

    /** [CON-8] The sign that somebody can see. */
    watchers: (caller: SignedInCaller): Promise<WatchedBy> =>
      db.asWorker(async (em) => {
        const [row] = await em.execute<WatchedBy[]>(countWatchers, [caller.userId, caller.userId]);
        return row!;
      }),

    /** Of age now, and asked once: the account stays by the own word, or everything is forgotten. */
    async sayOfAge(caller: SignedInCaller, keep: boolean): Promise<void> {
      await db.asWorker(async (em) => {
        const self = await readSelf(em, caller.userId);
        if (!self.askOfAge) throw new AppError('consent/request-not-found', 'Nothing is asked of you.');
        if (keep) {
          const { version } = await currentNotice(em, self.orgId, 'en');
          await recordWords(em, {
            orgId: self.orgId,
            childId: caller.userId,
            decider: 'self',
            method: 'of_age',
            noticeVersion: version,
            actorId: caller.userId,
            words: { account: 'granted', live_rooms: 'granted' },
          });
        } else {
          await erase(em, {
            userId: caller.userId,
            orgId: self.orgId,
            actorId: caller.userId,
            reason: 'own_wish',
          });
        }
      });
      if (!keep) signedOut(caller.userId);
    },
  };
}

async function readSelf(em: EntityManager, userId: string): Promise<SelfRow> {
  const [self] = await em.execute<SelfRow[]>(readSelfSql, [userId]);
  if (!self) throw new AppError('auth/session-ended');
  return self;
}

async function lastRequest(em: EntityManager, childId: string): Promise<LastRequest | undefined> {
  const [last] = await em.execute<LastRequest[]>(
    `SELECT id, status, contact_sealed AS "contactSealed", created_at AS "createdAt", expires_at AS "expiresAt", group_id AS "groupId"
     FROM consent_requests WHERE child_id = ? ORDER BY created_at DESC, id DESC LIMIT 1`,
    [childId],
  );
  return last;
}

/** `m•••@school.example` */
const masked = (email: string): string => email.replace(/^(.)[^@]*/u, '$1•••');

const readSelfSql = `
  SELECT u.org_id AS "orgId", u.is_minor AS "isMinor", u.status, p.display_name AS name,
    daily_minutes_of(u.id) AS "dailyMinutes",
    EXISTS (SELECT 1 FROM guardian_links g WHERE g.child_id = u.id AND g.status = 'active') AS "lookedAfter",
    COALESCE((SELECT a.seconds FROM activity_days a WHERE a.user_id = u.id AND a.day = app_activity_day(u.id, now())), 0) AS seconds,
    NOT u.is_minor AND u.birth_month IS NOT NULL AND EXISTS (SELECT 1 FROM consents c WHERE c.child_id = u.id)
      AND NOT EXISTS (SELECT 1 FROM consents c WHERE c.child_id = u.id AND c.decider = 'self') AS "askOfAge",
    (SELECT count(*)::integer FROM consent_requests r WHERE r.child_id = u.id AND r.created_at > now() - interval '1 day'
       AND r.created_at > u.created_at) AS "askedToday"
  FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE u.id = ?`;

const countWatchers = `
  SELECT (SELECT count(*)::integer FROM guardian_links g WHERE g.child_id = ? AND g.status = 'active') AS guardians,
    (SELECT count(DISTINCT t.user_id)::integer FROM group_members m JOIN groups g ON g.id = m.group_id AND g.archived_at IS NULL
      JOIN group_members t ON t.group_id = m.group_id AND t.role <> 'student' AND (t.until IS NULL OR t.until > now())
      WHERE m.user_id = ? AND m.role = 'student') AS teachers`;
