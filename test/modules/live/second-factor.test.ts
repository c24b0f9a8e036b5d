import type { Tutti } from '@tutti/client';
import { pack } from 'msgpackr';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSecondFactor } from '../../../src/modules/live/second-factor.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { serverPayloads } from '../../../src/wire/room-output.ts';
import {
  ask,
  joinRaw,
  lastOf,
  type OpenClass,
  openClass,
  payloadsOf,
  rejoinRaw,
  signIn,
  staffRaw,
  until,
} from '../../support/class-play.ts';
import { createPeople } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const secret = 'a secret of the second factor tests that is long enough';
const keys = deriveKeys(secret);
let server: TestServer;
let teacher: Tutti;
let open: OpenClass;
let address = 0;

beforeAll(async () => {
  server = await startTestServer({ NODE_ENV: 'test', TUTTI_SECRET: secret, TRUST_PROXY: 'true' });
  teacher = await signIn(server.url, server.teacher);
});
beforeEach(async () => {
  await open?.host.end();
  open = await openClass(teacher, { secondFactor: true });
});
afterAll(() => server?.stop());

/** Somebody who has never been seen, wherever the class is. */
const elsewhere = () => ({ 'x-forwarded-for': `10.9.0.${++address}` });
const shown = () => open.host.view.secondFactor!.shapes;
const other = (row: readonly number[]) => row.map((shape) => (shape + 1) % 6);
const join = (shapes?: readonly number[], headers = elsewhere(), nickname = 'Ann') =>
  ask(server.url, 'POST', '/join', { pin: open.pin, nickname, ...(shapes && { shapes }) }, headers);

describe('the shapes of the big screen', () => {
  test('[JOIN-7] let in who has them, and nobody who only has the PIN', async () => {
    const preview = await ask(server.url, 'GET', `/join?pin=${open.pin}`);
    expect(preview.body.secondFactor).toBe(true);
    expect((await join()).body.code).toBe('join/second-factor-required');
    expect((await join(other(shown()))).body.code).toBe('join/second-factor-wrong');
    expect((await join(shown())).status).toBe(201);
  });

  test('[JOIN-7] are asked of accounts, too, and not of a player who comes back', async () => {
    const { rows } = await server.app.db.jobs.query('SELECT org_id FROM live_sessions WHERE id = $1', [
      open.id,
    ]);
    const pupil = await createPeople(server.app.db.jobs, keys).signUp({
      orgId: rows[0].org_id,
      role: 'student',
    });
    await server.app.db.jobs.query(
      `INSERT INTO user_profiles (user_id, display_name) VALUES ($1, 'Maya') ON CONFLICT DO NOTHING`,
      [pupil.userId],
    );
    await server.app.db.jobs.query('UPDATE users SET is_minor = false WHERE id = $1', [pupil.userId]);
    const bearer = { authorization: `Bearer ${pupil.token}` };
    const asMyself = (shapes?: readonly number[]) =>
      ask(server.url, 'POST', '/join', { pin: open.pin, ...(shapes && { shapes }) }, bearer);
    expect((await asMyself()).body.code).toBe('join/second-factor-required');
    const joined = await asMyself(shown());
    expect(joined.status).toBe(201);
    expect((await ask(server.url, 'POST', '/rejoin', { resumeToken: joined.body.resumeToken })).status).toBe(
      200,
    );
  });

  test('[JOIN-7] that are wrong count as wrong PINs do: after 20 an address reaches no class that it is not in', async () => {
    const thief = elsewhere();
    for (let i = 0; i < 20; i++)
      expect((await join(other(shown()), thief)).body.code).toBe('join/second-factor-wrong');
    const late = await join(shown(), thief);
    expect(late.body.code).toBe('join/too-many-tries');
    expect(late.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  test('[JOIN-7] cannot be guessed from inside the school either: 60 wrong rows a minute', async () => {
    const school = elsewhere();
    expect((await join(shown(), school)).status).toBe(201);
    const codes = await Promise.all(
      Array.from({ length: 70 }, async () => (await join(other(shown()), school)).body.code),
    );
    expect(codes.filter((code) => code === 'join/second-factor-wrong')).toHaveLength(60);
    expect(codes.filter((code) => code === 'join/too-many-tries')).toHaveLength(10);
    expect((await join(shown(), elsewhere(), 'Ben')).status).toBe(201);
  });

  test('[JOIN-7] stand in what host and projector are told, and in no frame that a player gets', async () => {
    const projector = await staffRaw(teacher, open.id, 'projector');
    expect(lastOf(projector, 'welcome')!.secondFactor!.shapes).toEqual(shown());
    const { body } = await join(shown());
    const ann = await rejoinRaw(server.url, body);
    await until(() => payloadsOf(projector, 'secondFactor').length > 0, 'the next row', 12_000);
    expect(lastOf(ann, 'welcome')!.secondFactor).toBeNull();
    expect(payloadsOf(ann, 'secondFactor')).toEqual([]);
    const row = serverPayloads.secondFactor.parse(lastOf(projector, 'secondFactor')).shapes;
    expect(Buffer.concat(projector.frames).includes(pack(row))).toBe(true);
    expect(Buffer.concat(ann.frames).includes(pack(row))).toBe(false);
    expect(open.host.view.secondFactor!.shapes).toEqual(row);
  }, 20_000);

  test('[JOIN-7] are asked for nowhere else', async () => {
    const usual = await openClass(teacher);
    expect(usual.host.view.secondFactor).toBeNull();
    await joinRaw(server.url, usual.pin, 'Ann');
    await usual.host.end();
  });
});

test('[JOIN-7] the row before is taken, the one before that is not; each class has its own, and so has each server', () => {
  let now = 1_700_000_000_000;
  const rule = createSecondFactor(keys['class-door'], () => now);
  const { shapes, leftMs } = rule.shown('a class');
  now += leftMs;
  expect(rule.accepts('a class', shapes)).toBe(true);
  now += 10_000;
  expect(rule.accepts('a class', shapes)).toBe(false);

  const rowsOf = (one: ReturnType<typeof createSecondFactor>, id: string) =>
    Array.from({ length: 5 }, () => {
      now += 10_000;
      return one.shown(id).shapes.join('');
    }).join(' ');
  const start = now;
  const seen = [rule, createSecondFactor(deriveKeys('another secret')['class-door'], () => now)].flatMap(
    (one) =>
      ['a class', 'another one'].map((id) => {
        now = start;
        return rowsOf(one, id);
      }),
  );
  expect(new Set(seen).size).toBe(4);
});
