import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Card, Cards, SchoolClass } from '../../../src/wire/classes.ts';
import { until } from '../../support/class-play.ts';
import { tracesOf } from '../../support/known-person.ts';
import { tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let teacher: string;
let classId: string;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { role: 'teacher', email: 'tess@school.example' });
  teacher = (await signIn(server, 'tess@school.example')).accessToken;
  classId = (await post<SchoolClass>('/classes', { name: '4b' }, teacher)).body.id;
});
afterAll(() => server?.stop());

const post = <T = { code?: string }>(path: string, body: unknown, token?: string) =>
  call<T>(server, path, { method: 'POST', body, ...(token && { token }) });
const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const make = async (who: object): Promise<Card[]> =>
  (await post<Cards>(`/classes/${classId}/cards`, who, teacher)).body.items;
const tokenOf = ({ link }: Card) => tokenIn({ links: [link] });
const look = async (one: Card) => (await post('/auth/card', { token: tokenOf(one) })).status;

test('[AUT-6] of cards that are printed twice at the same moment, one opens', async () => {
  const [first] = await make({ newStudents: 1 });
  const printed = await Promise.all(Array.from({ length: 4 }, () => make({ studentIds: [first!.userId] })));
  const opened = await Promise.all([first!, ...printed.flat()].map(look));
  expect(opened.filter((status) => status === 200)).toHaveLength(1);
});

test('[CON-7] pupils of cards are forgotten by the nightly job when their time is over, and a tombstone stays', async () => {
  await rows('UPDATE org_settings SET card_days = 5');
  const items = await make({ newStudents: 2 });
  const ids = items.map(({ userId }) => userId);
  const { purge } = server.app.compliance.retention;
  await purge(new Date(Date.now() + 4 * 86_400_000));
  expect(await rows('SELECT 1 FROM users WHERE id = ANY ($1)', [ids])).toHaveLength(2);
  await purge(new Date(Date.now() + 6 * 86_400_000));
  expect(await rows('SELECT reason FROM tombstones WHERE user_id = ANY ($1)', [ids])).toEqual([
    { reason: 'card_expired' },
    { reason: 'card_expired' },
  ]);
  const noted = () => readFile(join(server.config.dataDir, 'tombstones.log'), 'utf8').catch(() => '');
  await until(async () => {
    const text = await noted();
    return ids.every((id) => text.includes(id));
  }, 'the tombstones outside the database');
  for (const { username } of items) expect(await tracesOf(server, username)).toEqual([]);
  expect(await look(items[0]!)).toBe(410);
});

test.each([
  ['/auth/card', {}],
  ['/auth/card/use', { password: goodPassword, keep: 'body' }],
])(
  '[AUT-6] who guesses cards at %s is refused from the three hundred and first on, with a good one as well',
  async (path, more) => {
    const [good] = await make({ newStudents: 1 });
    const guess = (token: string) => post(path, { token, ...more });
    const wrong = 'a-card-that-was-never-printed-';
    const tried = new Set<number>();
    for (let n = 0; n < 300; n += 20) {
      const some = Array.from({ length: 20 }, (_, i) => guess(`${wrong}${n + i}`));
      for (const { status } of await Promise.all(some)) tried.add(status);
    }
    expect(tried).toContain(410);
    const refused = await guess(tokenOf(good!));
    expect([refused.status, refused.body.code]).toEqual([429, 'request/too-many']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  },
);
