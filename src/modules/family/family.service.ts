import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { BirthMonth } from '../../domain/consent/age.ts';
import { type ChildControls, strictest } from '../../domain/consent/controls.ts';
import { mayGrant } from '../../domain/consent/method.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { decodeCursor, encodeCursor, timeAndId } from '../../platform/http/cursor.ts';
import {
  type ConsentMethod,
  type ConsentScope,
  type ConsentStatus,
  consentScope,
} from '../../wire/consent.ts';
import type {
  ConsentChange,
  ConsentHistoryItem,
  Controls,
  FamilyChild,
  FamilyChildDetail,
  FamilyRequest,
  Relationship,
} from '../../wire/family.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';
import { kindNickname } from '../live/nickname.service.ts';
import { checkAge } from './age.service.ts';
import { recordWords } from './consent.service.ts';
import type { ConsentChanges } from './consent-changes.ts';
import * as sql from './family.sql.ts';
import { currentNotice } from './notice.ts';
import { meanings } from './offers.ts';

interface Dependencies {
  db: Database;
  changes: ConsentChanges;
  now: () => Date;
}

interface ChildRow {
  id: string;
  name: string;
  username: string | null;
  organization: string;
  orgId: string;
  relationship: Relationship;
  status: string;
  isMinor: boolean;
  country: string | null;
  /** null: of a pupil of a printed card nobody knows it */
  year: number | null;
  month: number | null;
}
interface WordRow {
  scope: ConsentScope;
  decider: 'guardian' | 'school' | 'self';
  guardianId: string | null;
  name: string | null;
  status: ConsentStatus;
  method: ConsentMethod;
  at: Date;
}
type Page = { cursor?: string | undefined; limit: number };

export type FamilyService = ReturnType<typeof createFamilyService>;

