import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MyConsent } from '../../../src/wire/family.ts';
import {
  consentByMail,
  consentToken,
  familyAtHome,
  onlyToPlay,
  post,
  signUpChild,
} from '../../support/families.ts';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
beforeAll(async () => {
  server = await startBareServer();
});
afterAll(() => server.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const idOf = async (username: string): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM users WHERE username = $1', [username]))[0]!.id;
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);
const nights = () => server.app.family.nights;
const reminders = async (email: string) =>
  (await mailsTo(server, email)).filter(({ template }) => template === 'consent-reminder');

describe('[CON-5] a grown-up who does not answer', () => {
  test('is reminded once after a week, with a link that works', async () => {
    const { guardianEmail } = await signUpChild(server);
    await nights().run(inDays(6));
    expect(await reminders(guardianEmail)).toHaveLength(0);
    await nights().run(inDays(8));
    await nights().run(inDays(9));
    const sent = await reminders(guardianEmail);
    expect(sent).toHaveLength(1);
    expect((await post(server, '/consents/request', { token: tokenIn(sent[0]!) })).status).toBe(200);
  });

  test('is asked no more after 14 days: address, child and a begun account are gone, the other children stay', async () => {
    const home = await familyAtHome(server);
    const { username, guardianEmail } = await signUpChild(server);
    const childId = await idOf(username);
    const token = await consentToken(server, guardianEmail);
    await post(server, '/consents/decide', {
      token,
      decisions: onlyToPlay,
      relationship: 'parent',
      displayName: 'Pat',
      password: goodPassword,
    });
    await nights().run(inDays(13));
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [childId])).toHaveLength(1);
    await nights().run(inDays(15));
    expect(await rows('SELECT 1 FROM users WHERE id = $1 OR email = $2', [childId, guardianEmail])).toEqual(
      [],
    );
    expect(await rows('SELECT 1 FROM consent_requests WHERE child_id = $1', [childId])).toEqual([]);
    expect(await rows('SELECT reason FROM tombstones WHERE user_id = $1', [childId])).toEqual([
      { reason: 'no_consent' },
    ]);
    expect((await post(server, '/consents/request', { token })).body.code).toBe('consent/link-invalid');
    expect(await rows('SELECT status FROM users WHERE id = $1', [home.childId])).toEqual([
      { status: 'active' },
    ]);
  });

  test('a child whose guardian took the account back is no child that nobody answered for', async () => {
    const home = await familyAtHome(server);
    await post(
      server,
      `/family/children/${home.childId}/consents`,
      { account: false },
      home.guardian.accessToken,
    );
    await nights().run(inDays(20));
    expect(await rows('SELECT status FROM users WHERE id = $1', [home.childId])).toEqual([
      { status: 'pending_consent' },
    ]);
  });

  test('a child that somebody had agreed to is kept, also where whom it named later says nothing', async () => {
    const home = await familyAtHome(server);
    await rows(`UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE child_id = $1`, [
      home.childId,
    ]);
    await rows(`UPDATE users SET status = 'pending_consent' WHERE id = $1`, [home.childId]);
    const { accessToken } = await signIn(server, home.username);
    const asked = await post(server, '/me/ask-again', { guardianEmail: 'other@home.example' }, accessToken);
    expect(asked.status).toBe(200);
    await nights().expire(inDays(20));
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [home.childId])).toHaveLength(1);
  });
});

