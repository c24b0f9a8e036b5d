import { randomUUID } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataRequest } from '../../../src/wire/compliance.ts';
import type {
  ChildData,
  ConsentHistoryItem,
  FamilyChildDetail,
  GuardianAccepted,
  GuardianInvitationView,
} from '../../../src/wire/family.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import type { LearningWeek } from '../../../src/wire/week.ts';
import { bornYearsAgo, type FamilyAtHome, familyAtHome, post, signUpChild } from '../../support/families.ts';
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
const change = (home: FamilyAtHome, body: object, guardian: SignedIn = home.guardian) =>
  post<FamilyChildDetail & { code: string }>(
    server,
    `/family/children/${home.childId}/consents`,
    body,
    guardian.accessToken,
  );
const detail = (home: FamilyAtHome, guardian: SignedIn = home.guardian) =>
  call<FamilyChildDetail & { code: string }>(server, `/family/children/${home.childId}`, {
    token: guardian.accessToken,
  });

async function secondGuardian(home: FamilyAtHome): Promise<SignedIn> {
  const email = `second-${randomUUID()}@home.example`;
  await post(server, `/family/children/${home.childId}/guardians`, { email }, home.guardian.accessToken);
  const token = tokenIn(await mailTo(server, email, 'guardian-invite'));
  const accepted = await post<GuardianAccepted>(server, '/family/invitations/accept', {
    token,
    relationship: 'guardian',
    displayName: 'Kim',
    password: goodPassword,
  });
  expect([accepted.status, accepted.body]).toEqual([200, { childId: home.childId, login: email }]);
  return signIn(server, email);
}

describe('consents on the page', () => {
  test('[CON-2] are appended: taken back, given again, each with its history', async () => {
    const home = await familyAtHome(server);
    const off = await change(home, { live_rooms: false });
    expect([off.status, off.body.scopes]).toEqual([200, ['account']]);
    const on = await change(home, { live_rooms: true });
    expect(on.body.scopes).toEqual(['account', 'live_rooms']);
    const said = await rows(
      'SELECT status, method FROM consents WHERE child_id = $1 AND scope = $2 ORDER BY seq',
      [home.childId, 'live_rooms'],
    );
    expect(said).toEqual([
      { status: 'granted', method: 'email_plus' },
      { status: 'revoked', method: 'guardian_page' },
      { status: 'granted', method: 'guardian_page' },
    ]);
    const seen: ConsentHistoryItem[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { items: ConsentHistoryItem[]; nextCursor: string | null } } = await call<{
        items: ConsentHistoryItem[];
        nextCursor: string | null;
      }>(server, `/family/children/${home.childId}/consents?limit=3${cursor && `&cursor=${cursor}`}`, {
        token: home.guardian.accessToken,
      });
      seen.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(seen.map(({ id }) => id)).toEqual([...new Set(seen.map(({ id }) => id))]);
    expect(seen).toHaveLength(8);
    expect(seen[0]).toMatchObject({ scope: 'live_rooms', status: 'granted', by: 'you', name: 'Pat Parent' });
  });

  test('[CON-2] saying the same again writes nothing, and a change is mailed to every guardian', async () => {
    const home = await familyAtHome(server);
    const count = async () =>
      (await rows('SELECT 1 FROM consents WHERE child_id = $1', [home.childId])).length;
    const before = await count();
    const mails = (await mailsTo(server, home.email)).length;
    await change(home, { live_rooms: true, messaging: false });
    expect([await count(), (await mailsTo(server, home.email)).length]).toEqual([before, mails]);
    const kim = await secondGuardian(home);
    await change(home, { live_rooms: false });
    const { text, links } = await mailTo(server, kim.user.email!, 'consent-changed');
    expect(text).toContain('Brave Otter');
    expect(links[0], 'where one decides').toMatch(`/family/${home.childId}/allowed`);
  });

  test('[CON-3] chat needs more than was shown by mail', async () => {
    const home = await familyAtHome(server);
    const refused = await change(home, { messaging: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'consent/scope-not-allowed']);
    const { consents } = (await detail(home)).body;
    expect(consents.filter(({ canGrant }) => !canGrant).map(({ scope }) => scope)).toEqual([
      'messaging',
      'third_party_disclosure',
    ]);
  });

  test('[CON-4] the account taken back ends the sign-ins of the child and stops everything it writes', async () => {
    const home = await familyAtHome(server);
    await change(home, { account: false });
    const { text, links } = await mailTo(server, home.email, 'consent-withdrawn');
    expect(text).toContain('Brave Otter');
    expect(links[0], 'where it is allowed again').toMatch(`/family/${home.childId}/allowed`);
    const reply = await call(server, '/me', { token: home.child.accessToken });
    expect([reply.status, reply.body.code]).toEqual([401, 'auth/session-ended']);
    const again = await signIn(server, home.username);
    expect(again.user).toMatchObject({ status: 'pending_consent', consent: { needed: true, scopes: [] } });
    const write = await call(server, '/me', {
      method: 'PATCH',
      token: again.accessToken,
      body: { locale: 'es' },
    });
    expect([write.status, write.body.code]).toEqual([403, 'consent/required']);
  });

  test('[CON-2] whoever is no guardian of the child sees and changes nothing', async () => {
    const home = await familyAtHome(server);
    const stranger = (await familyAtHome(server)).guardian;
    await addPerson(server, { role: 'teacher', email: `t-${home.childId}@school.example` });
    const teacher = await signIn(server, `t-${home.childId}@school.example`);
    const base = `/family/children/${home.childId}`;
    for (const { accessToken: token } of [stranger, teacher]) {
      for (const [method, path, body] of [
        ['GET', base, undefined],
        ['GET', `${base}/consents`, undefined],
        ['GET', `${base}/requests`, undefined],
        ['GET', `${base}/week`, undefined],
        ['GET', `${base}/data`, undefined],
        ['GET', `${base}/export`, undefined],
        ['PATCH', base, { name: 'Other' }],
        ['POST', `${base}/consents`, { account: false }],
        ['PUT', `${base}/controls`, { chat: true, ai: true, live: true, dailyMinutes: null }],
        ['POST', `${base}/guardians`, { email: 'x@x.example' }],
        ['POST', `${base}/stop`, undefined],
        ['POST', `${base}/erase`, { password: goodPassword }],
        ['DELETE', `${base}/guardianship`, undefined],
      ] as const) {
        const reply = await call(server, path, { method, token, ...(body && { body }) });
        expect([method, path, reply.status, reply.body.code]).toEqual([method, path, 404, 'child/not-found']);
      }
    }
    expect((await detail(home)).body.scopes).toEqual(['account', 'live_rooms']);
  });
});

