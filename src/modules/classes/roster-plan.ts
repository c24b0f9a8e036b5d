import type { EntityManager } from '@mikro-orm/postgresql';
import { cut, type RosterEntry, type RosterFault } from '../../domain/roster/roster.ts';
import { mayComeFrom, usernameFor } from '../../domain/roster/username.ts';
import type { RosterRow } from '../../wire/classes.ts';
import { type AgeCheck, checkAge } from '../family/age.service.ts';
import { hasSchoolAgreement } from './enrol.ts';

/** A good row with what was decided about it; kept sealed until somebody confirms. */
export interface Planned extends Omit<RosterEntry, 'username'> {
  username: string;
  /** The file says the username; else it is made up, and another would do. */
  isGiven: boolean;
  /** Of an account that is there. */
  userId: string | null;
  becomes: RosterRow['becomes'];
  consent: RosterRow['consent'];
  isMinor: boolean;
}

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
export async function readKnown(
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
export async function planRoster(
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

export const withoutSchool = ({ guardianEmail }: Pick<RosterEntry, 'guardianEmail'>) =>
  guardianEmail ? ('guardian' as const) : ('missing' as const);

export const isOpen = (consent: Planned['consent']): boolean => consent === 'none' || consent === 'school';

/** [CON-1] A username does not tell the family name of a child for whom nobody has agreed. */
export const madeUpName = (
  pupil: Pick<RosterEntry, 'firstName' | 'lastName'>,
  consent: Planned['consent'],
  taken: ReadonlySet<string>,
): string =>
  usernameFor(pupil.firstName, isOpen(consent) ? pupil.lastName : initialOf(pupil), (one) => taken.has(one));

const initialOf = ({ lastName }: Pick<RosterEntry, 'lastName'>): string => [...lastName][0] ?? '';

/** `Ana P.`: what is known of a child before somebody has agreed. */
export const shortNameOf = ({ firstName, lastName }: Pick<RosterEntry, 'firstName' | 'lastName'>): string => {
  const initial = initialOf({ lastName });
  return initial ? `${firstName} ${initial}.` : firstName;
};
