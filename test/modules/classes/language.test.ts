import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RosterPreview, SchoolClass } from '../../../src/wire/classes.ts';
import { bornYearsAgo } from '../../support/families.ts';
import { mailTo } from '../../support/mail.ts';
import { addPerson, call, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let token: string;
let classId: string;

beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { role: 'teacher', email: 'sol@school.example', locale: 'es' });
  token = (await signIn(server, 'sol@school.example')).accessToken;
  classId = (await post<SchoolClass>('', { name: '1.º B' })).id;
});
afterAll(() => server?.stop());

async function post<T = unknown>(path: string, body: unknown): Promise<T> {
  const reply = await call<T>(server, `/classes${path}`, { method: 'POST', token, body });
  expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
  return reply.body;
}

test('[CON-5] grown-ups are written to in the language of the list, else in that of whoever brings it', async () => {
  const { year, month } = bornYearsAgo(10);
  const list = [
    'Nombre,Mes de nacimiento,Correo de la familia,Idioma de la familia',
    `Ana,${year}-${month},ana@home.example,`,
    `Ben,${year}-${month},ben@home.example,english`,
  ].join('\n');
  const content = Buffer.from(list).toString('base64');
  const { importId } = await post<RosterPreview>(`/${classId}/roster`, { content });
  await post(`/${classId}/roster/${importId}/confirm`, {});
  expect((await mailTo(server, 'ana@home.example')).locale).toBe('es');
  expect((await mailTo(server, 'ben@home.example')).locale).toBe('en');
});

test('pupils of cards of whom nothing is known get the language of their teacher', async () => {
  await post(`/${classId}/cards`, { newStudents: 3 });
  const { rows } = await server.app.db.jobs.query<{ locale: string }>(
    `SELECT p.preferred_language AS locale FROM users u JOIN user_profiles p ON p.user_id = u.id WHERE u.origin = 'card'`,
  );
  expect(rows.map(({ locale }) => locale)).toEqual(['es', 'es', 'es']);
});
