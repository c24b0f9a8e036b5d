import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../../src/modules/identity/caller.service.ts';
import { createRolesService } from '../../../src/modules/identity/roles.service.ts';
import { createSignOuts, type SignedOut } from '../../../src/modules/identity/sign-outs.ts';
import { createMailService } from '../../../src/modules/notify/mail.service.ts';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

const keys = deriveKeys('a secret for tests that is long enough');
const signOuts = createSignOuts();
const ended: SignedOut[] = [];
signOuts.onSignedOut((one) => ended.push(one));
let server: BareServer;
let roles: ReturnType<typeof createRolesService>;
let count = 0;
beforeAll(async () => {
  server = await startBareServer();
  const { db } = server.app;
  const mail = createMailService(createEnvelope(db.jobs, keys.master), () => {});
  roles = createRolesService({ db, mail, signOuts });
});
afterAll(() => server.stop());
beforeEach(() => {
  ended.length = 0;
});

const add = async (role: Parameters<typeof addPerson>[1]['role'], more: object = {}) => {
  const email = `person${++count}@school.example`;
  return { email, id: await addPerson(server, { email, role, ...more }) };
};
const callerOf = async ({ email }: { email: string }) => {
  const { accessToken } = await signIn(server, email);
  return createAuthenticate(server.app.db.jobs, keys, createSignOuts())(accessToken);
};
const newSchool = async (): Promise<string> => {
  const id = randomUUID();
  await server.app.db.jobs.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'Elm')`, [
    id,
    `school-${id}`,
  ]);
  return id;
};
/** A school of its own, so that who administers it is known. */
const school = async () => {
  const orgId = await newSchool();
  const admin = await add('admin', { orgId });
  return { orgId, admin, caller: await callerOf(admin) };
};
const rolesOf = async (id: string): Promise<string[]> => {
  const { rows } = await server.app.db.jobs.query<{ key: string }>(
    'SELECT r.key FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = $1 ORDER BY 1',
    [id],
  );
  return rows.map(({ key }) => key);
};
const statusOf = async (id: string): Promise<string> =>
  (await server.app.db.jobs.query('SELECT status FROM users WHERE id = $1', [id])).rows[0].status;
const entriesAbout = async (id: string) =>
  (
    await server.app.db.jobs.query(
      'SELECT action, actor_id, changes FROM audit_logs WHERE entity_id = $1 ORDER BY id',
      [id],
    )
  ).rows;

describe('a role', () => {
  it('is given and taken, audited, and what the person may do follows', async () => {
    const { orgId, admin, caller } = await school();
    const teacher = await add('teacher', { orgId });
    await roles.grantRole(caller, teacher.id, 'moderator');
    expect(await rolesOf(teacher.id)).toEqual(['moderator', 'teacher']);
    expect((await callerOf(teacher)).permissions).toContain('content.review');
    await roles.grantRole(caller, teacher.id, 'moderator');
    await roles.revokeRole(caller, teacher.id, 'teacher');
    expect((await signIn(server, teacher.email)).user.roles).toEqual(['moderator']);
    expect(await entriesAbout(teacher.id)).toEqual([
      {
        action: 'role.granted',
        actor_id: admin.id,
        changes: { role: { before: null, after: 'moderator' } },
      },
      { action: 'role.revoked', actor_id: admin.id, changes: { role: { before: 'teacher', after: null } } },
    ]);
  });

  it('[AUT-5] that changes ends every sign-in of the person, and tells whoever holds something open', async () => {
    const { orgId, caller } = await school();
    const teacher = await add('teacher', { orgId });
    const before = await signIn(server, teacher.email);
    await roles.grantRole(caller, teacher.id, 'content_creator');
    expect(ended).toEqual([{ userId: teacher.id, sessionFamily: null }]);
    const refreshed = await call(server, '/auth/refresh', {
      method: 'POST',
      body: { refreshToken: before.refreshToken },
    });
    expect(refreshed).toMatchObject({ status: 401, body: { code: 'auth/session-ended' } });
    const authenticate = createAuthenticate(server.app.db.jobs, keys, createSignOuts());
    await expect(authenticate(before.accessToken)).rejects.toThrow('auth/session-ended');
  });

  it('is not given by who may not manage people, and not in another school', async () => {
    const { orgId, caller } = await school();
    const elsewhere = await school();
    const teacher = await add('teacher', { orgId });
    const asTeacher = await callerOf(teacher);
    await expect(roles.grantRole(asTeacher, teacher.id, 'admin')).rejects.toThrow('auth/forbidden');
    await expect(roles.grantRole(elsewhere.caller, teacher.id, 'moderator')).rejects.toThrow(
      'user/not-found',
    );
    await expect(roles.suspend(elsewhere.caller, teacher.id)).rejects.toThrow('user/not-found');
    await expect(roles.grantRole(caller, randomUUID(), 'moderator')).rejects.toThrow('user/not-found');
    expect(await rolesOf(teacher.id)).toEqual(['teacher']);
    expect(ended).toEqual([]);
  });

  it('of a super administrator is given and taken by super administrators alone', async () => {
    const { orgId, admin, caller } = await school();
    const top = await add('super_admin', { orgId });
    await expect(roles.grantRole(caller, admin.id, 'super_admin')).rejects.toThrow('role/not-allowed');
    await expect(roles.suspend(caller, top.id)).rejects.toThrow('role/not-allowed');
    await expect(roles.revokeRole(caller, top.id, 'super_admin')).rejects.toThrow('role/not-allowed');
    await roles.grantRole(await callerOf(top), admin.id, 'super_admin');
    expect(await rolesOf(admin.id)).toEqual(['admin', 'super_admin']);
  });

  it('of an administrator is out of reach for who manages people by a single right', async () => {
    const { orgId, admin, caller } = await school();
    const helper = await add('teacher', { orgId });
    for (const right of ['people.manage', 'people.read'] as const)
      await roles.grantPermission(caller, helper.id, right);
    const asHelper = await callerOf(helper);
    await expect(roles.grantRole(asHelper, helper.id, 'admin')).rejects.toThrow('role/not-allowed');
    await expect(roles.suspend(asHelper, admin.id)).rejects.toThrow('role/not-allowed');
    await expect(roles.grantPermission(asHelper, helper.id, 'audit.read')).rejects.toThrow(
      'role/not-allowed',
    );
    const pupil = await add('student', { orgId });
    await roles.suspend(asHelper, pupil.id);
    expect(await statusOf(pupil.id)).toBe('suspended');
  });

  it('of a child is that of a learner', async () => {
    const { orgId, caller } = await school();
    const child = await add('student', { orgId, isMinor: true, birthMonth: '2016-03' });
    await expect(roles.grantRole(caller, child.id, 'teacher')).rejects.toThrow('role/not-allowed');
    await expect(roles.grantPermission(caller, child.id, 'people.read')).rejects.toThrow('role/not-allowed');
  });

  it('stays when it is the only one', async () => {
    const { orgId, caller } = await school();
    const teacher = await add('teacher', { orgId });
    await expect(roles.revokeRole(caller, teacher.id, 'teacher')).rejects.toThrow('role/not-allowed');
  });
});

describe('a right beyond the roles', () => {
  it('counts while it is there', async () => {
    const { orgId, caller } = await school();
    const teacher = await add('teacher', { orgId });
    await roles.grantPermission(caller, teacher.id, 'content.review');
    expect((await callerOf(teacher)).permissions).toContain('content.review');
    expect((await signIn(server, teacher.email)).user.permissions).toContain('content.review');
    await roles.revokePermission(caller, teacher.id, 'content.review');
    expect((await callerOf(teacher)).permissions).not.toContain('content.review');
    expect((await entriesAbout(teacher.id)).map(({ action }) => action)).toEqual([
      'permission.granted',
      'permission.revoked',
    ]);
  });
});

describe('the last administrator', () => {
  it('can be neither demoted nor suspended', async () => {
    const { admin, caller } = await school();
    await roles.grantRole(caller, admin.id, 'teacher');
    const again = await callerOf(admin);
    await expect(roles.revokeRole(again, admin.id, 'admin')).rejects.toThrow('role/last-administrator');
    await expect(roles.suspend(again, admin.id)).rejects.toThrow('role/last-administrator');
  });

  it('is left when two administrators suspend one another at the same time', async () => {
    const { orgId, admin, caller } = await school();
    const other = await add('admin', { orgId });
    const asOther = await callerOf(other);
    const outcomes = await Promise.allSettled([
      roles.suspend(caller, other.id),
      roles.suspend(asOther, admin.id),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect([await statusOf(admin.id), await statusOf(other.id)].sort()).toEqual(['active', 'suspended']);
  });
});

describe('the last super administrator', () => {
  it('stays one, though others administer as well', async () => {
    const { orgId } = await school();
    const top = await add('super_admin', { orgId });
    await roles.grantRole(await callerOf(top), top.id, 'admin');
    const caller = await callerOf(top);
    await expect(roles.revokeRole(caller, top.id, 'super_admin')).rejects.toThrow('role/last-administrator');
    await expect(roles.suspend(caller, top.id)).rejects.toThrow('role/last-administrator');
    const erase = await call(server, '/me/erase', {
      method: 'POST',
      token: (await signIn(server, top.email)).accessToken,
      body: { password: goodPassword },
    });
    expect(erase.body).toMatchObject({ code: 'role/last-administrator' });

    const second = await add('super_admin', { orgId });
    await roles.suspend(caller, second.id);
    await expect(roles.revokeRole(caller, top.id, 'super_admin')).rejects.toThrow('role/last-administrator');
    await roles.reactivate(caller, second.id);
    await roles.revokeRole(caller, top.id, 'super_admin');
    expect(await rolesOf(top.id)).toEqual(['admin']);
  });
});

describe('an account', () => {
  it('[AUT-5] that is suspended is out at once and does not come in again until it is reactivated', async () => {
    const { orgId, caller } = await school();
    const teacher = await add('teacher', { orgId });
    const { accessToken } = await signIn(server, teacher.email);
    await roles.suspend(caller, teacher.id);
    const authenticate = createAuthenticate(server.app.db.jobs, keys, createSignOuts());
    await expect(authenticate(accessToken)).rejects.toThrow('auth/session-ended');
    expect(ended).toEqual([{ userId: teacher.id, sessionFamily: null }]);
    const refused = await call(server, '/auth/sign-in', {
      method: 'POST',
      body: { login: teacher.email, password: goodPassword },
    });
    expect(refused).toMatchObject({ status: 401, body: { code: 'auth/wrong-credentials' } });
    await roles.reactivate(caller, teacher.id);
    await signIn(server, teacher.email);
  });

  it('of a child without consent waits for it again after a suspension', async () => {
    const { orgId, caller } = await school();
    const child = await add('student', {
      orgId,
      isMinor: true,
      birthMonth: '2016-03',
      status: 'pending_consent',
    });
    await roles.suspend(caller, child.id);
    await roles.reactivate(caller, child.id);
    expect(await statusOf(child.id)).toBe('pending_consent');
  });

  it('that waits is approved once, and told so', async () => {
    const { orgId, admin, caller } = await school();
    const waiting = await add('guardian', { orgId, status: 'pending_approval', origin: 'sign_up' });
    await roles.approve(caller, waiting.id, 'https://tutti.example/sign-in');
    await roles.approve(caller, waiting.id, 'https://tutti.example/sign-in');
    const { rows } = await server.app.db.jobs.query(
      `SELECT u.status, u.approved_by, (SELECT count(*)::int FROM mail_messages m WHERE m.user_id = u.id AND m.template = 'account-approved') AS mails
       FROM users u WHERE u.id = $1`,
      [waiting.id],
    );
    expect(rows).toEqual([{ status: 'active', approved_by: admin.id, mails: 1 }]);
    const child = await add('student', {
      orgId,
      isMinor: true,
      birthMonth: '2016-03',
      status: 'pending_consent',
    });
    await expect(roles.approve(caller, child.id, 'https://tutti.example/')).rejects.toThrow(
      'role/not-allowed',
    );
  });
});