describe('two guardians', () => {
  test('[CON-4] the stricter word counts, also of switches', async () => {
    const home = await familyAtHome(server);
    const kim = await secondGuardian(home);
    expect((await detail(home, kim)).body.scopes).toEqual(['account', 'live_rooms']);
    expect((await change(home, { live_rooms: false }, kim)).body.scopes).toEqual(['account']);
    // the other one cannot grant it alone
    expect((await change(home, { live_rooms: true })).body.scopes).toEqual(['account']);
    expect((await change(home, { live_rooms: true }, kim)).body.scopes).toEqual(['account', 'live_rooms']);
    const put = (guardian: SignedIn, dailyMinutes: number | null, live: boolean) =>
      call<FamilyChildDetail>(server, `/family/children/${home.childId}/controls`, {
        method: 'PUT',
        token: guardian.accessToken,
        body: { chat: false, ai: false, live, dailyMinutes },
      });
    await put(home.guardian, 60, true);
    const both = await put(kim, 30, true);
    expect(both.body.controls.effective).toEqual({ chat: false, ai: false, live: true, dailyMinutes: 30 });
    expect(both.body.controls.mine.dailyMinutes).toBe(30);
    expect((await put(kim, null, false)).body.scopes).toEqual(['account']);
    expect((await put(kim, null, true)).body.controls.effective.dailyMinutes).toBe(60);
    expect((await call(server, '/me/watchers', { token: home.child.accessToken })).body).toEqual({
      guardians: 2,
      teachers: 0,
    });
  });

  test('an invitation is opened by its link, works once, and ends with the guardian who sent it', async () => {
    const home = await familyAtHome(server);
    const email = `kim-${home.childId}@home.example`;
    const invite = () =>
      post(server, `/family/children/${home.childId}/guardians`, { email }, home.guardian.accessToken);
    expect((await invite()).status).toBe(204);
    const token = tokenIn(await mailTo(server, email, 'guardian-invite'));
    const view = await post<GuardianInvitationView>(server, '/family/invitations/open', { token });
    expect(view.body).toMatchObject({
      child: 'Brave Otter',
      inviter: 'Pat Parent',
      contact: email,
      hasAccount: false,
    });
    const byChild = await post(
      server,
      '/family/invitations/accept',
      { token, relationship: 'parent' },
      home.child.accessToken,
    );
    expect(byChild.body.code).toBe('consent/not-guardian');
    const accept = () =>
      post(server, '/family/invitations/accept', {
        token,
        relationship: 'parent',
        displayName: 'Kim',
        password: goodPassword,
      });
    const replies = await Promise.all([accept(), accept()]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await accept()).body.code).toBe('consent/link-invalid');

    const late = `late-${home.childId}@home.example`;
    await post(
      server,
      `/family/children/${home.childId}/guardians`,
      { email: late },
      home.guardian.accessToken,
    );
    const lateToken = tokenIn(await mailTo(server, late, 'guardian-invite'));
    await call(server, `/family/children/${home.childId}/guardianship`, {
      method: 'DELETE',
      token: home.guardian.accessToken,
    });
    const refused = await post(server, '/family/invitations/open', { token: lateToken });
    expect(refused.body.code).toBe('consent/link-invalid');
  });

  test('[CON-4] whoever ends the guardianship takes the word along, and sees nothing more', async () => {
    const home = await familyAtHome(server);
    const ended = await call(server, `/family/children/${home.childId}/guardianship`, {
      method: 'DELETE',
      token: home.guardian.accessToken,
    });
    expect(ended.status).toBe(204);
    expect((await detail(home)).status).toBe(404);
    expect(await rows('SELECT status, consent_state FROM users WHERE id = $1', [home.childId])).toEqual([
      { status: 'pending_consent', consent_state: 'revoked' },
    ]);
    expect((await call(server, '/me', { token: home.child.accessToken })).status).toBe(401);
  });

  test('[CON-4] whoever left and comes back begins anew: no yes, no and no switch of before counts', async () => {
    const home = await familyAtHome(server);
    const path = `/family/children/${home.childId}`;
    const invite = async (from: SignedIn, email: string) => {
      await post(server, `${path}/guardians`, { email }, from.accessToken);
      return tokenIn(await mailTo(server, email, 'guardian-invite'));
    };
    const kimsMail = `back-${home.childId}@home.example`;
    const accept = { relationship: 'parent', displayName: 'Kim', password: goodPassword };
    await post(server, '/family/invitations/accept', {
      ...accept,
      token: await invite(home.guardian, kimsMail),
    });
    const kim = await signIn(server, kimsMail);
    await post(server, `${path}/consents`, { account: true, live_rooms: false }, kim.accessToken);
    await rows('UPDATE child_controls SET daily_minutes = 5 WHERE guardian_id = $1', [kim.user.id]);
    expect((await detail(home)).body.scopes).toEqual(['account']);
    await call(server, `${path}/guardianship`, { method: 'DELETE', token: kim.accessToken });
    expect((await detail(home)).body.scopes).toEqual(['account', 'live_rooms']);

    const token = await invite(home.guardian, kimsMail);
    const returned = await post(
      server,
      '/family/invitations/accept',
      { token, relationship: 'parent' },
      kim.accessToken,
    );
    expect(returned.status).toBe(200);
    const { body } = await detail(home);
    expect(body.scopes).toEqual(['account', 'live_rooms']);
    expect(body.guardians).toHaveLength(2);
    const now = await rows('SELECT daily_minutes_of($1) AS minutes', [home.childId]);
    expect(now).toEqual([{ minutes: null }]);
    // the yes of before does not carry the account either
    await call(server, `${path}/guardianship`, { method: 'DELETE', token: home.guardian.accessToken });
    expect(await rows('SELECT status FROM users WHERE id = $1', [home.childId])).toEqual([
      { status: 'pending_consent' },
    ]);
  });
});

