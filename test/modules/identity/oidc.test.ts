import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import type { NewFactor, RecoveryCodes } from '../../../src/wire/sign-ins.ts';
import { Browser } from '../../support/browse.ts';
import { type LocalProvider, startLocalProvider } from '../../support/oidc-provider.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let provider: LocalProvider;
let server: BareServer;
const callback = () => `${server.url}/api/v1/auth/oidc/callback`;

beforeAll(async () => {
  provider = await startLocalProvider({ refreshTokens: true });
  const { issuer, clientId, clientSecret } = provider;
  server = await startBareServer({
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: 'Hill School',
  });
  provider.serve(callback());
});
afterAll(async () => {
  await server?.stop();
  await provider?.close();
});

const rows = async (sql: string, values: unknown[] = []) =>
  (await server.app.db.jobs.query(sql, values)).rows;
const settings = (change: string) =>
  rows(`UPDATE org_settings SET ${change} WHERE org_id = $1`, [server.orgId]);

let counter = 0;
/** Somebody with an account at the provider. */
function atProvider(account: { email?: string; email_verified?: boolean; name?: string } = {}) {
  counter += 1;
  const sub = `provider-${counter}`;
  const email = `person-${counter}@hill.example`;
  provider.accounts.set(sub, { email, email_verified: true, name: `Person ${counter}`, ...account });
  provider.person = { sub };
  return { sub, email };
}
/** From our page to the provider and back; where it ends. */
async function travel(query = '', browser = new Browser()) {
  const { url } = await browser.open(
    `${server.url}/api/v1/auth/oidc/start${query}`,
    ({ pathname }) => pathname === '/sign-in',
  );
  return { url, problem: url.searchParams.get('problem'), browser };
}
/** What the page does then: it comes in with the browser's cookie. */
async function restore(browser: Browser) {
  const cookie = browser.cookieFor(new URL(server.url));
  return call<SignedIn>(server, '/auth/refresh', { method: 'POST', body: {}, headers: { cookie } });
}

describe('signing in at a provider', () => {
  it('[AUT-6] is offered by its name where the configuration says so, and nowhere else', async () => {
    const offered = await call(server, '/auth/oidc');
    expect(offered.body).toEqual({ providers: [{ id: 'school', name: 'Hill School' }] });
    expect((await travel('?provider=other')).problem).toBe('oidc/unknown-provider');
    const plain = await startBareServer();
    try {
      expect((await call(plain, '/auth/oidc')).body).toEqual({ providers: [] });
    } finally {
      await plain.stop();
    }
  });

  it('[AUT-6] links the account that has the proven address, once, and knows it again when the address changes', async () => {
    const { sub, email } = atProvider();
    const id = await addPerson(server, { email, role: 'teacher', emailVerified: true });
    const first = await travel();
    expect([first.url.pathname, first.url.search, first.url.hash]).toEqual(['/sign-in', '', '']);
    expect((await restore(first.browser)).body.user).toMatchObject({ id, email });

    provider.accounts.set(sub, { email: 'a-new-name@hill.example', email_verified: true });
    const again = await travel();
    expect((await restore(again.browser)).body.user.id).toBe(id);
    expect(await rows('SELECT provider FROM auth_identities WHERE user_id = $1', [id])).toEqual([
      { provider: 'school' },
    ]);
    expect(
      await rows("SELECT changes FROM audit_logs WHERE actor_id = $1 AND action = 'identity.linked'", [id]),
    ).toEqual([{ changes: { provider: { before: null, after: 'school' } } }]);
    expect((await signIn(server, email)).user.id).toBe(id);
  });

  it('[AUT-6] links nobody by an address that the provider has not proven', async () => {
    for (const account of [{ email_verified: false }, { email_verified: undefined }] as const) {
      const { email } = atProvider(account as { email_verified?: boolean });
      await addPerson(server, { email, role: 'admin', emailVerified: true });
      expect((await travel()).problem).toBe('oidc/no-account');
    }
  });

  it('[AUT-6] a stranger who typed somebody’s address here first keeps no way in', async () => {
    const { email } = atProvider();
    const id = await addPerson(server, { email, role: 'guardian' });
    const stranger = await signIn(server, email);
    const { browser } = await travel();
    expect((await restore(browser)).body.user).toMatchObject({ id, emailVerified: true });
    expect((await call(server, '/me', { token: stranger.accessToken })).status).toBe(401);
    const password = await call(server, '/auth/sign-in', {
      method: 'POST',
      body: { login: email, password: goodPassword },
    });
    expect(password.body.code).toBe('auth/wrong-credentials');
  });

  it('refuses a suspended account, and one that waits for approval', async () => {
    const { email } = atProvider();
    const id = await addPerson(server, { email, role: 'teacher', emailVerified: true });
    await rows("UPDATE users SET status = 'suspended' WHERE id = $1", [id]);
    expect((await travel()).problem).toBe('oidc/refused');
    await rows("UPDATE users SET status = 'pending_approval' WHERE id = $1", [id]);
    expect((await travel()).problem).toBe('auth/awaiting-approval');
  });
});

