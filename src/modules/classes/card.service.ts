import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { generatedName } from '../../domain/nickname/generated-name.ts';
import { usernameFor } from '../../domain/roster/username.ts';
import { randomToken } from '../../platform/crypto/one-time-token.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { type Instant, isoOf } from '../../platform/database/instants.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Card, CardPreview, Cards } from '../../wire/classes.ts';
import type { Locale } from '../../wire/common.ts';
import { audit } from '../compliance/audit.service.ts';
import { consentBySchool } from '../family/consent.service.ts';
import { hashNewPassword } from '../identity/account.service.ts';
import { forgetDevices } from '../identity/known-devices.service.ts';
import {
  findGoodLink,
  insertLink,
  type LinkRow,
  linkTo,
  spendLink,
} from '../identity/one-time-link.service.ts';
import { createPerson, readPerson } from '../identity/person.service.ts';
import { endAllFamilies } from '../identity/refresh.service.ts';
import type { Session, SignInService } from '../identity/sign-in.service.ts';
import { lockGameLogins } from '../secrets/locked-logins.service.ts';
import { requireClass } from './class-access.ts';
import { hasSchoolAgreement, joinGroup, lockNames, usernamesOf } from './enrol.ts';

const longestMs = 30 * 24 * 60 * 60 * 1_000;
const purpose = 'roster_card';
const dayMs = 86_400_000;

interface Dependencies {
  db: Database;
  passwords: Passwords;
  signIn: SignInService;
  /** Ends what is open for somebody whose card was used anew. */
  signedOut(userId: string): void;
}

interface Pupil {
  id: string;
  name: string;
  username: string;
  status: string;
  is_minor: boolean;
  by_school: boolean;
  is_only_pupil: boolean;
  erase_after: Instant | null;
}

/** Cards to print: a QR code that opens once and lets a pupil without e-mail choose a password. */
export function createCardService({ db, passwords, signIn, signedOut }: Dependencies) {
  const newCard = async (
    em: EntityManager,
    { orgId, userId: createdBy }: SignedInCaller,
    pupil: Pupil,
    baseUrl: string,
  ): Promise<Card> => {
    const token = randomToken();
    await em.execute('DELETE FROM auth_tokens WHERE purpose = ? AND user_id = ? AND used_at IS NULL', [
      purpose,
      pupil.id,
    ]);
    // no longer than what it opens
    const end = pupil.erase_after ? Date.parse(isoOf(pupil.erase_after)) : Infinity;
    const lifetimeMs = Math.min(longestMs, end - Date.now());
    const { expiresAt } = await insertLink(em, {
      purpose,
      token,
      userId: pupil.id,
      orgId,
      createdBy,
      lifetimeMs,
    });
    return {
      userId: pupil.id,
      name: pupil.name,
      username: pupil.username,
      link: linkTo(baseUrl, 'card', token),
      expiresAt: expiresAt.toISOString(),
      consent: !pupil.is_minor
        ? 'none'
        : pupil.by_school
          ? 'school'
          : pupil.status === 'active'
            ? 'given'
            : 'missing',
    };
  };

  return {
    /** Of pupils who are in the class, and of new ones of whom nothing is known but a made-up name. */
    async make(
      caller: SignedInCaller,
      groupId: string,
      { studentIds, newStudents }: { studentIds: string[]; newStudents: number },
      baseUrl: string,
    ): Promise<Cards> {
      const { name: className } = await requireClass(db, caller, groupId, 'teaches');
      const items = await db.asWorker(async (em) => {
        await lockNames(em, caller.orgId);
        const made: Card[] = [];
        for (const id of new Set(studentIds)) {
          const pupil = await readPupil(em, groupId, id);
          if (!pupil.username) pupil.username = await giveUsername(em, caller.orgId, pupil);
          made.push(await newCard(em, caller, pupil, baseUrl));
        }
        if (newStudents > 0) {
          const [settings] = await em.execute<{ card_days: number }[]>(
            'SELECT card_days FROM org_settings WHERE org_id = ?',
            [caller.orgId],
          );
          const eraseAfter = new Date(Date.now() + settings!.card_days * dayMs);
          const taken = await usernamesOf(em, caller.orgId);
          // nobody knows which language they speak: that of whoever teaches them
          const { locale } = await readPerson(em, caller.userId);
          for (let n = 0; n < newStudents; n++) {
            const id = await makePupil(em, { caller, groupId, locale, eraseAfter, taken });
            made.push(await newCard(em, caller, await readPupil(em, groupId, id), baseUrl));
          }
        }
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'cards.made',
          entity: 'group',
          entityId: groupId,
          changes: { cards: { before: null, after: made.map(({ userId }) => userId) } },
        });
        return made;
      });
      return { className, items };
    },

    /** Looking does not use a card up. */
    preview: (token: string): Promise<CardPreview> =>
      db.asWorker(async (em) => {
        const link = await findGoodLink(em, purpose, token);
        const [card] = link ? await em.execute<CardPreview[]>(cardSql, [link.userId]) : [];
        if (!link || !card || !(await mayStillGive(em, link))) throw invalid();
        return card;
      }),

    /** A new password, and in. Whoever had this account before on another device is signed out. */
    async use(token: string, password: string, userAgent: string | undefined): Promise<Session> {
      const { username, name: displayName } = await this.preview(token);
      const passwordHash = await hashNewPassword(passwords, password, { email: username, displayName });
      const { userId, session } = await db.asWorker(async (em) => {
        const link = await spendLink(em, purpose, token);
        if (!link?.userId || !(await mayStillGive(em, link))) throw invalid();
        await em.execute(
          `INSERT INTO credentials (user_id, password_hash) VALUES (?, ?)
           ON CONFLICT (user_id) DO UPDATE SET password_hash = EXCLUDED.password_hash, password_changed_at = now()`,
          [link.userId, passwordHash],
        );
        await lockGameLogins(em, link.userId);
        await forgetDevices(em, link.userId);
        await endAllFamilies(em, link.userId, 'password_change');
        await audit(em, {
          orgId: link.orgId ?? null,
          actorId: link.userId,
          action: 'card.used',
          entity: 'user',
          entityId: link.userId,
        });
        return { userId: link.userId, session: await signIn.startSession(em, link.userId, userAgent) };
      });
      signedOut(userId);
      return session;
    },
  };
}
export type CardService = ReturnType<typeof createCardService>;