describe('[CON-6] the rights of a family', () => {
  test('what is stored is readable, and that it was read is on record', async () => {
    const home = await familyAtHome(server);
    await rows(`INSERT INTO learner_profiles (user_id, grade_level) VALUES ($1, '5')`, [home.childId]);
    await rows(
      `INSERT INTO disclosures (org_id, subject_id, recipient, interest, fields) VALUES ($1, $2, 'School doctor', 'An allergy', '{name}')`,
      [server.orgId, home.childId],
    );
    const data = await call<ChildData>(server, `/family/children/${home.childId}/data`, {
      token: home.guardian.accessToken,
    });
    const section = (name: string) => data.body.sections.find((one) => one.name === name)!;
    expect(section('account').rows[0]).toMatchObject({ username: home.username, status: 'active' });
    expect(section('profile').rows[0]).toMatchObject({ name: 'Brave Otter' });
    expect(section('consents').total).toBe(6);
    expect(section('sign_ins').total).toBe(1);
    expect(section('school').rows[0]).toMatchObject({ grade: '5' });
    expect(section('disclosures').rows[0]).toMatchObject({ recipient: 'School doctor', shown: 'name' });
    expect(section('account').purpose.length).toBeGreaterThan(5);
    const seen = await rows(
      `SELECT 1 FROM audit_logs WHERE action = 'child_data.viewed' AND entity_id = $1`,
      [home.childId],
    );
    expect(seen).toHaveLength(1);
  });

  test('what the child did this week, from its own answers', async () => {
    const home = await familyAtHome(server);
    const sessionId = randomUUID();
    const participantId = randomUUID();
    await rows(
      `INSERT INTO live_sessions (id, org_id, title, settings, snapshot) VALUES ($1, $2, 'Spot the fake', '{}', '{"key":"secret"}')`,
      [sessionId, server.orgId],
    );
    await rows(
      `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton) VALUES ($1, $2, $3, 'Maya', 'maya')`,
      [participantId, sessionId, home.childId],
    );
    await rows(
      `INSERT INTO live_rounds (session_id, position, answered) SELECT $1, n, 1 FROM generate_series(0, 2) n`,
      [sessionId],
    );
    await rows(
      `INSERT INTO live_answers (session_id, round, participant_id, answer_id, answer, outcome, response_ms, answered_at)
       SELECT $1, n, $2, 'a' || n, '[0]', CASE WHEN n < 2 THEN 'right' ELSE 'wrong' END, 900, now() FROM generate_series(0, 2) n`,
      [sessionId, participantId],
    );
    await rows(`SELECT add_activity($1, 600, now())`, [home.childId]);
    const week = await call<LearningWeek>(server, `/family/children/${home.childId}/week`, {
      token: home.guardian.accessToken,
    });
    expect(week.body.sessions).toMatchObject([
      { id: sessionId, title: 'Spot the fake', answered: 3, right: 2 },
    ]);
    expect(week.body).toMatchObject({ answered: 3, right: 2, minutes: 10 });
    expect(week.body.days.findLast(({ ahead }) => !ahead)).toMatchObject({ minutes: 10 });
    expect(JSON.stringify(week.body)).not.toContain('secret');
  });

  test('a name and a month of birth are corrected; a month that would end the guardianship is not taken', async () => {
    const home = await familyAtHome(server);
    const patch = (body: object) =>
      call<FamilyChildDetail & { code: string }>(server, `/family/children/${home.childId}`, {
        method: 'PATCH',
        token: home.guardian.accessToken,
        body,
      });
    const birth = bornYearsAgo(9);
    const corrected = await patch({ name: 'Calm Otter', birth });
    expect([corrected.status, corrected.body.name, corrected.body.birth]).toEqual([200, 'Calm Otter', birth]);
    expect((await patch({ birth: bornYearsAgo(30) })).body.code).toBe('request/invalid');
    expect((await patch({ name: 'f u c k' })).body.code).toBe('nickname/unkind');
    expect((await patch({})).body.code).toBe('request/invalid');
    expect((await patch({ isMinor: false })).body.code).toBe('request/invalid');
    const requests = await rows('SELECT kind, status FROM data_requests WHERE subject_id = $1', [
      home.childId,
    ]);
    expect(requests).toEqual([{ kind: 'rectify', status: 'done' }]);
  });

  test('a copy is a ZIP of JSON and CSV', async () => {
    const home = await familyAtHome(server);
    const response = await fetch(`${server.url}/api/v1/family/children/${home.childId}/export`, {
      headers: { authorization: `Bearer ${home.guardian.accessToken}` },
    });
    expect(response.status).toBe(200);
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const names = Object.keys(files);
    // from where a guardian decided is for nobody else: the other one may live apart
    const consents = names.find((name) => name.endsWith('consents.csv'))!;
    expect(strFromU8(files[consents]!)).toContain('granted');
    expect(
      Object.values(files)
        .map((file) => strFromU8(file))
        .join(),
    ).not.toContain('127.0.0');
    expect(names.some((name) => name.endsWith('.json'))).toBe(true);
    expect(names.some((name) => name.endsWith('.csv'))).toBe(true);
  });

  test('stop: every consent is taken back at once', async () => {
    const home = await familyAtHome(server);
    const stopped = await post(
      server,
      `/family/children/${home.childId}/stop`,
      undefined,
      home.guardian.accessToken,
    );
    expect(stopped.status).toBe(204);
    expect((await detail(home)).body).toMatchObject({ status: 'waiting', scopes: [] });
    expect((await call(server, '/me', { token: home.child.accessToken })).status).toBe(401);
  });

  test('delete: only with the own password; then access ends, the rows are gone, every guardian hears of it', async () => {
    const home = await familyAtHome(server);
    const kim = await secondGuardian(home);
    const erase = (password: string) =>
      post(server, `/family/children/${home.childId}/erase`, { password }, home.guardian.accessToken);
    expect((await erase('not-my-password-1')).body.code).toBe('auth/wrong-password');
    expect((await erase(goodPassword)).status).toBe(204);
    expect(await rows('SELECT 1 FROM users WHERE id = $1', [home.childId])).toEqual([]);
    expect(await rows('SELECT 1 FROM consents WHERE child_id = $1', [home.childId])).toEqual([]);
    expect(await rows('SELECT reason FROM tombstones WHERE user_id = $1', [home.childId])).toEqual([
      { reason: 'guardian' },
    ]);
    expect((await call(server, '/me', { token: home.child.accessToken })).status).toBe(401);
    await mailTo(server, home.email, 'child-erased');
    await mailTo(server, kim.user.email!, 'child-erased');
  });

  test('delete: no letter that is kept names the child any more, to whomever it went; those about another child stay', async () => {
    const home = await familyAtHome(server, {}, { nickname: 'Zebrina' });
    const other = await familyAtHome(server, {}, { nickname: 'Quentin' });
    await rows('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [
      home.guardian.user.id,
      other.childId,
    ]);
    const kim = await secondGuardian(home);
    await change(home, { live_rooms: false });
    await change(other, { live_rooms: false });
    await change(home, { account: false });
    const keptTo = async (email: string) =>
      (await mailsTo(server, email)).map(({ template, subject, text }) => ({
        template,
        words: subject + text,
      }));
    const naming = async (name: string) =>
      [...(await keptTo(home.email)), ...(await keptTo(kim.user.email!))].filter(({ words }) =>
        words.includes(name),
      );
    const before = (await naming('Zebrina')).map(({ template }) => template);
    for (const template of ['consent-request', 'consent-changed', 'consent-withdrawn', 'guardian-invite'])
      expect(before).toContain(template);
    const erase = `/family/children/${home.childId}/erase`;
    expect((await post(server, erase, { password: goodPassword }, home.guardian.accessToken)).status).toBe(
      204,
    );
    expect(await naming('Zebrina')).toEqual([]);
    expect((await naming('Quentin')).map(({ template }) => template)).toEqual(['consent-changed']);
    expect((await mailTo(server, kim.user.email!, 'child-erased')).text).toContain(
      'The account of your child',
    );
  });
});

