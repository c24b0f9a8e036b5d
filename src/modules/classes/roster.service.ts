import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { type RosterEntry, type RosterFault, readRow, twice } from '../../domain/roster/roster.ts';
import { usernameFor } from '../../domain/roster/username.ts';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { RosterDone, RosterPreview, RosterRow } from '../../wire/classes.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { checkAge } from '../family/age.service.ts';
import { type ConsentService, consentBySchool } from '../family/consent.service.ts';
import { createPerson } from '../identity/person.service.ts';
import { requireClass } from './class-access.ts';
import { readRosterFile } from './roster-file.ts';

const keepMs = 24 * 60 * 60 * 1_000;
/** So many pupils in one transaction. */
const batch = 100;
const shownRows = 200;
const shownFaults = 500;

/** A good row with what was decided about it; kept sealed until somebody confirms. */
interface Planned extends RosterEntry {
  username: string;
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
        faults: faults.toSorted((a, b) => a.line - b.line).slice(0, shownFaults),
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
      if (found.result) return found.result;
      const planned = JSON.parse(
        await envelope.openText(rowsPlace(importId), found.rows_sealed),
      ) as Planned[];
      const done: RosterDone = { made: 0, joined: 0, asked: 0, waiting: 0 };
      for (let at = 0; at < planned.length; at += batch) {
        await db.asWorker(async (em) => {
          // two who confirm at once go one after the other
          await em.execute('SELECT id FROM roster_imports WHERE id = ? FOR UPDATE', [importId]);
          for (const row of planned.slice(at, at + batch)) {
            const became = await bringIn(em, { caller, groupId, baseUrl, consent }, row);
            for (const one of became) done[one] += 1;
          }
        });
      }
      await db.asWorker(async (em) => {
        const closed = await em.execute<object[]>(
          'UPDATE roster_imports SET confirmed_at = now(), result = ? WHERE id = ? AND confirmed_at IS NULL RETURNING id',
          [JSON.stringify(done), importId],
        );
        if (closed.length === 0) return;
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'roster.confirmed',
          entity: 'group',
          entityId: groupId,
          changes: { pupils: { before: null, after: done } },
        });
      });
      return done;
    },
  };
}
export type RosterService = ReturnType<typeof createRosterService>;

interface Known {
  usernames: Map<string, KnownPerson>;
  emails: Map<string, KnownPerson>;
}
interface KnownPerson {
  id: string;
  username: string | null;
  email: string | null;
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
    `SELECT u.id, u.username, u.email,
       EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND r.key = 'student') AS is_student,
       EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_id = ?) AS in_class
     FROM users u WHERE u.org_id = ? AND u.deleted_at IS NULL AND (u.username IS NOT NULL OR u.email = ANY (ARRAY(SELECT jsonb_array_elements_text(?::jsonb))))`,
    [groupId, orgId, JSON.stringify(entries.flatMap(({ email }) => email ?? []))],
  );
  return {
    usernames: new Map(people.flatMap((one) => (one.username ? [[one.username, one]] : []))),
    emails: new Map(people.flatMap((one) => (one.email ? [[one.email, one]] : []))),
  };
}

