import { Secret, TOTP } from 'otpauth';
import { createPerson, type NewPerson } from '../../src/modules/identity/person.service.ts';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import type { RoleKey } from '../../src/wire/identity.ts';
import type { NewFactor } from '../../src/wire/sign-ins.ts';
import { createPeople, type Person } from './people.ts';
import { call, goodPassword } from './rest.ts';
import type { BareServer } from './server.ts';

/** Every kind of person that a school knows; the first of two is whom the rows of the others are about. */
export const kinds = [
  'learner',
  'waitingChild',
  'child',
  'guardian',
  'otherGuardian',
  'teacher',
  'otherTeacher',
  'contentCreator',
  'moderator',
  'adminWithoutFactor',
  'admin',
  'superAdmin',
] as const;
export type Kind = (typeof kinds)[number];
export type School = Record<Kind, Person>;

const roleOf: Record<Kind, RoleKey> = {
  learner: 'student',
  waitingChild: 'student',
  child: 'student',
  guardian: 'guardian',
  otherGuardian: 'guardian',
  teacher: 'teacher',
  otherTeacher: 'teacher',
  contentCreator: 'content_creator',
  moderator: 'moderator',
  adminWithoutFactor: 'admin',
  admin: 'admin',
  superAdmin: 'super_admin',
};

/** Schools full of people, made without asking anybody for a password: for tests that are about who may do what. */
export function createEverybody(server: Pick<BareServer, 'app' | 'config' | 'url'>) {
  const { db, passwords } = server.app;
  const people = createPeople(db.jobs, deriveKeys(server.config.secret));
  const hash = passwords.hash(goodPassword);
  let count = 0;

  const everybody = {
    ...people,

    /** Signs in with `goodPassword`. */
    async add(orgId: string, role: RoleKey, person: Partial<NewPerson> = {}): Promise<Person> {
      count += 1;
      const name = `person-${count}`;
      const passwordHash = await hash;
      const userId = await db.asWorker((em) =>
        createPerson(em, {
          orgId,
          role,
          displayName: name,
          username: name,
          email: person.isMinor ? null : `${name}@school.example`,
          locale: 'en',
          passwordHash,
          status: 'active',
          origin: 'invitation',
          ...person,
        }),
      );
      return people.signIn({ userId, orgId });
    },

    /** A child for whom this guardian has consented to an account and to play; without a guardian it waits. */
    async addChild(orgId: string, guardian?: Person): Promise<Person> {
      const status = guardian ? 'active' : 'pending_consent';
      const birthMonth = `${new Date().getUTCFullYear() - 10}-01`;
      const child = await everybody.add(orgId, 'student', { isMinor: true, birthMonth, status });
      if (!guardian) return child;
      await db.jobs.query('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [
        guardian.userId,
        child.userId,
      ]);
      await db.jobs.query(
        `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
         SELECT $1, $2, $3, 'guardian', scope, 'granted', 'email_plus', 1 FROM unnest(ARRAY['account', 'live_rooms']) scope`,
        [orgId, child.userId, guardian.userId],
      );
      return child;
    },

    /** Confirms a second factor, with a code as an app computes it. */
    async addFactor({ token }: Person): Promise<void> {
      const { body } = await call<NewFactor>(server, '/me/second-factor', { method: 'POST', token });
      const code = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
      const confirmed = await call(server, '/me/second-factor/confirm', {
        method: 'POST',
        token,
        body: { code },
      });
      if (confirmed.status !== 200) throw new Error(`a second factor: ${JSON.stringify(confirmed.body)}`);
    },

    /** One of every kind. */
    async addSchool(orgId: string): Promise<School> {
      const grownUps = kinds.filter((kind) => kind !== 'child' && kind !== 'waitingChild');
      const school = Object.fromEntries(
        await Promise.all(
          grownUps.map(async (kind) => [kind, await everybody.add(orgId, roleOf[kind])] as const),
        ),
      ) as School;
      school.child = await everybody.addChild(orgId, school.guardian);
      school.waitingChild = await everybody.addChild(orgId);
      await everybody.addChild(orgId, school.otherGuardian);
      await everybody.addFactor(school.admin);
      await everybody.addFactor(school.superAdmin);
      return school;
    },
  };
  return everybody;
}