/** The guardian's page. Everything is read through the guardian's own row policies: whose child it is not sees nothing. */
export function createFamilyService({ db, changes, now }: Dependencies) {
  /** [CON-4] Proves by the caller's own sight that the child is the caller's. */
  const requireChild = async (caller: SignedInCaller, childId: string): Promise<ChildRow> => {
    if (caller.consent !== null) throw new AppError('consent/not-guardian');
    const [child] = await db.asCaller(caller, (em) =>
      em.execute<ChildRow[]>(`${sql.children} AND u.id = ?`, [caller.userId, childId]),
    );
    if (!child) throw new AppError('child/not-found', 'There is no such child here.');
    return child;
  };

  const scopesOf = (ids: readonly string[]): Promise<Map<string, ConsentScope[]>> =>
    db.asWorker(async (em) => {
      const rows = await em.execute<{ id: string; scopes: ConsentScope[] }[]>(sql.scopesOf, [
        JSON.stringify(ids),
      ]);
      return new Map(rows.map(({ id, scopes }) => [id, scopes]));
    });

  const detail = async (caller: SignedInCaller, childId: string): Promise<FamilyChildDetail> => {
    const child = await requireChild(caller, childId);
    const seen = await db.asCaller(caller, async (em) => ({
      words: await em.execute<WordRow[]>(sql.standingWords, [childId]),
      controls: await em.execute<(ChildControls & { guardianId: string })[]>(sql.controls, [childId]),
      soFar: await readSoFar(em),
      guardians: await em.execute<{ id: string; name: string; relationship: Relationship; since: Date }[]>(
        sql.guardians,
        [childId],
      ),
    }));
    const { shownBefore, facts } = await db.asWorker(async (em) => ({
      shownBefore: await methodsShown(em, childId, caller.userId),
      facts: (
        await em.execute<{ teachers: number; formsWaiting: number }[]>(sql.facts, [childId, childId])
      )[0]!,
    }));
    const scopes = (await scopesOf([childId])).get(childId) ?? [];
    const { version } = await db.asWorker((em) => currentNotice(em, child.orgId, 'en'));
    const own = seen.controls.find(({ guardianId }) => guardianId === caller.userId);
    return {
      ...presentChild(child, scopes, seen.soFar),
      birth: child.year && child.month ? { year: child.year, month: child.month } : null,
      consents: consentScope.options.map((scope) => ({
        scope,
        means: meanings[scope],
        allowed: scopes.includes(scope),
        words: seen.words
          .filter((word) => word.scope === scope)
          .map((word) => presentWord(word, caller.userId)),
        canGrant: mayGrant('guardian_page', scope, shownBefore),
      })),
      controls: {
        mine: own ? presentControls(own) : { chat: false, ai: false, live: true, dailyMinutes: null },
        effective: strictest(seen.controls.map(presentControls)),
      },
      guardians: seen.guardians.map(({ id, name, relationship, since }) => ({
        id,
        name,
        relationship,
        isYou: id === caller.userId,
        since: iso(since),
      })),
      noticeVersion: version,
      ...facts,
    };
  };

  return {
    requireChild,
    detail,

    /** Whose guardian the caller is now. */
    async childIds(caller: SignedInCaller): Promise<string[]> {
      if (caller.consent !== null) return [];
      const rows = await db.asCaller(caller, (em) => em.execute<{ id: string }[]>(sql.childIds));
      return rows.map(({ id }) => id);
    },

    async children(
      caller: Pick<SignedInCaller, 'userId' | 'orgId' | 'consent'>,
    ): Promise<{ items: FamilyChild[] }> {
      if (caller.consent !== null) return { items: [] };
      const { rows, soFar } = await db.asCaller(caller, async (em) => ({
        rows: await em.execute<ChildRow[]>(`${sql.children} ORDER BY p.display_name, u.id LIMIT 50`, [
          caller.userId,
        ]),
        soFar: await readSoFar(em),
      }));
      const scopes = await scopesOf(rows.map(({ id }) => id));
      return { items: rows.map((child) => presentChild(child, scopes.get(child.id) ?? [], soFar)) };
    },

    /** [CON-2] [CON-4] New words, appended. Taking back is always possible; granting as far as was proven. */
    async change(
      caller: SignedInCaller,
      childId: string,
      change: ConsentChange,
      where: { address: string | null; baseUrl: string },
    ): Promise<FamilyChildDetail> {
      const { orgId } = await requireChild(caller, childId);
      const wanted = Object.entries(change).filter(([, value]) => value !== undefined) as [
        ConsentScope,
        boolean,
      ][];
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        const shown = await methodsShown(em, childId, caller.userId);
        const tooMuch = wanted.filter(([scope, on]) => on && !mayGrant('guardian_page', scope, shown));
        if (tooMuch.length > 0)
          throw new AppError('consent/scope-not-allowed', 'This needs a signed form first.', {
            errors: tooMuch.map(([scope]) => ({ path: scope, message: 'needs a stronger proof' })),
          });
        const said = await em.execute<{ scope: ConsentScope; status: ConsentStatus }[]>(sql.ownWords, [
          childId,
          caller.userId,
        ]);
        const before = new Map(said.map(({ scope, status }) => [scope, status]));
        const words: Partial<Record<ConsentScope, ConsentStatus>> = {};
        for (const [scope, on] of wanted) {
          const status = on ? 'granted' : before.get(scope) === 'granted' ? 'revoked' : 'refused';
          const isSaid = before.get(scope) === status || (!on && before.get(scope) === 'revoked');
          if (!isSaid) words[scope] = status;
        }
        if (Object.keys(words).length === 0) return;
        const { version } = await currentNotice(em, orgId, 'en');
        await recordWords(em, {
          orgId,
          childId,
          decider: 'guardian',
          guardianId: caller.userId,
          method: 'guardian_page',
          noticeVersion: version,
          actorId: caller.userId,
          address: where.address,
          words,
        });
        // what was granted just now should work: its switch goes along
        await em.execute(sql.switchOn, [
          childId,
          caller.userId,
          words.messaging === 'granted',
          words.ai_processing === 'granted',
        ]);
        await changes.follow(em, childId, where);
      });
      await changes.tell(childId);
      return detail(caller, childId);
    },

    async history(caller: SignedInCaller, childId: string, { cursor, limit }: Page) {
      await requireChild(caller, childId);
      const before =
        cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string().regex(/^\d{1,18}$/)]))[0];
      const rows = await db.asCaller(caller, (em) =>
        em.execute<(WordRow & { id: string; seq: string; noticeVersion: number; address: string | null })[]>(
          sql.history,
          [childId, before, before, limit + 1],
        ),
      );
      const items: ConsentHistoryItem[] = rows.slice(0, limit).map((row) => ({
        id: row.id,
        scope: row.scope,
        status: row.status,
        by: row.decider === 'self' ? 'child' : deciderOf(row, caller.userId),
        name: row.name ?? '',
        method: row.method,
        noticeVersion: row.noticeVersion,
        address: row.guardianId === caller.userId ? row.address : null,
        at: iso(row.at),
      }));
      return { items, nextCursor: rows.length > limit ? encodeCursor([rows[limit - 1]!.seq]) : null };
    },

    async requests(caller: SignedInCaller, childId: string, { cursor, limit }: Page) {
      await requireChild(caller, childId);
      const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, timeAndId);
      const rows = await db.asCaller(caller, (em) =>
        em.execute<(Omit<FamilyRequest, 'createdAt' | 'expiresAt'> & { createdAt: Date; expiresAt: Date })[]>(
          sql.requests,
          [childId, at, at, id, limit + 1],
        ),
      );
      const items = rows
        .slice(0, limit)
        .map((row) => ({ ...row, createdAt: iso(row.createdAt), expiresAt: iso(row.expiresAt) }));
      const last = items.at(-1);
      return {
        items,
        nextCursor: rows.length > limit && last ? encodeCursor([last.createdAt, last.id]) : null,
      };
    },

    /** [CON-4] A guardian's own switches; of several guardians the stricter counts. */
    async saveControls(
      caller: SignedInCaller,
      childId: string,
      controls: Controls,
      where: { baseUrl: string },
    ): Promise<FamilyChildDetail> {
      const { orgId } = await requireChild(caller, childId);
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        const rows = await em.execute<(ChildControls & { guardianId: string })[]>(sql.controls, [childId]);
        const own = rows.find(({ guardianId }) => guardianId === caller.userId);
        const { chat, ai, live, dailyMinutes } = controls;
        await em.execute(sql.saveControls, [childId, caller.userId, chat, ai, live, dailyMinutes]);
        await audit(em, {
          orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'child_controls.changed',
          entity: 'child_controls',
          entityId: childId,
          changes: changesOf<Controls>(
            own ? presentControls(own) : { chat: false, ai: false, live: true, dailyMinutes: null },
            controls,
          ),
        });
        await changes.follow(em, childId, { ...where, quiet: true });
      });
      await changes.tell(childId);
      return detail(caller, childId);
    },

    /** [CON-6] Corrections. Another month of birth may mean that nobody has to be asked any more; the nightly review decides. */
    async correct(
      caller: SignedInCaller,
      childId: string,
      change: { name?: string | undefined; birth?: BirthMonth | undefined },
    ): Promise<FamilyChildDetail> {
      const child = await requireChild(caller, childId);
      const name = change.name === undefined ? undefined : kindNickname(change.name).nickname;
      const { birth } = change;
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        if (birth) {
          const { isMinor, age } = await checkAge(em, {
            orgId: child.orgId,
            birth,
            country: child.country,
            now: now(),
          });
          if (age < 0 || !isMinor)
            throw new AppError(
              'request/invalid',
              'With this month of birth nobody could answer for the child.',
              {
                errors: [{ path: 'birth', message: 'is not the one of a child under the age of consent' }],
              },
            );
          const month = `${birth.year}-${String(birth.month).padStart(2, '0')}-01`;
          await em.execute('UPDATE users SET birth_month = ?::date WHERE id = ?', [month, childId]);
        }
        if (name)
          await em.execute('UPDATE user_profiles SET display_name = ? WHERE user_id = ?', [name, childId]);
        await em.execute(sql.rectified, [child.orgId, childId, caller.userId, caller.userId]);
        await audit(em, {
          orgId: child.orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'child.corrected',
          entity: 'user',
          entityId: childId,
          changes: {
            ...(name && { name: { changed: true } }),
            ...(birth && { birthMonth: { changed: true } }),
          },
        });
      });
      return detail(caller, childId);
    },

    /** The own word goes with the own guardianship; a child without another one waits again. */
    async endGuardianship(
      caller: SignedInCaller,
      childId: string,
      where: { baseUrl: string },
    ): Promise<void> {
      const { orgId } = await requireChild(caller, childId);
      await db.asWorker(async (em) => {
        await lockGuardianship(em, caller.userId, childId);
        await em.execute(
          `UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE guardian_id = ? AND child_id = ?`,
          [caller.userId, childId],
        );
        await em.execute('DELETE FROM child_controls WHERE guardian_id = ? AND child_id = ?', [
          caller.userId,
          childId,
        ]);
        await audit(em, {
          orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'guardian.ended',
          entity: 'guardian_link',
          entityId: childId,
          changes: { status: { before: 'active', after: 'ended' } },
        });
        await changes.follow(em, childId, where);
      });
      await changes.tell(childId);
    },
  };
}