/** Decides about every row; what cannot be goes to `faults`. */
async function plan(
  em: EntityManager,
  orgId: string,
  entries: readonly RosterEntry[],
  { usernames, emails }: Known,
  faults: RosterFault[],
  now: Date,
): Promise<Planned[]> {
  const hasAgreement = (await em.execute<object[]>(validAgreement, [orgId])).length > 0;
  const given = new Set([...usernames.keys(), ...entries.flatMap(({ username }) => username ?? [])]);
  const planned: Planned[] = [];
  for (const entry of entries) {
    const wrong = (field: RosterFault['field'], problem: RosterFault['problem'], value: string | null) =>
      faults.push({ line: entry.line, field, problem, value: (value ?? '').slice(0, 60) });
    const there =
      (entry.username && usernames.get(entry.username)) || (entry.email && emails.get(entry.email)) || null;
    if (there) {
      if (!there.is_student)
        wrong(
          entry.username ? 'username' : 'email',
          entry.username ? 'username-taken' : 'email-taken',
          entry.username ?? entry.email,
        );
      else
        planned.push({
          ...entry,
          username: there.username ?? '',
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
    const { age, isMinor, tooYoung, tooOld } = await checkAge(em, { orgId, birth: { year, month }, now });
    if (age < 0 || tooYoung || tooOld) {
      wrong('birthMonth', 'age-not-allowed', entry.birthMonth);
      continue;
    }
    const username =
      entry.username ?? usernameFor(entry.firstName, entry.lastName, (name) => given.has(name));
    given.add(username);
    const consent = !isMinor
      ? 'none'
      : hasAgreement
        ? 'school'
        : entry.guardianEmail
          ? 'guardian'
          : 'missing';
    planned.push({ ...entry, username, userId: null, becomes: 'new', consent, isMinor });
  }
  return planned;
}

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
}

/** [CON-1] Of a child for whom nobody has agreed yet, only what is needed to ask: first name and initial, month of birth, class. */
async function bringIn(
  em: EntityManager,
  { caller, groupId, baseUrl, consent }: Bringing,
  row: Planned,
): Promise<(keyof RosterDone)[]> {
  const { orgId, userId: actorId } = caller;
  if (row.userId) return (await joinGroup(em, groupId, row.userId, actorId)) ? ['joined'] : [];
  const [made] = await em.execute<{ id: string }[]>(
    'SELECT id FROM users WHERE org_id = ? AND username = ? AND deleted_at IS NULL',
    [orgId, row.username],
  );
  if (made) return [];
  const isOpen = row.consent === 'none' || row.consent === 'school';
  const shortName = [row.firstName, row.lastName.slice(0, 1) && `${row.lastName.slice(0, 1)}.`]
    .filter(Boolean)
    .join(' ');
  const userId = await createPerson(em, {
    orgId,
    username: row.username,
    email: row.isMinor ? null : row.email,
    displayName: shortName,
    firstName: isOpen ? row.firstName : null,
    lastName: isOpen ? row.lastName || null : null,
    locale: row.guardianLocale ?? 'en',
    role: 'student',
    status: row.isMinor ? 'pending_consent' : 'active',
    origin: 'roster',
    birthMonth: row.birthMonth,
    isMinor: row.isMinor,
    grantedBy: actorId,
  });
  await joinGroup(em, groupId, userId, actorId);
  if (isOpen && (row.gradeLevel || row.section))
    await em.execute('INSERT INTO learner_profiles (user_id, grade_level, section) VALUES (?, ?, ?)', [
      userId,
      row.gradeLevel,
      row.section,
    ]);
  switch (row.consent) {
    case 'none':
      return ['made'];
    case 'school':
      await consentBySchool(em, { childId: userId, orgId, actorId });
      return ['made'];
    case 'guardian': {
      const locale: Locale = row.guardianLocale ?? 'en';
      await consent.askGuardian(em, {
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

async function findImport(
  em: EntityManager,
  id: string,
  groupId: string,
  createdBy: string,
): Promise<{ rows_sealed: Buffer; result: RosterDone | null }> {
  const [found] = await em.execute<{ rows_sealed: Buffer; result: RosterDone | null }[]>(
    'SELECT rows_sealed, result FROM roster_imports WHERE id = ? AND group_id = ? AND created_by = ? AND expires_at > now()',
    [id, groupId, createdBy],
  );
  if (!found)
    throw new AppError('roster/import-not-found', 'This list is no longer there. Read the file again.');
  return found;
}

const validAgreement = `
  SELECT id FROM school_agreements WHERE org_id = ? AND ended_at IS NULL AND current_date BETWEEN signed_on AND valid_until AND 'account' = ANY (scopes) LIMIT 1`;
