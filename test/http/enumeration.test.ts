import { afterAll, beforeAll, expect, it } from 'vitest';
import { childEntry } from '../support/families.ts';
import { addPerson, call, goodPassword } from '../support/rest.ts';
import { type BareServer, startBareServer } from '../support/server.ts';

const known = 'ann@school.example';
const closed = 'ben@school.example';
const unknown = 'nobody@school.example';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer({ TRUST_PROXY: '1' });
  await addPerson(server, { email: known, role: 'teacher' });
  await addPerson(server, { email: closed, role: 'guardian', status: 'suspended' });
  await server.app.db.jobs.query(`INSERT INTO groups (org_id, name, code) VALUES ($1, '4b', 'KLMNPQ')`, [
    server.orgId,
  ]);
});
afterAll(() => server?.stop());

const person = { displayName: 'Ann', password: goodPassword };
const birth = { year: 2000, month: 1 };
const doors: [string, (email: string) => object][] = [
  ['/auth/sign-in', (login) => ({ login, password: 'a-guess-of-mine' })],
  ['/auth/sign-up', (email) => ({ role: 'guardian', email, ...person })],
  ['/auth/sign-up', (email) => ({ role: 'student', birth, email, ...person })],
  ['/auth/sign-up', (email) => ({ role: 'student', birth, email, classCode: 'KLMNPQ', ...person })],
  ['/auth/sign-up/child', (guardianEmail) => childEntry({ guardianEmail })],
  ['/auth/verify-email/resend', (email) => ({ email })],
  ['/auth/magic-link', (email) => ({ email })],
  ['/auth/forgot', (email) => ({ email })],
];

let asked = 0;
/** All of a reply but what differs between any two. */
async function told(path: string, body: object): Promise<object> {
  asked += 1;
  const reply = await call<Record<string, unknown>>(server, path, {
    method: 'POST',
    body,
    headers: { 'x-forwarded-for': `198.51.100.${asked}` },
  });
  const headers = Object.fromEntries(reply.headers);
  const { requestId: _, ...said } = reply.body;
  for (const name of ['date', 'x-request-id', 'content-length']) delete headers[name];
  return { status: reply.status, headers, said };
}

it.each(doors)('[AUT-1] %s tells nobody whether an address has an account here', async (path, bodyFor) => {
  const stranger = await told(path, bodyFor(unknown));
  expect(await told(path, bodyFor(known))).toEqual(stranger);
  expect(await told(path, bodyFor(closed))).toEqual(stranger);
  expect(stranger).not.toMatchObject({ said: { code: 'request/invalid' } });
});