/** Two clicks at once, and a guardianship that ended a moment ago: one after the other. */
export async function lockGuardianship(
  em: EntityManager,
  guardianId: string,
  childId: string,
): Promise<void> {
  const [link] = await em.execute<object[]>(
    `SELECT 1 AS held FROM guardian_links WHERE guardian_id = ? AND child_id = ? AND status = 'active' FOR UPDATE`,
    [guardianId, childId],
  );
  if (!link) throw new AppError('child/not-found', 'There is no such child here.');
}

/** How this guardian has shown before that the child is theirs. [CON-3] */
async function methodsShown(
  em: EntityManager,
  childId: string,
  guardianId: string,
): Promise<ConsentMethod[]> {
  const rows = await em.execute<{ method: ConsentMethod }[]>(
    'SELECT DISTINCT method FROM consents WHERE child_id = ? AND guardian_id = ?',
    [childId, guardianId],
  );
  return rows.map(({ method }) => method);
}

const iso = (date: Date): string => new Date(date).toISOString();

type SoFar = FamilyChild['soFar'];
const nothingYet: SoFar = {
  level: 1,
  missions: 0,
  badges: 0,
  minutes: 0,
  lastDay: null,
};

/** [WKL-2] Of each child of whoever asks. */
async function readSoFar(em: EntityManager): Promise<Map<string, SoFar>> {
  const rows = await em.execute<(SoFar & { id: string })[]>(sql.soFar);
  return new Map(rows.map(({ id, ...soFar }) => [id, soFar]));
}

const presentChild = (
  child: ChildRow,
  scopes: ConsentScope[],
  soFar: ReadonlyMap<string, SoFar>,
): FamilyChild => ({
  id: child.id,
  name: child.name,
  username: child.username,
  organization: child.organization,
  relationship: child.relationship,
  status: child.status === 'active' ? 'active' : child.status === 'pending_consent' ? 'waiting' : 'suspended',
  scopes,
  soFar: soFar.get(child.id) ?? nothingYet,
});

const presentControls = ({ chat, ai, live, dailyMinutes }: ChildControls): Controls => ({
  chat,
  ai,
  live,
  dailyMinutes,
});

const deciderOf = ({ decider, guardianId }: WordRow, me: string): 'you' | 'guardian' | 'school' =>
  decider === 'school' ? 'school' : guardianId === me ? 'you' : 'guardian';

const presentWord = (word: WordRow, me: string): FamilyChildDetail['consents'][number]['words'][number] => ({
  by: deciderOf(word, me),
  name: word.name ?? '',
  status: word.status,
  method: word.method,
  at: iso(word.at),
});
