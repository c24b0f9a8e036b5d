import type { EntityManager } from '@mikro-orm/postgresql';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { RosterDone } from '../../wire/classes.ts';
import type { Locale } from '../../wire/common.ts';
import { type ConsentService, consentBySchool } from '../family/consent.service.ts';
import { createPerson } from '../identity/person.service.ts';
import { joinGroup, usernamesOf } from './enrol.ts';
import { isOpen, madeUpName, type Planned, shortNameOf, withoutSchool } from './roster-plan.ts';

export interface Bringing {
  caller: SignedInCaller;
  groupId: string;
  baseUrl: string;
  consent: ConsentService;
  hasAgreement: boolean;
  /** Whoever has no language of the own gets the teacher's. */
  locale: Locale;
}

/** [CON-1] Of a child for whom nobody has agreed yet, only what is needed to ask: first name and initial, month of birth, class. */
export async function bringIn(
  em: EntityManager,
  bringing: Bringing,
  row: Planned,
): Promise<(keyof RosterDone)[]> {
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
