import { type EntityManager, UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { Database } from '../../platform/database/database.ts';
import { knownZone } from '../../platform/database/known-zone.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { Locale } from '../../wire/common.ts';
import type { ConsentAge, MySubject, Settings, SettingsView, Subject } from '../../wire/settings.ts';
import { audit, changesOf } from '../compliance/audit.service.ts';

type Change = { [Name in keyof Settings]?: Settings[Name] | undefined };

/** Where each setting stands. */
const ofOrganization = { name: 'name', timezone: 'timezone', locale: 'locale' } as const;
const ofSettings = {
  country: 'country',
  consentAge: 'consent_age',
  minAge: 'min_age',
  maxAge: 'max_age',
  openSignUp: 'open_sign_up',
  requireApproval: 'require_approval',
  enforceSso: 'enforce_sso',
  teacherSecondFactor: 'teacher_totp_required',
  cardDays: 'card_days',
  logRetentionDays: 'log_retention_days',
  coordinatorName: 'coordinator_name',
  coordinatorEmail: 'coordinator_email',
} as const;

/** An organization's settings, the ages of consent by country, and subjects. */
export function createSettingsService(db: Database, { hasProvider }: { hasProvider: boolean }) {
  const read = async (caller: SignedInCaller): Promise<SettingsView> => {
    const [row] = await db.asCaller(caller, (em) => em.execute<SettingsView[]>(readSql, [caller.orgId]));
    return row!;
  };

  return {
    read,

    async change(caller: SignedInCaller, { timezone, ...others }: Change): Promise<SettingsView> {
      const known = timezone && (await db.asCaller(caller, (em) => knownZone(em, timezone)));
      const change: Change = { ...others, timezone: known };
      const { effectiveConsentAge: _, ...before } = await read(caller);
      const after = { ...before, ...definedOf(change) };
      if (after.maxAge !== null && after.maxAge < after.minAge)
        throw new AppError('request/invalid', 'The oldest cannot be younger than the youngest.', {
          errors: [{ path: 'maxAge', message: 'is below the youngest age' }],
        });
      if (after.enforceSso && !before.enforceSso && !hasProvider)
        throw new AppError('request/invalid', 'No provider is set up: nobody could sign in any more.', {
          errors: [{ path: 'enforceSso', message: 'needs a provider' }],
        });
      await db.asWorker(async (em) => {
        await update(em, 'organizations', 'id', caller.orgId, ofOrganization, change);
        await update(em, 'org_settings', 'org_id', caller.orgId, ofSettings, change);
        const changes = changesOf(before, definedOf(change), ['coordinatorName', 'coordinatorEmail']);
        if (Object.keys(changes).length === 0) return;
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'settings.changed',
          entity: 'organization',
          entityId: caller.orgId,
          changes,
        });
      });
      return read(caller);
    },

    consentAges: (caller: SignedInCaller): Promise<ConsentAge[]> =>
      db.asCaller(caller, (em) =>
        em.execute<ConsentAge[]>('SELECT country, age FROM consent_ages ORDER BY country'),
      ),

    async changeConsentAge(caller: SignedInCaller, country: string, age: number): Promise<ConsentAge> {
      return db.asWorker(async (em) => {
        const [{ alone }] = await em.execute<[{ alone: boolean }]>(
          'SELECT count(*) = 1 AS alone FROM organizations',
        );
        if (!alone && !caller.roles.includes('super_admin'))
          throw new AppError(
            'auth/forbidden',
            'Other organizations use this table, too: it is for the administrator of the installation.',
          );
        const [before] = await em.execute<{ age: number }[]>(
          'SELECT age FROM consent_ages WHERE country = ? FOR UPDATE',
          [country],
        );
        await em.execute(
          'INSERT INTO consent_ages (country, age) VALUES (?, ?) ON CONFLICT (country) DO UPDATE SET age = EXCLUDED.age, updated_at = now()',
          [country, age],
        );
        await audit(em, {
          orgId: caller.orgId,
          actorId: caller.userId,
          action: 'consent_age.changed',
          entity: 'consent_age',
          entityId: country,
          changes: { age: { before: before?.age ?? null, after: age } },
        });
        return { country, age };
      });
    },

    subjects: (caller: SignedInCaller, locale: Locale): Promise<Subject[]> =>
      db.asCaller(caller, (em) =>
        em.execute<Subject[]>(
          `SELECT id, slug, COALESCE(i18n->?->>'name', name) AS name, org_id IS NOT NULL AS own FROM subjects ORDER BY 3, id LIMIT 500`,
          [locale],
        ),
      ),

    async addSubject(caller: SignedInCaller, name: string): Promise<Subject> {
      const id = uuid();
      const slug = `${
        name
          .toLowerCase()
          .normalize('NFKD')
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/^-+|-+$/g, '') || 'subject'
      }`.slice(0, 80);
      try {
        await db.asWorker(async (em) => {
          await em.execute('INSERT INTO subjects (id, org_id, slug, name) VALUES (?, ?, ?, ?)', [
            id,
            caller.orgId,
            slug,
            name,
          ]);
          await audit(em, {
            orgId: caller.orgId,
            actorId: caller.userId,
            action: 'subject.added',
            entity: 'subject',
            entityId: id,
          });
        });
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error;
        throw new AppError('subject/taken', 'This subject is there already.');
      }
      return { id, slug, name, own: true };
    },

    mySubjects: (caller: SignedInCaller): Promise<MySubject[]> =>
      db.asCaller(caller, (em) =>
        em.execute<MySubject[]>(
          'SELECT subject_id AS "subjectId", relation, grade_level AS "gradeLevel" FROM user_subjects WHERE user_id = ? ORDER BY relation, subject_id',
          [caller.userId],
        ),
      ),

    async setMySubjects(caller: SignedInCaller, items: MySubject[]): Promise<MySubject[]> {
      const known = await db.asCaller(caller, (em) =>
        em.execute<{ id: string }[]>('SELECT id FROM subjects'),
      );
      const ids = new Set(known.map(({ id }) => id));
      if (items.some(({ subjectId }) => !ids.has(subjectId)))
        throw new AppError('request/invalid', 'There is no such subject.', {
          errors: [{ path: 'items', message: 'names a subject that is not of this organization' }],
        });
      await db.asWorker(async (em) => {
        await em.execute('DELETE FROM user_subjects WHERE user_id = ?', [caller.userId]);
        for (const { subjectId, relation, gradeLevel } of items) {
          await em.execute(
            'INSERT INTO user_subjects (user_id, subject_id, relation, grade_level) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
            [caller.userId, subjectId, relation, gradeLevel],
          );
        }
      });
      return this.mySubjects(caller);
    },
  };
}
export type SettingsService = ReturnType<typeof createSettingsService>;