/** A card opens for as long as whoever printed it is there for the pupil: afterwards it would be theirs and nobody else's. */
async function mayStillGive(em: EntityManager, { userId, createdBy }: LinkRow): Promise<boolean> {
  if (createdBy === null) return true;
  const [still] = await em.execute<object[]>(
    `SELECT 1 FROM users u WHERE u.id = ? AND u.status = 'active' AND (
       EXISTS (SELECT 1 FROM group_members t JOIN group_members p ON p.group_id = t.group_id AND p.role = 'student'
         WHERE t.user_id = u.id AND t.role <> 'student' AND (t.until IS NULL OR t.until > now()) AND p.user_id = ?)
       OR EXISTS (SELECT 1 FROM user_roles ur JOIN role_permissions rp ON rp.role_id = ur.role_id
         WHERE ur.user_id = u.id AND rp.permission_key = 'classes.manage_all')
       OR EXISTS (SELECT 1 FROM user_permissions up WHERE up.user_id = u.id AND up.permission_key = 'classes.manage_all'))`,
    [createdBy, userId],
  );
  return still !== undefined;
}

const invalid = () =>
  new AppError('card/invalid', 'This card was used already or is too old. Ask your teacher for a new one.');

async function readPupil(em: EntityManager, groupId: string, id: string): Promise<Pupil> {
  const [pupil] = await em.execute<Pupil[]>(pupilSql, [groupId, id]);
  if (!pupil) throw new AppError('user/not-found', 'Nobody like that is in this class.');
  if (!pupil.is_only_pupil)
    throw new AppError(
      'auth/forbidden',
      `${pupil.name} is not only a pupil here, or comes in with an e-mail or a second factor, and gets no card.`,
    );
  return pupil;
}

/** A pupil who came with an e-mail needs something to sign in with that fits on a card. */
async function giveUsername(em: EntityManager, orgId: string, { id, name }: Pupil): Promise<string> {
  const taken = await usernamesOf(em, orgId);
  const username = usernameFor(name, '', (one) => taken.has(one));
  await em.execute('UPDATE users SET username = ? WHERE id = ?', [username, id]);
  return username;
}

interface NewPupil {
  caller: SignedInCaller;
  groupId: string;
  locale: Locale;
  eraseAfter: Date;
  taken: Set<string>;
}

/** Nobody knows how old somebody is of whom nothing is known: the stricter rule counts, and only a school can agree. */
async function makePupil(
  em: EntityManager,
  { caller, groupId, locale, eraseAfter, taken }: NewPupil,
): Promise<string> {
  const { orgId, userId: actorId } = caller;
  const displayName = generatedName(() => randomInt(2 ** 32) / 2 ** 32, locale);
  const [first, second = ''] = displayName.split(' ') as [string, string?];
  const username = usernameFor(first, second, (one) => taken.has(one));
  taken.add(username);
  const id = await createPerson(em, {
    orgId,
    username,
    displayName,
    locale,
    role: 'student',
    status: 'pending_consent',
    origin: 'card',
    isMinor: true,
    eraseAfter,
    grantedBy: actorId,
  });
  await joinGroup(em, groupId, id, actorId);
  if (await hasSchoolAgreement(em, orgId)) await consentBySchool(em, { childId: id, orgId, actorId });
  return id;
}

/**
 * A card sets a password: it opens no account that may do more than a pupil, and passes by no second factor. Whoever has been in
 * with an e-mail of the own gets a new password by mail, and not from a teacher.
 */
const isOnlyPupil = `(NOT EXISTS (SELECT 1 FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id AND r.key <> 'student')
  AND NOT EXISTS (SELECT 1 FROM user_permissions up WHERE up.user_id = u.id)
  AND NOT EXISTS (SELECT 1 FROM totp_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
  AND (u.email IS NULL OR u.last_login_at IS NULL))`;
const pupilSql = `
  SELECT u.id, p.display_name AS name, u.username, u.status, u.is_minor,
    EXISTS (SELECT 1 FROM consents c WHERE c.child_id = u.id AND c.decider = 'school' AND c.status = 'granted') AND u.status = 'active' AS by_school,
    ${isOnlyPupil} AS is_only_pupil, u.erase_after
  FROM group_members m JOIN users u ON u.id = m.user_id JOIN user_profiles p ON p.user_id = u.id
  WHERE m.group_id = ? AND m.user_id = ? AND m.role = 'student' AND u.status IN ('active', 'pending_consent')
  FOR NO KEY UPDATE OF u`;
const cardSql = `
  SELECT p.display_name AS name, u.username, o.name AS organization
  FROM users u JOIN user_profiles p ON p.user_id = u.id JOIN organizations o ON o.id = u.org_id
  WHERE u.id = ? AND u.status IN ('active', 'pending_consent') AND ${isOnlyPupil}`;