describe('who has no account yet', () => {
  const student = (birth: string) => `?role=student&birth=${birth}&locale=es`;
  const year = new Date().getUTCFullYear();

  it('is told so, kindly, unless they came from the page for new accounts', async () => {
    atProvider();
    expect((await travel()).problem).toBe('oidc/no-account');
  });

  it('becomes a guardian, or a learner who is old enough', async () => {
    const one = atProvider({ name: 'Gundula Guardian' });
    const { browser } = await travel('?role=guardian');
    expect((await restore(browser)).body.user).toMatchObject({
      email: one.email,
      displayName: 'Gundula Guardian',
      roles: ['guardian'],
      emailVerified: true,
    });
    const two = atProvider();
    const learner = await travel(student(`${year - 18}-01`));
    expect((await restore(learner.browser)).body.user).toMatchObject({
      email: two.email,
      roles: ['student'],
      locale: 'es',
      isMinor: false,
    });
  });

  it('[CON-1] a child is sent to where a grown-up is asked, and nothing is kept of it', async () => {
    const { email } = atProvider();
    expect((await travel(student(`${year - 10}-01`))).problem).toBe('sign-up/needs-guardian');
    expect(await rows('SELECT 1 FROM users WHERE email = $1', [email])).toEqual([]);
    atProvider();
    expect((await travel('?role=student')).problem).toBe('oidc/no-account');
  });

  it('becomes nobody where accounts are made by invitation, and waits where an administrator has to agree', async () => {
    const { email } = atProvider();
    await settings('open_sign_up = false');
    try {
      expect((await travel('?role=guardian')).problem).toBe('sign-up/closed');
      expect(await rows('SELECT 1 FROM users WHERE email = $1', [email])).toEqual([]);
      await settings('open_sign_up = true, require_approval = true');
      expect((await travel('?role=guardian')).problem).toBe('auth/awaiting-approval');
      expect(await rows('SELECT status FROM users WHERE email = $1', [email])).toEqual([
        { status: 'pending_approval' },
      ]);
    } finally {
      await settings('open_sign_up = true, require_approval = false');
    }
  });

  it('[EDG-6] nobody becomes a teacher by asking for it', async () => {
    const reply = await fetch(`${server.url}/api/v1/auth/oidc/start?role=admin`, { redirect: 'manual' });
    expect(reply.status).toBe(400);
  });
});

describe('the second factor', () => {
  async function withFactor() {
    const { sub, email } = atProvider();
    await addPerson(server, { email, role: 'teacher', emailVerified: true });
    const { accessToken: token } = await signIn(server, email);
    const post = <T>(path: string, body: object) => call<T>(server, path, { method: 'POST', token, body });
    const { secret } = (await post<NewFactor>('/me/second-factor', {})).body;
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { recoveryCodes } = (await post<RecoveryCodes>('/me/second-factor/confirm', { code })).body;
    return { sub, email, recoveryCodes };
  }

  it('[AUT-6] is asked for after the provider as well', async () => {
    const { email, recoveryCodes } = await withFactor();
    const { url, browser } = await travel();
    expect((await restore(browser)).status).toBe(401);
    const challenge = new URLSearchParams(url.hash.slice(1)).get('challenge');
    const { body } = await call<SignedIn>(server, '/auth/second-factor', {
      method: 'POST',
      body: { challenge, code: recoveryCodes[0], keep: 'body' },
    });
    expect(body.user.email).toBe(email);
  });

  it('[AUT-6] is not asked for twice where the provider asked for more than one', async () => {
    const { sub, email } = await withFactor();
    provider.person = { sub, amr: ['pwd', 'mfa'] };
    const { browser } = await travel();
    expect((await restore(browser)).body.user.email).toBe(email);
  });
});

