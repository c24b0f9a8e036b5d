import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  endAllFamilies,
  endFamily,
  refresh,
  startFamily,
} from '../../../src/modules/identity/refresh.service.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import { addPerson, call, goodPassword } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let userId: string;
let email: string;
let made = 0;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server?.stop());
beforeEach(async () => {
  email = `anna${++made}@school.example`;
  userId = await addPerson(server, { email, role: 'teacher' });
});

const worker: BareServer['app']['db']['asWorker'] = (work) => server.app.db.asWorker(work);
const good = async (): Promise<number> =>
  (
    await server.app.db.jobs.query('SELECT 1 FROM auth_sessions WHERE user_id = $1 AND revoked_at IS NULL', [
      userId,
    ])
  ).rowCount ?? 0;
/** Until a statement waits for somebody else's lock. */
const somebodyWaits = () =>
  expect
    .poll(
      async () =>
        (
          await server.app.db.jobs.query(
            `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          )
        ).rowCount,
      { timeout: 5_000, interval: 20 },
    )
    .toBeGreaterThan(0);

describe('[AUT-5] a sign-in that is refreshed at the moment in which it ends', () => {
  it.each([
    ['all of them', () => worker((em) => endAllFamilies(em, userId, 'everywhere'))],
    ['this one', (family: string) => worker((em) => endFamily(em, family, 'logout'))],
  ] as const)('ends with its successor (%s)', async (_, end) => {
    const ring = deriveKeys(server.config.secret)['refresh-successor'];
    const { sessionFamily, refreshToken } = await worker((em) => startFamily(em, userId, undefined));
    let ending: Promise<void> | undefined;
    await worker(async (em) => {
      const { outcome } = await refresh(em, ring, refreshToken);
      expect(outcome).toBe('refreshed');
      // the successor stands there, and nobody else sees it yet
      ending = end(sessionFamily);
      await somebodyWaits();
    });
    await ending;
    expect(await good()).toBe(0);
  });
});

describe('[AUT-5] a password that is compared at the moment in which another one takes its place', () => {
  const signingIn = () =>
    call<{ code?: string }>(server, '/auth/sign-in', {
      method: 'POST',
      body: { login: email, password: goodPassword, keep: 'body' },
    });
  it.each([
    [
      'opens nothing',
      `UPDATE credentials SET password_hash = 'another' WHERE user_id = $1`,
      { status: 401, body: { code: 'auth/wrong-credentials' } },
    ],
    [
      'or its account was closed, opens nothing',
      `UPDATE users SET status = 'suspended' WHERE id = $1`,
      { status: 401, body: { code: 'auth/session-ended' } },
    ],
  ])('%s', async (_, change, refused) => {
    let reply: ReturnType<typeof signingIn> | undefined;
    await worker(async (em) => {
      await em.execute('SELECT 1 FROM users WHERE id = ? FOR NO KEY UPDATE', [userId]);
      reply = signingIn();
      await somebodyWaits();
      await em.execute(change.replace('$1', '?'), [userId]);
    });
    expect(await reply).toMatchObject(refused);
    expect(await good()).toBe(0);
  });
});