describe('[CON-1] a child that turns of age', () => {
  test('is none of whom nobody knows the age: a pupil of a printed card stays a child', async () => {
    const id = await addPerson(server, {
      role: 'student',
      username: 'quiet-fox',
      status: 'pending_consent',
      isMinor: true,
      origin: 'card',
    });
    await nights().reviewAges(inDays(20_000));
    expect(await rows('SELECT is_minor, status FROM users WHERE id = $1', [id])).toEqual([
      { is_minor: true, status: 'pending_consent' },
    ]);
  });

  const bornFor = async (id: string, monthsOver: number) =>
    rows(
      `UPDATE users SET birth_month = date_trunc('month', now() - make_interval(years => 16, months => $2))::date WHERE id = $1`,
      [id, monthsOver],
    );

  test('decides alone when the month is over and not before; guardians see nothing more and are told', async () => {
    const home = await familyAtHome(server);
    await bornFor(home.childId, 0);
    await nights().reviewAges(new Date());
    expect(await rows('SELECT is_minor FROM users WHERE id = $1', [home.childId])).toEqual([
      { is_minor: true },
    ]);
    await bornFor(home.childId, 1);
    await rows(`UPDATE users SET email = 'grown@home.example' WHERE id = $1`, [home.childId]);
    expect(await nights().reviewAges(new Date())).toBe(1);
    expect(await rows('SELECT is_minor, status FROM users WHERE id = $1', [home.childId])).toEqual([
      { is_minor: false, status: 'active' },
    ]);
    const seen = await call(server, `/family/children/${home.childId}`, { token: home.guardian.accessToken });
    expect(seen.status).toBe(404);
    await mailTo(server, home.email, 'child-of-age');
    expect((await mailTo(server, 'grown@home.example', 'now-of-age')).links[0]).toMatch(/\/home$/);
    const again = await signIn(server, home.username);
    const mine = await call<MyConsent>(server, '/me/consent', { token: again.accessToken });
    expect(mine.body).toMatchObject({ needed: false, askOfAge: true });
    expect((await post(server, '/me/of-age', { keep: true }, again.accessToken)).status).toBe(204);
    const words = await rows(
      `SELECT scope, status, method FROM consents WHERE child_id = $1 AND decider = 'self' ORDER BY scope`,
      [home.childId],
    );
    expect(words).toEqual([
      { scope: 'account', status: 'granted', method: 'of_age' },
      { scope: 'live_rooms', status: 'granted', method: 'of_age' },
    ]);
    const after = await call<MyConsent>(server, '/me/consent', { token: again.accessToken });
    expect(after.body.askOfAge).toBe(false);
    expect((await post(server, '/me/of-age', { keep: false }, again.accessToken)).status).toBe(404);
  });

  test('may have everything forgotten instead', async () => {
    const home = await familyAtHome(server);
    await bornFor(home.childId, 2);
    await nights().reviewAges(new Date());
    await mailTo(server, home.email, 'child-of-age');
    const { accessToken } = await signIn(server, home.username);
    expect((await post(server, '/me/of-age', { keep: false }, accessToken)).status).toBe(204);
    expect(await mailsTo(server, home.email), 'letters that name who was forgotten [CON-6]').toEqual([]);
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [home.childId])).toEqual([]);
    expect(await rows('SELECT reason FROM tombstones WHERE user_id = $1', [home.childId])).toEqual([
      { reason: 'own_wish' },
    ]);
  });

  test('waits for nobody any more: a child that was never answered for is free, its link is dead', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    const id = await idOf(username);
    await bornFor(id, 3);
    await nights().reviewAges(new Date());
    expect(await rows('SELECT is_minor, status, consent_state FROM users WHERE id = $1', [id])).toEqual([
      { is_minor: false, status: 'active', consent_state: 'not_required' },
    ]);
    expect((await post(server, '/consents/request', { token })).body.code).toBe('consent/link-invalid');
    expect((await signIn(server, username)).user.consent).toEqual({ needed: false, scopes: [] });
  });
});

describe('[CON-5] an account that nobody answers for', () => {
  test('goes 30 days after the last guardian left; one with a guardian stays, and so does a pupil of a class list', async () => {
    const left = await familyAtHome(server);
    const stays = await familyAtHome(server);
    await post(server, `/family/children/${stays.childId}/stop`, undefined, stays.guardian.accessToken);
    const pupil = await addPerson(server, {
      role: 'student',
      username: 'a-pupil',
      status: 'pending_consent',
      isMinor: true,
      birthMonth: '2017-03',
      origin: 'roster',
    });
    const path = `/family/children/${left.childId}/guardianship`;
    expect((await call(server, path, { method: 'DELETE', token: left.guardian.accessToken })).status).toBe(
      204,
    );
    const here = async () =>
      (
        await rows<{ id: string }>('SELECT id FROM users WHERE id = ANY ($1)', [
          [left.childId, stays.childId, pupil],
        ])
      ).map(({ id }) => id);
    await nights().run(inDays(29));
    expect((await here()).toSorted()).toEqual([left.childId, stays.childId, pupil].toSorted());
    await nights().run(inDays(31));
    expect((await here()).toSorted()).toEqual([stays.childId, pupil].toSorted());
    expect(await rows('SELECT reason FROM tombstones WHERE user_id = $1', [left.childId])).toEqual([
      { reason: 'no_consent' },
    ]);
  });

  test('goes when it is one of a grown-up on paper whose child is gone', async () => {
    const grandma = await addPerson(server, {
      role: 'guardian',
      username: 'guardian-on-paper',
      origin: 'guardian',
    });
    await rows('DELETE FROM credentials WHERE user_id = $1', [grandma]);
    const { guardian } = await familyAtHome(server);
    await nights().run(inDays(31));
    expect(await rows('SELECT id FROM users WHERE id = ANY ($1)', [[grandma, guardian.user.id]])).toEqual([
      { id: guardian.user.id },
    ]);
  });
});

