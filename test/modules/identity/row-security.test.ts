import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/platform/database/database.ts';
import { addPerson } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let teacher: Caller;
let admin: Caller;
let stranger: Caller;
beforeAll(async () => {
  server = await startBareServer();
  const { orgId } = server;
  const [other] = await server.app.db.asWorker((em) =>
    em.execute<{ id: string }[]>(
      `INSERT INTO organizations (slug, name) VALUES ('other', 'Other') RETURNING id`,
    ),
  );
  const person = async (email: string, role: 'teacher' | 'admin', org: string): Promise<Caller> => ({
    userId: await addPerson(server, { email, role, orgId: org }),
    orgId: org,
  });
  teacher = await person('teacher@school.example', 'teacher', orgId);
  admin = await person('admin@school.example', 'admin', orgId);
  stranger = await person('head@other.example', 'admin', other!.id);
});
afterAll(() => server.stop());

const asCaller = <T extends object>(caller: Caller, sql: string, values: unknown[] = []) =>
  server.app.db.asCaller(caller, (em) => em.execute<T[]>(sql, values));
const emails = async (caller: Caller) =>
  (await asCaller<{ email: string }>(caller, 'SELECT email FROM users ORDER BY email')).map(
    ({ email }) => email,
  );

describe('[DAT-1] row security', () => {
  it('shows a teacher the own account alone, an administrator those of the school, nobody those of another', async () => {
    expect(await emails(teacher)).toEqual(['teacher@school.example']);
    expect(await emails(admin)).toEqual(['admin@school.example', 'teacher@school.example']);
    expect(await emails(stranger)).toEqual(['head@other.example']);
  });

  it('shows nobody anything when nobody asks', async () => {
    expect(await emails({ userId: '', orgId: '' })).toEqual([]);
  });

  it('shows the own organization alone', async () => {
    const names = await asCaller<{ name: string }>(stranger, 'SELECT name FROM organizations');
    expect(names).toEqual([{ name: 'Other' }]);
  });

  it.each(['credentials', 'auth_tokens', 'outbox_events'])(
    'keeps %s from the request role',
    async (table) => {
      await expect(asCaller(admin, `SELECT * FROM ${table}`)).rejects.toThrow(/permission denied/);
    },
  );

  it('keeps the hashes of refresh tokens from the request role', async () => {
    await expect(asCaller(admin, 'SELECT refresh_token_hash FROM auth_sessions')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('lets nobody change roles, accounts or the profile of another', async () => {
    await expect(asCaller(teacher, 'UPDATE user_roles SET is_primary = false')).rejects.toThrow(
      /permission denied/,
    );
    await expect(asCaller(teacher, `UPDATE users SET status = 'active'`)).rejects.toThrow(
      /permission denied/,
    );
    await asCaller(teacher, `UPDATE user_profiles SET display_name = 'Changed'`);
    const names = await server.app.db.asWorker((em) =>
      em.execute<{ user_id: string }[]>(`SELECT user_id FROM user_profiles WHERE display_name = 'Changed'`),
    );
    expect(names).toEqual([{ user_id: teacher.userId }]);
  });

  it('does not let the request role become another', async () => {
    for (const role of ['tutti_worker', 'tutti_owner']) {
      await expect(asCaller(admin, `SET ROLE ${role}`)).rejects.toThrow(/permission denied/);
    }
  });

  it('leaks nothing between 300 callers that share five connections', async () => {
    const callers = [teacher, admin, stranger];
    const seen = await Promise.all(
      Array.from({ length: 300 }, async (_, i) => {
        const caller = callers[i % 3]!;
        const [row] = await asCaller<{ id: string }>(
          caller,
          'SELECT app_user_id()::text AS id, pg_sleep(0.001)',
        );
        return row!.id === caller.userId;
      }),
    );
    expect(seen.every(Boolean)).toBe(true);
  });

  it('connects with roles that own nothing and pass by nothing', async () => {
    const { rows } = await server.app.db.jobs.query(
      `SELECT rolname, rolsuper, rolbypassrls, pg_has_role(oid, 'tutti_owner', 'MEMBER') AS owner,
         (SELECT count(*)::int FROM pg_class WHERE relowner = r.oid) AS owns
       FROM pg_roles r WHERE rolname IN ('tutti_app', 'tutti_worker') ORDER BY rolname`,
    );
    expect(rows).toEqual(
      ['tutti_app', 'tutti_worker'].map((rolname) => ({
        rolname,
        rolsuper: false,
        rolbypassrls: false,
        owner: false,
        owns: 0,
      })),
    );
  });
});
