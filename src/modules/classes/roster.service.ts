import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { cut, type RosterEntry, type RosterFault, readRow, twice } from '../../domain/roster/roster.ts';
import { mayComeFrom, usernameFor } from '../../domain/roster/username.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { RosterDone, RosterPreview, RosterRow } from '../../wire/classes.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { type AgeCheck, checkAge } from '../family/age.service.ts';
import { type ConsentService, consentBySchool } from '../family/consent.service.ts';
import { createPerson, readPerson } from '../identity/person.service.ts';
import { requireClass } from './class-access.ts';
import { readRosterFile } from './roster-file.ts';

const keepMs = 24 * 60 * 60 * 1_000;
/** So many pupils in one transaction. */
const batch = 100;
const shownRows = 200;

const nothingDone: RosterDone = { made: 0, joined: 0, asked: 0, waiting: 0, left: 0 };

/** A good row with what was decided about it; kept sealed until somebody confirms. */
interface Planned extends Omit<RosterEntry, 'username'> {
  username: string;
  /** The file says the username; else it is made up, and another would do. */
  isGiven: boolean;
  /** Of an account that is there. */
  userId: string | null;
  becomes: RosterRow['becomes'];
  consent: RosterRow['consent'];
  isMinor: boolean;
}

const rowsPlace = (id: string) => ({ table: 'roster_imports', column: 'rows_sealed', row: id });

interface Dependencies {
  db: Database;
  envelope: Envelope;
  consent: ConsentService;
  now: () => Date;
}

