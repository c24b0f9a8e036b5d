import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntityManager } from '@mikro-orm/postgresql';
import { z } from 'zod';
import type { Passwords } from '../../platform/crypto/passwords.ts';
import type { Database } from '../../platform/database/database.ts';
import { consentOfDemoFamily } from '../family/demo-family.service.ts';
import { Credential, User } from './identity.entities.ts';
import { createPerson, type NewPerson } from './person.service.ts';

type Demo = Pick<NewPerson, 'displayName' | 'role' | 'status'> &
  ({ email: string; username?: undefined } | { email?: undefined; username: string });

const staff = [
  { email: 'admin@tutti.example', displayName: 'Ada Admin', role: 'admin', status: 'active' },
  { email: 'teacher@tutti.example', displayName: 'Theo Teacher', role: 'teacher', status: 'active' },
] as const satisfies readonly Demo[];
/** A guardian who has agreed that the child keeps an account and plays in live rooms. */
const family = [
  { email: 'guardian@tutti.example', displayName: 'Gina Guardian', role: 'guardian', status: 'active' },
  { username: 'maya', displayName: 'Maya', role: 'student', status: 'pending_consent' },
] as const satisfies readonly Demo[];
const accounts: readonly Demo[] = [...staff, ...family];
const loginOf = ({ email, username }: Demo): string => email ?? username;
const logins = accounts.map(loginOf);

const newDemo = { locale: 'en', origin: 'setup', emailVerified: true } as const;
/** Ten years old, whenever it is looked at for the first time. */
const childOf = (now: Date) => ({
  isMinor: true,
  emailVerified: false,
  birthMonth: `${now.getUTCFullYear() - 10}-01`,
});

/** Of those who administer or teach. */
export const demoEmails = staff.map(({ email }) => email);

export interface DemoAccount {
  /** What is typed on signing in: an e-mail or a user name. */
  login: string;
  role: string;
  password: string;
}

const keptPasswords = z.record(z.string(), z.string());

/**
 * Development only: an administrator, a teacher and a family, whose random passwords stay readable in the data folder, so
 * that every start can print them.
 */
export async function ensureDemoAccounts(
  { db, passwords }: { db: Database; passwords: Passwords },
  { orgId, dataDir }: { orgId: string; dataDir: string },
): Promise<DemoAccount[]> {
  const file = join(dataDir, 'demo-accounts.json');
  const kept = await readKept(file);
  const known = await db.asWorker((em) =>
    em.find(User, { orgId, $or: [{ email: { $in: logins } }, { username: { $in: logins } }] }),
  );
  const result = accounts.map((account) => ({
    login: loginOf(account),
    role: account.role,
    password: kept[loginOf(account)] ?? readablePassword(),
  }));

  const ids = await Promise.all(
    accounts.map(async (account, i) => {
      const login = loginOf(account);
      const user = known.find((one) => one.email === login || one.username === login);
      const isOpen = user?.status === 'active' || user?.status === 'pending_consent';
      if (user && isOpen && kept[login]) return user.id;
      const passwordHash = await passwords.hash(result[i]!.password);
      return db.asWorker(async (em) => {
        if (user) await resetDemo(em, user.id, passwordHash);
        const child = account.role === 'student' ? childOf(new Date()) : {};
        return user?.id ?? createPerson(em, { ...newDemo, ...child, ...account, orgId, passwordHash });
      });
    }),
  );
  const [guardianId, childId] = ids.slice(staff.length);
  await db.asWorker((em) => consentOfDemoFamily(em, { orgId, guardianId: guardianId!, childId: childId! }));
  const content = Object.fromEntries(result.map(({ login, password }) => [login, password]));
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  return result;
}

/** A database that once served development keeps no open door in production. */
export async function closeDemoAccounts(em: EntityManager): Promise<void> {
  await em.nativeUpdate(
    User,
    {
      $or: [{ email: { $in: logins } }, { username: { $in: logins }, origin: 'setup' }],
      status: { $in: ['active', 'pending_consent'] },
    },
    { status: 'suspended' },
  );
}

async function resetDemo(em: EntityManager, userId: string, passwordHash: string): Promise<void> {
  await em.nativeUpdate(Credential, { userId }, { passwordHash, passwordChangedAt: new Date() });
  // a child is as active as its consents say
  await em.execute(
    `UPDATE users SET status = CASE WHEN is_minor AND NOT 'account' = ANY (allowed_scopes(id)) THEN 'pending_consent' ELSE 'active' END
     WHERE id = ?`,
    [userId],
  );
}

async function readKept(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return keptPasswords.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** 75 bits, without signs that are mistaken for one another. */
function readablePassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('');
  return [group(), group(), group()].join('-');
}