const definedOf = (change: Change): Partial<Settings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));

/** Writes the given fields that stand in this table; names of columns come from the list above and nowhere else. */
async function update(
  em: EntityManager,
  table: 'organizations' | 'org_settings',
  key: 'id' | 'org_id',
  id: string,
  columns: Readonly<Partial<Record<keyof Settings, string>>>,
  change: Change,
): Promise<void> {
  const given = (Object.keys(columns) as (keyof Settings)[]).filter((name) => change[name] !== undefined);
  if (given.length === 0) return;
  const sets = given.map((name) => `${columns[name]} = ?`).join(', ');
  await em.execute(`UPDATE ${table} SET ${sets} WHERE ${key} = ?`, [
    ...given.map((name) => change[name]),
    id,
  ]);
}

const readSql = `
  SELECT o.name, o.timezone, o.locale, s.country, s.consent_age AS "consentAge", s.min_age AS "minAge", s.max_age AS "maxAge", s.open_sign_up AS "openSignUp",
    s.require_approval AS "requireApproval", s.enforce_sso AS "enforceSso", s.teacher_totp_required AS "teacherSecondFactor", s.card_days AS "cardDays",
    s.log_retention_days AS "logRetentionDays", s.coordinator_name AS "coordinatorName", s.coordinator_email AS "coordinatorEmail",
    COALESCE(s.consent_age, (SELECT age FROM consent_ages WHERE country = s.country), (SELECT age FROM consent_ages WHERE country = 'XX'), 16) AS "effectiveConsentAge"
  FROM organizations o JOIN org_settings s ON s.org_id = o.id WHERE o.id = ?`;
