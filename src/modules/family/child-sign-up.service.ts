import type { EntityManager } from '@mikro-orm/postgresql';
import type { BirthMonth } from '../../domain/consent/age.ts';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { Limits } from '../../platform/http/rate-limit.ts';
import type { Locale } from '../../wire/common.ts';
import type { ChildSignedUp } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import { hashNewPassword } from '../identity/account.service.ts';
import { createPerson } from '../identity/person.service.ts';
import { kindNickname, requireKind } from '../live/nickname.service.ts';
import { checkAge } from './age.service.ts';
import type { ConsentService } from './consent.service.ts';
import { classOfCode } from './join-class.service.ts';

export interface ChildEntry {
  nickname: string;
  username: string;
  password: string;
  birth: BirthMonth;
  country?: string | undefined;
  guardianEmail: string;
  guardianLocale: Locale;
  locale: Locale;
  classCode?: string | undefined;
  organization?: string | undefined;
}

export type ChildSignUpService = ReturnType<typeof createChildSignUpService>;

/** How many children may name the same grown-up in a day: a big family and a slip or two. */
const askedADay = { times: 12, seconds: 24 * 60 * 60 };

export function createAskLimit(limits: Limits) {
  const limiter = limits.limiter('consent/asked', askedADay);
  return (orgId: string, email: string): Promise<void> => limiter.take(`${orgId}/${email}`);
}
export type AskLimit = ReturnType<typeof createAskLimit>;

interface Dependencies {
  db: Database;
  passwords: Passwords;
  consent: ConsentService;
  askLimit: AskLimit;
  now: () => Date;
}

/** [CON-1] A child makes an account that can do nothing until a grown-up agrees. */
export function createChildSignUpService({ db, passwords, consent, askLimit, now }: Dependencies) {
  return {
    async signUp(entry: ChildEntry, baseUrl: string): Promise<ChildSignedUp> {
      const { birth, country = null, username, password, locale } = entry;
      const place = await db.asWorker((em) => findPlace(em, entry.organization, entry.classCode));
      const { age, isMinor, tooYoung, tooOld } = await db.asWorker((em) =>
        checkAge(em, { orgId: place.orgId, birth, country, now: now() }),
      );
      if (age < 0 || age > 120)
        throw new AppError('request/invalid', 'Nobody has this birthday.', {
          errors: [{ path: 'birth', message: 'lies in the future or too far back' }],
        });
      // nothing is stored of somebody who decides alone and goes the ordinary way
      if (!isMinor) return { next: 'verify-email' };
      if (tooYoung || tooOld) throw new AppError('sign-up/age-not-allowed');
      if (!place.open && !place.groupId) throw new AppError('sign-up/closed');

      const { nickname } = kindNickname(entry.nickname);
      requireKind(username);
      const about = { email: username, displayName: nickname };
      const passwordHash = await hashNewPassword(passwords, password, about);
      await askLimit(place.orgId, entry.guardianEmail);
      await db.asWorker(async (em) => {
        const childId = await createPerson(em, {
          orgId: place.orgId,
          username,
          displayName: nickname,
          locale,
          role: 'student',
          passwordHash,
          status: 'pending_consent',
          origin: place.groupId ? 'class_code' : 'sign_up',
          birthMonth: `${birth.year}-${String(birth.month).padStart(2, '0')}`,
          isMinor: true,
          country,
        });
        await consent.askGuardian(em, {
          childId,
          orgId: place.orgId,
          to: entry.guardianEmail,
          locale: entry.guardianLocale,
          childName: nickname,
          baseUrl,
          groupId: place.groupId,
        });
        await audit(em, {
          orgId: place.orgId,
          actorId: null,
          actor: 'anonymous',
          action: 'user.signed_up',
          entity: 'user',
          entityId: childId,
          changes: { status: { before: null, after: 'pending_consent' } },
        });
      });
      return { next: 'ask-guardian' };
    },
  };
}

interface Place {
  orgId: string;
  open: boolean;
  groupId: string | null;
}

/** The organization of the class code, else the named one, else the one that was there first. */
async function findPlace(
  em: EntityManager,
  organization: string | undefined,
  classCode: string | undefined,
): Promise<Place> {
  const named = classCode === undefined ? null : await classOfCode(em, classCode);
  const [place] = await em.execute<Omit<Place, 'groupId'>[]>(
    `SELECT o.id AS "orgId", s.open_sign_up AS open FROM organizations o JOIN org_settings s ON s.org_id = o.id
     WHERE o.id = COALESCE(?, o.id) AND o.slug = COALESCE(?, o.slug) ORDER BY o.created_at, o.id LIMIT 1`,
    [named?.orgId ?? null, named ? null : (organization ?? null)],
  );
  if (!place) throw new AppError('request/not-found', 'There is no such organization.');
  return { ...place, groupId: named?.groupId ?? null };
}