describe('[CON-9] what a guardian asks on behalf of the child', () => {
  const path = (home: FamilyAtHome) => `/family/children/${home.childId}/data-requests`;
  const ask = (home: FamilyAtHome, body: object, token = home.guardian.accessToken) =>
    post<DataRequest & { code: string }>(server, path(home), body, token);
  const asked = (where: string, token: string) =>
    call<{ items: DataRequest[]; code?: string }>(server, where, { token });
  const note = 'The class on the list is another one.';

  test('is about the child, and is seen by the child, both guardians and whoever answers', async () => {
    const home = await familyAtHome(server);
    const second = await secondGuardian(home);
    const made = await ask(home, { kind: 'rectify', note });
    const guardianId = (await call<{ id: string }>(server, '/me', { token: home.guardian.accessToken })).body
      .id;
    expect([made.status, made.body]).toMatchObject([
      201,
      { subject: { id: home.childId }, askedBy: { id: guardianId, as: 'guardian' }, note, status: 'open' },
    ]);
    const { id } = made.body;
    const email = `officer-${randomUUID()}@school.example`;
    await addPerson(server, { email, role: 'admin' });
    const { accessToken: officer } = await signIn(server, email);
    const { items } = (await asked('/data-requests?status=open', officer)).body;
    expect(items.find((one) => one.id === id)).toMatchObject({
      subject: { id: home.childId, name: 'Brave Otter' },
      askedBy: { id: guardianId, name: 'Pat Parent', as: 'guardian' },
    });
    const answered = await post(
      server,
      `/data-requests/${id}/answer`,
      { status: 'done', note: 'It is 5b now.' },
      officer,
    );
    expect(answered.status).toBe(200);
    for (const [where, token] of [
      [path(home), home.guardian.accessToken],
      [path(home), second.accessToken],
      ['/me/data-requests', home.child.accessToken],
    ] as const) {
      const { body } = await asked(where, token);
      expect(body.items[0], where).toMatchObject({ id, note, answer: 'It is 5b now.', status: 'done' });
    }
    // it is the child's: among what the guardian asks about the own data it does not stand
    expect((await asked('/me/data-requests', home.guardian.accessToken)).body.items).toEqual([]);
    expect(
      await rows(
        `SELECT actor_id, on_behalf_of FROM audit_logs WHERE entity_id = $1 AND action = 'data_request.opened'`,
        [id],
      ),
    ).toEqual([{ actor_id: guardianId, on_behalf_of: home.childId }]);
  });

  test('is asked by nobody else, and by nobody who answers for the child no more', async () => {
    const home = await familyAtHome(server);
    const other = await familyAtHome(server);
    for (const { accessToken } of [other.guardian, home.child]) {
      const code = accessToken === home.child.accessToken ? 'consent/not-guardian' : 'child/not-found';
      expect((await ask(home, { kind: 'access' }, accessToken)).body.code).toBe(code);
      expect((await asked(path(home), accessToken)).body.code).toBe(code);
    }
    await call(server, `/family/children/${home.childId}/guardianship`, {
      method: 'DELETE',
      token: home.guardian.accessToken,
    });
    expect((await ask(home, { kind: 'access' })).body.code).toBe('child/not-found');
    expect(await rows('SELECT 1 FROM data_requests WHERE subject_id = $1', [home.childId])).toEqual([]);
  });

  test('[CON-1] of a child that waits for a yes no note is stored, whoever asks', async () => {
    const { username } = await signUpChild(server);
    const { accessToken: child } = await signIn(server, username);
    const own = (body: object) =>
      post<DataRequest & { code: string }>(server, '/me/data-requests', body, child);
    const refused = await own({ kind: 'rectify', note });
    expect([refused.status, refused.body.code]).toEqual([403, 'data-request/note-not-allowed']);
    const bare = await own({ kind: 'rectify' });
    expect([bare.status, bare.body.note]).toEqual([201, null]);

    const home = await familyAtHome(server);
    await change(home, { account: false });
    expect((await ask(home, { kind: 'erase', note })).body.code).toBe('data-request/note-not-allowed');
    expect((await ask(home, { kind: 'erase' })).status).toBe(201);
    expect(
      await rows('SELECT note FROM data_requests WHERE subject_id IN ($1, $2) AND note IS NOT NULL', [
        bare.body.subject.id,
        home.childId,
      ]),
    ).toEqual([]);
  });
});