/** A list of pupils: looked through first, made when somebody says yes. */
export function createRosterService({ db, envelope, consent, now }: Dependencies) {
  return {
    async preview(caller: SignedInCaller, groupId: string, file: Uint8Array): Promise<RosterPreview> {
      await requireClass(db, caller, groupId, 'teaches');
      const { columns, rows } = readRosterFile(file);
      const faults: RosterFault[] = [];
      const entries: RosterEntry[] = [];
      for (const row of rows) {
        const read = readRow(row);
        if ('faults' in read) faults.push(...read.faults);
        else entries.push(read.entry);
      }
      faults.push(...twice(entries));
      const known = await db.asWorker((em) => readKnown(em, caller.orgId, groupId, entries));
      const planned = await db.asWorker((em) => plan(em, caller.orgId, entries, known, faults, now()));
      const bad = new Set(faults.map(({ line }) => line));
      const good = planned.filter(({ line }) => !bad.has(line));

      const id = uuid();
      const expiresAt = new Date(now().getTime() + keepMs);
      const sealed = await envelope.seal(caller.orgId, rowsPlace(id), JSON.stringify(good));
      await db.asWorker((em) =>
        em.execute(
          `INSERT INTO roster_imports (id, org_id, group_id, created_by, rows_sealed, good_rows, bad_rows, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
          [id, caller.orgId, groupId, caller.userId, sealed, good.length, bad.size, expiresAt],
        ),
      );
      return {
        importId: id,
        expiresAt: expiresAt.toISOString(),
        good: good.length,
        bad: bad.size,
        rows: good.slice(0, shownRows).map(presentRow),
        faults: faults.toSorted((a, b) => a.line - b.line),
        columns,
      };
    },

    /** Makes what was shown. A repeat gives the same and makes nothing twice, also after a crash in the middle. */
    async confirm(
      caller: SignedInCaller,
      groupId: string,
      importId: string,
      baseUrl: string,
    ): Promise<RosterDone> {
      await requireClass(db, caller, groupId, 'teaches');
      const found = await db.asWorker((em) => findImport(em, importId, groupId, caller.userId));
      if (found.confirmed_at) return toldOf(found);
      const planned = JSON.parse(
        await envelope.openText(rowsPlace(importId), found.rows_sealed),
      ) as Planned[];
      const emptied = await envelope.seal(caller.orgId, rowsPlace(importId), '[]');
      for (;;) {
        const told = await db.asWorker(async (em) => {
          // two who confirm at once go one after the other, and go on where the other stopped
          const so = await findImport(em, importId, groupId, caller.userId, 'FOR UPDATE');
          if (so.confirmed_at) return toldOf(so);
          await lockNames(em, caller.orgId);
          const done = toldOf(so);
          const from = so.result?.rows ?? 0;
          const hasAgreement = await hasSchoolAgreement(em, caller.orgId);
          const bringing = {
            caller,
            groupId,
            baseUrl,
            consent,
            hasAgreement,
            locale: (await readPerson(em, caller.userId)).locale,
          };
          for (const row of planned.slice(from, from + batch))
            for (const one of await bringIn(em, bringing, row)) done[one] += 1;
          const isLast = from + batch >= planned.length;
          await em.execute(
            `UPDATE roster_imports SET result = ?, rows_sealed = CASE WHEN ? THEN ? ELSE rows_sealed END,
               confirmed_at = CASE WHEN ? THEN now() END WHERE id = ?`,
            [JSON.stringify({ ...done, rows: from + batch }), isLast, emptied, isLast, importId],
          );
          if (!isLast) return null;
          await audit(em, {
            orgId: caller.orgId,
            actorId: caller.userId,
            action: 'roster.confirmed',
            entity: 'group',
            entityId: groupId,
            changes: { pupils: { before: null, after: done } },
          });
          return done;
        });
        if (told) return told;
      }
    },
  };
}
export type RosterService = ReturnType<typeof createRosterService>;

interface Known {
  usernames: Map<string, KnownPerson>;
  emails: Map<string, KnownPerson>;
  /** Pupils of this class by month of birth. */
  ofMonth: Map<string, KnownPerson[]>;
}
interface KnownPerson {
  id: string;
  username: string | null;
  email: string | null;
  birth_month: string | null;
  name: string;
  last_name: string | null;
  is_student: boolean;
  in_class: boolean;
}

/** Everybody of the organization with one of these names or addresses, and all usernames that made-up ones could meet. */
async function readKnown(
  em: EntityManager,
  orgId: string,
  groupId: string,
  entries: readonly RosterEntry[],
): Promise<Known> {
  const people = await em.execute<KnownPerson[]>(
    `SELECT u.id, u.username, u.email, to_char(u.birth_month, 'YYYY-MM') AS birth_month, p.display_name AS name, p.last_name,
       EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND r.key = 'student') AS is_student,
       EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?) AS in_class
     FROM users u JOIN user_profiles p ON p.user_id = u.id
     WHERE u.org_id = ? AND u.deleted_at IS NULL AND (u.username IS NOT NULL OR u.email = ANY (ARRAY(SELECT jsonb_array_elements_text(?::jsonb))))`,
    [groupId, orgId, JSON.stringify(entries.flatMap(({ email }) => email ?? []))],
  );
  return {
    usernames: new Map(people.flatMap((one) => (one.username ? [[one.username, one]] : []))),
    emails: new Map(people.flatMap((one) => (one.email ? [[one.email, one]] : []))),
    ofMonth: Map.groupBy(
      people.filter(({ in_class, is_student }) => in_class && is_student),
      ({ birth_month }) => birth_month ?? '',
    ),
  };
}

/**
 * Whom a row means: somebody with this username or address, else a pupil of the class with this name and month. Of children
 * for whom nobody has agreed only the initial is known: each of them is meant by one row.
 */
function meant(
  entry: RosterEntry,
  { usernames, emails, ofMonth }: Known,
  claimed: Set<string>,
): KnownPerson | null {
  const { username, email, firstName, lastName } = entry;
  const named = (username && usernames.get(username)) || (email && emails.get(email));
  if (named || username) return named || null;
  const name = shortNameOf(entry);
  const isMeant = (one: KnownPerson): boolean =>
    !claimed.has(one.id) &&
    one.name === name &&
    (one.last_name === null
      ? mayComeFrom(one.username ?? '', firstName, initialOf(entry))
      : one.last_name === lastName);
  return ofMonth.get(entry.birthMonth ?? '')?.find(isMeant) ?? null;
}

/** Letters without their marks and case. */
const folded = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** `Ana P.` and `Ana Pérez` are called Ana. */
const isCalled = ({ name }: KnownPerson, firstName: string): boolean =>
  folded(name).startsWith(folded(firstName));

/**
 * Whether that is somebody else: no pupil, of another month, or with the handle of one and the address of another. Who is not
 * in the class yet joins only where name and month are said and right: a username alone opens no child to another teacher.
 */
function contradicts(entry: RosterEntry, there: KnownPerson, { emails }: Known): 'username' | 'email' | null {
  const { username, email, birthMonth } = entry;
  const isOther =
    !there.is_student ||
    (there.in_class
      ? birthMonth !== null && there.birth_month !== null && birthMonth !== there.birth_month
      : birthMonth === null || birthMonth !== there.birth_month || !isCalled(there, entry.firstName));
  if (isOther) return username !== null && username === there.username ? 'username' : 'email';
  const byEmail = email === null ? undefined : emails.get(email);
  return byEmail && byEmail.id !== there.id ? 'email' : null;
}

/** Decides about every row; what cannot be goes to `faults`. */
async function plan(
  em: EntityManager,
  orgId: string,
  entries: readonly RosterEntry[],
  known: Known,
  faults: RosterFault[],
  now: Date,
): Promise<Planned[]> {
  const hasAgreement = await hasSchoolAgreement(em, orgId);
  const given = new Set([...known.usernames.keys(), ...entries.flatMap(({ username }) => username ?? [])]);
  const claimed = new Set<string>();
  const ages = new Map<string, AgeCheck>();
  const planned: Planned[] = [];
  for (const entry of entries) {
    const isGiven = entry.username !== null;
    const wrong = (field: RosterFault['field'], problem: RosterFault['problem'], value: string | null) =>
      faults.push({ line: entry.line, field, problem, value: cut(value ?? '') });
    const there = meant(entry, known, claimed);
    const not = there && contradicts(entry, there, known);
    if (not) {
      wrong(not, `${not}-taken`, entry[not]);
      continue;
    }
    if (there) {
      claimed.add(there.id);
      planned.push({
        ...entry,
        username: there.username ?? '',
        isGiven,
        userId: there.id,
        becomes: there.in_class ? 'is-there' : 'joins',
        consent: 'none',
        isMinor: false,
      });
      continue;
    }
    if (entry.birthMonth === null) {
      wrong('birthMonth', 'birth-month-missing', null);
      continue;
    }
    const [year, month] = entry.birthMonth.split('-').map(Number) as [number, number];
    const checked =
      ages.get(entry.birthMonth) ?? (await checkAge(em, { orgId, birth: { year, month }, now }));
    ages.set(entry.birthMonth, checked);
    const { age, isMinor, tooYoung, tooOld } = checked;
    if (age < 0 || tooYoung || tooOld) {
      wrong('birthMonth', 'age-not-allowed', entry.birthMonth);
      continue;
    }
    const consent = !isMinor ? 'none' : hasAgreement ? 'school' : withoutSchool(entry);
    const username = entry.username ?? madeUpName(entry, consent, given);
    given.add(username);
    planned.push({ ...entry, username, isGiven, userId: null, becomes: 'new', consent, isMinor });
  }
  return planned;
}

const withoutSchool = ({ guardianEmail }: Pick<RosterEntry, 'guardianEmail'>) =>
  guardianEmail ? ('guardian' as const) : ('missing' as const);

const isOpen = (consent: Planned['consent']): boolean => consent === 'none' || consent === 'school';

/** [CON-1] A username does not tell the family name of a child for whom nobody has agreed. */
const madeUpName = (
  pupil: Pick<RosterEntry, 'firstName' | 'lastName'>,
  consent: Planned['consent'],
  taken: ReadonlySet<string>,
): string =>
  usernameFor(pupil.firstName, isOpen(consent) ? pupil.lastName : initialOf(pupil), (one) => taken.has(one));

const initialOf = ({ lastName }: Pick<RosterEntry, 'lastName'>): string => [...lastName][0] ?? '';

/** `Ana P.`: what is known of a child before somebody has agreed. */
const shortNameOf = ({ firstName, lastName }: Pick<RosterEntry, 'firstName' | 'lastName'>): string => {
  const initial = initialOf({ lastName });
  return initial ? `${firstName} ${initial}.` : firstName;
};

const presentRow = ({
  line,
  firstName,
  lastName,
  username,
  email,
  birthMonth,
  becomes,
  consent,
}: Planned): RosterRow => ({
  line,
  name: [firstName, lastName].filter(Boolean).join(' '),
  username,
  email,
  birthMonth,
  becomes,
  consent,
});

interface Bringing {
  caller: SignedInCaller;
  groupId: string;
  baseUrl: string;
  consent: ConsentService;
  hasAgreement: boolean;
  /** Whoever has no language of the own gets the teacher's. */
  locale: Locale;
}

/** [CON-1] Of a child for whom nobody has agreed yet, only what is needed to ask: first name and initial, month of birth, class. */
async function bringIn(em: EntityManager, bringing: Bringing, row: Planned): Promise<(keyof RosterDone)[]> {
  const { caller, groupId, baseUrl } = bringing;
  const { orgId, userId: actorId } = caller;
  if (row.userId) return (await joinGroup(em, groupId, row.userId, actorId)) ? ['joined'] : [];
  const email = row.isMinor ? null : row.email;
  const shortName = shortNameOf(row);
  // an agreement that ended in between counts no more
  const consent = row.consent === 'school' && !bringing.hasAgreement ? withoutSchool(row) : row.consent;
  const now = await sinceThen(em, bringing, { ...row, email, name: shortName }, consent);
  if (now === 'is-there') return [];
  if (now === 'taken') return ['left'];
  const mayKnow = isOpen(consent);
  const locale = row.guardianLocale ?? bringing.locale;
  const userId = await createPerson(em, {
    orgId,
    username: now.username,
    email,
    displayName: shortName,
    firstName: mayKnow ? row.firstName : null,
    lastName: mayKnow ? row.lastName || null : null,
    locale,
    role: 'student',
    status: row.isMinor ? 'pending_consent' : 'active',
    origin: 'roster',
    birthMonth: row.birthMonth,
    isMinor: row.isMinor,
    grantedBy: actorId,
  });
  await joinGroup(em, groupId, userId, actorId);
  if (mayKnow && (row.gradeLevel || row.section))
    await em.execute('INSERT INTO learner_profiles (user_id, grade_level, section) VALUES (?, ?, ?)', [
      userId,
      row.gradeLevel,
      row.section,
    ]);
  switch (consent) {
    case 'none':
      return ['made'];
    case 'school':
      await consentBySchool(em, { childId: userId, orgId, actorId });
      return ['made'];
    case 'guardian': {
      await bringing.consent.askGuardian(em, {
        childId: userId,
        orgId,
        to: row.guardianEmail!,
        locale,
        childName: shortName,
        baseUrl,
      });
      return ['made', 'asked'];
    }
    case 'missing':
      return ['made', 'waiting'];
  }
}

/** What a row is to be called now: somebody may have got its name since the list was looked through. */
async function sinceThen(
  em: EntityManager,
  { caller: { orgId }, groupId }: Bringing,
  row: Planned & { name: string },
  consent: Planned['consent'],
): Promise<{ username: string } | 'is-there' | 'taken'> {
  const { username, isGiven, email, birthMonth, name } = row;
  const others = await em.execute<{ username: string | null; email: string | null; is_same: boolean }[]>(
    `SELECT u.username, u.email, p.display_name = ? AND u.birth_month = ?::date
       AND EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?) AS is_same
     FROM users u JOIN user_profiles p ON p.user_id = u.id
     WHERE u.org_id = ? AND u.deleted_at IS NULL AND (u.username = ? OR u.email = ?)`,
    [name, `${birthMonth}-01`, groupId, orgId, username, email],
  );
  if (others.some(({ is_same }) => is_same)) return 'is-there';
  const isAsPlanned = isGiven || consent === row.consent;
  if (others.length === 0 && isAsPlanned) return { username };
  if ((isGiven && others.length > 0) || others.some((one) => email !== null && one.email === email))
    return 'taken';
  return { username: madeUpName(row, consent, await usernamesOf(em, orgId)) };
}

/** Names are made up by one at a time: the unique index would refuse a whole class. */
export const lockNames = (em: EntityManager, orgId: string) =>
  em.execute('SELECT id FROM organizations WHERE id = ? FOR NO KEY UPDATE', [orgId]);

export const usernamesOf = async (em: EntityManager, orgId: string): Promise<Set<string>> =>
  new Set(
    (
      await em.execute<{ username: string }[]>(
        'SELECT username FROM users WHERE org_id = ? AND username IS NOT NULL',
        [orgId],
      )
    ).map(({ username }) => username),
  );

export async function joinGroup(
  em: EntityManager,
  groupId: string,
  userId: string,
  addedBy: string,
): Promise<boolean> {
  const joined = await em.execute<object[]>(
    `INSERT INTO group_members (group_id, user_id, role, added_by) VALUES (?, ?, 'student', ?) ON CONFLICT DO NOTHING RETURNING user_id`,
    [groupId, userId, addedBy],
  );
  return joined.length > 0;
}

interface Import {
  rows_sealed: Buffer;
  confirmed_at: Date | null;
  /** Of so many rows so far; of all of them when it is confirmed. */
  result: (RosterDone & { rows: number }) | null;
}

const toldOf = ({ result }: Import): RosterDone => {
  const { rows: _, ...done } = result ?? { ...nothingDone, rows: 0 };
  return done;
};

async function findImport(
  em: EntityManager,
  id: string,
  groupId: string,
  createdBy: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<Import> {
  const [found] = await em.execute<Import[]>(
    `SELECT rows_sealed, confirmed_at, result FROM roster_imports
     WHERE id = ? AND group_id = ? AND created_by = ? AND expires_at > now() ${lock}`,
    [id, groupId, createdBy],
  );
  if (!found)
    throw new AppError('roster/import-not-found', 'This list is no longer there. Read the file again.');
  return found;
}

export async function hasSchoolAgreement(em: EntityManager, orgId: string): Promise<boolean> {
  return (await em.execute<object[]>(validAgreement, [orgId])).length > 0;
}

const validAgreement = `
  SELECT id FROM school_agreements WHERE org_id = ? AND ended_at IS NULL AND current_date BETWEEN signed_on AND valid_until AND 'account' = ANY (scopes) LIMIT 1`;