describe('[CON-5] an account that was begun for an answer that never came', () => {
  const begin = async (token: string, displayName = 'Pat') =>
    post(server, '/consents/decide', {
      token,
      decisions: onlyToPlay,
      relationship: 'parent',
      displayName,
      password: goodPassword,
    });
  const sendForm = (token: string) =>
    post(server, '/consents/form', {
      token,
      decisions: onlyToPlay,
      file: { content: Buffer.from('%PDF-1.7 signed').toString('base64') },
      relationship: 'parent',
      displayName: 'Pat',
      password: goodPassword,
    });
  const accountsOf = (email: string) => rows('SELECT 1 FROM users WHERE email = $1', [email]);

  test('goes when the child names somebody else, when it is refused, and with the form when nothing is decided', async () => {
    const first = await signUpChild(server);
    await begin(await consentToken(server, first.guardianEmail));
    expect(await accountsOf(first.guardianEmail)).toHaveLength(1);
    const { accessToken } = await signIn(server, first.username);
    await post(server, '/me/ask-again', { guardianEmail: 'instead@home.example' }, accessToken);
    expect(await accountsOf(first.guardianEmail)).toEqual([]);

    const second = await signUpChild(server);
    const token = await consentToken(server, second.guardianEmail);
    expect((await sendForm(token)).status).toBe(201);
    expect(await accountsOf(second.guardianEmail)).toHaveLength(1);
    expect((await post(server, '/consents/refuse', { token })).body).toEqual({ next: 'refused' });
    expect(await accountsOf(second.guardianEmail)).toEqual([]);
  });

  test('stays while an answer for a sister is on its way', async () => {
    const guardianEmail = 'two-of-us@home.example';
    const first = await signUpChild(server, { guardianEmail });
    const firstToken = await consentToken(server, guardianEmail);
    await begin(firstToken);
    await signUpChild(server, { guardianEmail });
    await begin(await consentToken(server, guardianEmail), 'Pat of two');
    expect((await post(server, '/consents/refuse', { token: firstToken })).body).toEqual({ next: 'refused' });
    expect(await rows('SELECT 1 FROM users WHERE username = $1', [first.username])).toEqual([]);
    expect(await accountsOf(guardianEmail)).toHaveLength(1);
  });

  test('is forgotten 30 days later, whatever it was begun for', async () => {
    const left = await addPerson(server, {
      role: 'guardian',
      email: 'begun@home.example',
      status: 'pending_verification',
      origin: 'guardian',
    });
    await nights().run(inDays(29));
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [left])).toHaveLength(1);
    await nights().run(inDays(31));
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [left])).toEqual([]);
  });
});

describe('[CON-5] somebody who is asked no more', () => {
  test('a child that the school lets in meanwhile: no reminder says that it waits', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    await rows(`UPDATE users SET status = 'active' WHERE id = $1`, [await idOf(username)]);
    await nights().run(inDays(8));
    expect(await reminders(guardianEmail)).toHaveLength(0);
  });

  test('one answer is enough: a question that is open beside it is withdrawn, and its address gone', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const childId = await idOf(username);
    await rows(
      `INSERT INTO consent_requests (org_id, child_id, method, contact_sealed, notice_version, expires_at)
       VALUES ($1, $2, 'email_plus', '\\x00', 1, now() + interval '14 days')`,
      [server.orgId, childId],
    );
    await consentByMail(server, guardianEmail);
    const left = await rows(
      'SELECT status, contact_sealed IS NULL AS gone FROM consent_requests WHERE child_id = $1 ORDER BY status',
      [childId],
    );
    expect(left).toEqual([
      { status: 'confirmed', gone: true },
      { status: 'withdrawn', gone: true },
    ]);
  });
});

test('the whole night is registered with the jobs and runs', async () => {
  await server.app.jobs.runNow('family-consents');
});
