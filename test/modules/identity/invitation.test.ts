import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Invitation, SignedIn } from '../../../src/wire/identity.ts';
import { mailTo, tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

type Created = Invitation & { link: string; code: string };

let server: BareServer;
let admin: string;
let teacher: string;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { email: 'admin@school.example', role: 'admin' });
  await addPerson(server, { email: 'teacher@school.example', role: 'teacher' });
  admin = (await signIn(server, 'admin@school.example')).accessToken;
  teacher = (await signIn(server, 'teacher@school.example')).accessToken;
});
afterAll(() => server.stop());

const invite = (body: object = {}, headers: Record<string, string> = {}) =>
  call<Created>(server, '/invitations', { method: 'POST', token: admin, body, headers });
const tokenOf = ({ body }: { body: Created }) => body.link.split('#token=')[1]!;
const accept = (token: string, email: string, password = goodPassword) =>
  call<SignedIn & { code: string }>(server, '/invitations/accept', {
    method: 'POST',
    body: { token, displayName: 'Nora', email, password },
  });
const preview = (token: string) => call(server, `/invitations/link?token=${token}`);

describe('an invitation', () => {
  it('makes a teacher, once', async () => {
    const created = await invite();
    expect(created).toMatchObject({ status: 201, body: { role: 'teacher', email: null, usedAt: null } });
    expect(created.body.link).toMatch(new RegExp(`^${server.url}/invite#token=[\\w-]{43}$`));
    const token = tokenOf(created);
    expect((await preview(token)).body).toEqual({ organizationName: 'Tutti', role: 'teacher', email: null });

    const accepted = await accept(token, 'nora@school.example');
    expect(accepted).toMatchObject({
      status: 201,
      body: { user: { displayName: 'Nora', roles: ['teacher'] } },
    });
    expect((await signIn(server, 'nora@school.example')).user.roles).toEqual(['teacher']);

    expect(await accept(token, 'other@school.example')).toMatchObject({
      status: 410,
      body: { code: 'invitation/invalid' },
    });
    expect((await preview(token)).status).toBe(410);
  });

  it('is used up by one of several who accept at the same time', async () => {
    const token = tokenOf(await invite());
    const replies = await Promise.all([1, 2, 3].map((i) => accept(token, `racer${i}@school.example`)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 410, 410]);
  });

  it('with an email is mailed there, in the language of who invites', async () => {
    const created = await invite({ email: 'lea@school.example', role: 'moderator' });
    const mail = await mailTo(server, 'lea@school.example', 'invitation');
    expect(mail.links).toContain(created.body.link);
    expect((await accept(tokenIn(mail), 'lea@school.example')).body.user.roles).toEqual(['moderator']);
  });

  it('[AUT-6] that is too old is refused', async () => {
    const created = await invite();
    await server.app.db.jobs.query(
      `UPDATE auth_tokens SET expires_at = now() - interval '1 second' WHERE id = $1`,
      [created.body.id],
    );
    const token = tokenOf(created);
    expect((await preview(token)).status).toBe(410);
    expect(await accept(token, 'late@school.example')).toMatchObject({
      body: { code: 'invitation/invalid' },
    });
  });

  it('makes nobody more than who invites, and is audited', async () => {
    const id = await addPerson(server, { email: 'helper@school.example', role: 'teacher' });
    await server.app.db.jobs.query(
      `INSERT INTO user_permissions (user_id, permission_key, org_id) VALUES ($1, 'people.invite', $2)`,
      [id, server.orgId],
    );
    const { accessToken: token } = await signIn(server, 'helper@school.example');
    const ask = (role: string) =>
      call<Created>(server, '/invitations', { method: 'POST', token, body: { role } });
    expect(await ask('admin')).toMatchObject({ status: 403, body: { code: 'role/not-allowed' } });
    expect((await ask('super_admin')).status).toBe(400);
    const created = await ask('teacher');
    await call(server, `/invitations/${created.body.id}`, { method: 'DELETE', token });
    const { rows } = await server.app.db.jobs.query(
      'SELECT action, actor_id FROM audit_logs WHERE entity_id = $1 ORDER BY id',
      [created.body.id],
    );
    expect(rows).toEqual([
      { action: 'invitation.created', actor_id: id },
      { action: 'invitation.withdrawn', actor_id: id },
    ]);
  });

  it('with an email is for that person alone', async () => {
    const token = tokenOf(await invite({ email: 'Mia@School.example' }));
    expect((await accept(token, 'thief@school.example')).status).toBe(410);
    expect((await accept(token, 'mia@school.example')).status).toBe(201);
  });

  it('stays good when the email is taken or the password is weak', async () => {
    const token = tokenOf(await invite());
    expect(await accept(token, 'teacher@school.example')).toMatchObject({
      status: 409,
      body: { code: 'user/email-taken' },
    });
    expect(await accept(token, 'zoe@school.example', 'Passw0rd123')).toMatchObject({
      status: 400,
      body: { code: 'auth/weak-password' },
    });
    expect((await accept(token, 'zoe@school.example')).status).toBe(201);
  });

  it('can be withdrawn while it is open', async () => {
    const created = await invite();
    const withdraw = () =>
      call(server, `/invitations/${created.body.id}`, { method: 'DELETE', token: admin });
    expect((await withdraw()).status).toBe(204);
    expect((await preview(tokenOf(created))).status).toBe(410);
    expect(await withdraw()).toMatchObject({ status: 404, body: { code: 'invitation/not-found' } });
  });

  it('is good for nothing once whoever made it was closed out, or may invite no more', async () => {
    const admins = ['leaving@school.example', 'demoted@school.example'];
    for (const email of admins) {
      const id = await addPerson(server, { email, role: 'admin' });
      await server.app.db.jobs.query(
        `INSERT INTO user_roles (user_id, role_id, org_id) SELECT $1, id, $2 FROM roles WHERE key = 'teacher' AND org_id IS NULL`,
        [id, server.orgId],
      );
      const { accessToken: token } = await signIn(server, email);
      const made = await call<Created>(server, '/invitations', {
        method: 'POST',
        token,
        body: { role: 'admin' },
      });
      expect((await preview(tokenOf(made))).status).toBe(200);
      const [method, path] =
        email === admins[0] ? ['POST', `/people/${id}/suspend`] : ['DELETE', `/people/${id}/roles/admin`];
      const done = await call(server, path!, {
        method: method!,
        token: admin,
        ...(method === 'POST' && { body: {} }),
      });
      expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
      expect(await accept(tokenOf(made), `second-${email}`)).toMatchObject({
        status: 410,
        body: { code: 'invitation/invalid' },
      });
    }
  });

  it('is made once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'key-number-1' };
    const [first, second] = [await invite({}, headers), await invite({}, headers)];
    expect(second.body).toEqual(first.body);
    expect(await invite({ role: 'admin' }, headers)).toMatchObject({
      status: 409,
      body: { code: 'request/duplicate-key' },
    });
    expect(await invite({}, { 'idempotency-key': 'short' })).toMatchObject({ status: 400 });
  });

  it('is listed newest first, page by page, without its link', async () => {
    const made = [await invite(), await invite(), await invite()].map(({ body }) => body.id);
    type Page = { items: Invitation[]; nextCursor: string | null };
    const list = (query: string) => call<Page>(server, `/invitations?${query}`, { token: admin });
    const first = await list('limit=2');
    expect(first.body.items.map(({ id }) => id)).toEqual([made[2], made[1]]);
    const second = await list(`limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items[0]!.id).toBe(made[0]);
    expect(JSON.stringify(first.body)).not.toContain('link');
    const all = await list('limit=100');
    expect(all.body.nextCursor).toBeNull();
  });

  it('is for administrators to make, list and withdraw', async () => {
    const calls = [
      call(server, '/invitations', { method: 'POST', token: teacher, body: {} }),
      call(server, '/invitations', { token: teacher }),
      call(server, `/invitations/${(await invite()).body.id}`, { method: 'DELETE', token: teacher }),
    ];
    for (const reply of await Promise.all(calls)) {
      expect(reply).toMatchObject({ status: 403, body: { code: 'auth/forbidden' } });
    }
  });

  it('of another school can be neither seen nor withdrawn', async () => {
    const rows = await server.app.db.asWorker((em) =>
      em.execute<{ id: string }[]>(
        `INSERT INTO organizations (slug, name) VALUES ('other', 'Other') RETURNING id`,
      ),
    );
    await addPerson(server, { email: 'head@other.example', role: 'admin', orgId: rows[0]!.id });
    const { accessToken: token } = await signIn(server, 'head@other.example');
    const { id } = (await invite()).body;
    expect((await call(server, `/invitations/${id}`, { method: 'DELETE', token })).status).toBe(404);
    expect((await call<{ items: unknown[] }>(server, '/invitations', { token })).body.items).toEqual([]);
  });

  it('leaves nothing in the database with which one could accept it', async () => {
    const token = tokenOf(await invite());
    const rows = await server.app.db.asWorker((em) =>
      em.execute('SELECT t::text AS line FROM auth_tokens t'),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