describe('an organization that wants its own provider', () => {
  beforeAll(() => settings('enforce_sso = true'));
  afterAll(() => settings('enforce_sso = false'));
  const byPassword = (login: string, password = goodPassword) =>
    call(server, '/auth/sign-in', { method: 'POST', body: { login, password } });

  it('[AUT-6] lets nobody in by password who could come by the provider, and says so only to who knows the password', async () => {
    const { email } = atProvider();
    await addPerson(server, { email, role: 'teacher', emailVerified: true });
    expect((await byPassword(email)).body.code).toBe('auth/sso-only');
    expect((await byPassword(email, 'a wrong password')).body.code).toBe('auth/wrong-credentials');
    const { browser } = await travel();
    expect((await restore(browser)).status).toBe(200);
  });

  it('still lets administrators in, who mend the settings when the provider is away', async () => {
    const { email } = atProvider();
    await addPerson(server, { email, role: 'admin', emailVerified: true });
    expect((await byPassword(email)).status).toBe(200);
  });
});

describe('what goes wrong on the way', () => {
  it('somebody who says no at the provider comes back to our page', async () => {
    const { sub } = atProvider();
    provider.person = { sub, refuses: true };
    expect((await travel()).problem).toBe('oidc/refused');
  });

  it('[AUT-6] what did not begin in this browser does not end here: state, and the cookie that belongs to it', async () => {
    const { email } = atProvider();
    await addPerson(server, { email, role: 'teacher', emailVerified: true });
    const victim = new Browser();
    const attacker = new Browser();
    const isCallback = ({ pathname }: URL) => pathname.endsWith('/callback');
    const { url: stolen } = await attacker.open(`${server.url}/api/v1/auth/oidc/start`, isCallback);
    const without = await victim.open(stolen.href, ({ pathname }) => pathname === '/sign-in');
    expect(without.url.searchParams.get('problem')).toBe('oidc/refused');

    await victim.open(`${server.url}/api/v1/auth/oidc/start`, isCallback);
    const other = await victim.open(stolen.href, ({ pathname }) => pathname === '/sign-in');
    expect(other.url.searchParams.get('problem')).toBe('oidc/refused');
    expect((await restore(victim)).status).toBe(401);
  });

  it('[AUT-6] a code is good once', async () => {
    const { email } = atProvider();
    await addPerson(server, { email, role: 'teacher', emailVerified: true });
    const browser = new Browser();
    const isCallback = ({ pathname }: URL) => pathname.endsWith('/callback');
    const { url } = await browser.open(`${server.url}/api/v1/auth/oidc/start`, isCallback);
    const cookie = browser.cookieFor(new URL(server.url));
    const use = async () =>
      (await fetch(url, { redirect: 'manual', headers: { cookie } })).headers.get('location');
    expect(await use()).toBe('/sign-in');
    expect(await use()).toBe('/sign-in?problem=oidc%2Frefused');
  });

  it('nothing that is typed into the address leads to another site', async () => {
    atProvider();
    for (const query of ['code=x&state=y', 'error=access_denied', 'next=https://evil.example']) {
      const reply = await fetch(`${callback()}?${query}`, { redirect: 'manual' });
      expect(reply.headers.get('location')).toBe('/sign-in?problem=oidc%2Frefused');
    }
  });

  it('a provider that was away when the server started is asked again', async () => {
    const away = await startLocalProvider();
    const started = await startBareServer({
      OIDC_ISSUER: away.issuer,
      OIDC_CLIENT_ID: away.clientId,
      OIDC_CLIENT_SECRET: away.clientSecret,
    });
    try {
      const start = async () =>
        (await fetch(`${started.url}/api/v1/auth/oidc/start`, { redirect: 'manual' })).headers.get(
          'location',
        );
      expect(await start()).toBe('/sign-in?problem=oidc%2Faway');
      away.serve(`${started.url}/api/v1/auth/oidc/callback`);
      expect(await start()).toMatch(new RegExp(`^${away.issuer}/auth\\?`));
    } finally {
      await started.stop();
      await away.close();
    }
  });
});

it('[DAT-2] the provider’s refresh token is stored sealed, at its own place', async () => {
  const { email } = atProvider();
  const id = await addPerson(server, { email, role: 'teacher', emailVerified: true });
  await travel();
  const [row] = await rows('SELECT id, refresh_token_sealed FROM auth_identities WHERE user_id = $1', [id]);
  const envelope = createEnvelope(server.app.db.jobs, deriveKeys(server.config.secret).master);
  const place = { table: 'auth_identities', column: 'refresh_token_sealed', row: row.id };
  const token = await envelope.openText(place, row.refresh_token_sealed);
  expect(token.length).toBeGreaterThan(20);
  expect(row.refresh_token_sealed.includes(Buffer.from(token))).toBe(false);
});
