import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  Agreement,
  ConsentForm,
  ConsentRequestView,
  FamilyChildDetail,
  FormTaken,
  MyConsent,
  PrintedForm,
} from '../../../src/wire/family.ts';
import type { SignedIn } from '../../../src/wire/identity.ts';
import {
  consentToken,
  type FamilyAtHome,
  familyAtHome,
  onlyToPlay,
  post,
  signUpChild,
} from '../../support/families.ts';
import { mailsTo, mailTo } from '../../support/mail.ts';
import { addPerson, call, goodPassword, signIn } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let admin: SignedIn;
let teacher: SignedIn;
let groupId: string;
beforeAll(async () => {
  server = await startBareServer();
  await addPerson(server, { role: 'admin', email: 'head@school.example' });
  await addPerson(server, { role: 'teacher', email: 'theo@school.example' });
  [admin, teacher] = await Promise.all([
    signIn(server, 'head@school.example'),
    signIn(server, 'theo@school.example'),
  ]);
  const [group] = await rows<{ id: string }>(
    `INSERT INTO groups (org_id, name) VALUES ($1, '4b') RETURNING id`,
    [server.orgId],
  );
  groupId = group!.id;
  await rows(`INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'teacher')`, [
    groupId,
    teacher.user.id,
  ]);
});
afterAll(() => server.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await server.app.db.jobs.query<T>(sql, values)).rows;
const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const agreement = (more: object = {}) => ({
  title: 'Consent for the school year',
  signedBy: 'Ada Head',
  signedOn: day(-30),
  validUntil: day(200),
  scopes: ['account', 'live_rooms'],
  ...more,
});
const add = (more: object = {}) =>
  post<Agreement & { code: string }>(server, '/agreements', agreement(more), admin.accessToken);
const end = (id: string) => post<Agreement>(server, `/agreements/${id}/end`, undefined, admin.accessToken);
const stateOf = async (id: string) =>
  (await rows('SELECT status, effective_scopes(id) AS scopes FROM users WHERE id = $1', [id]))[0];

let made = 0;
async function pupil(): Promise<string> {
  made += 1;
  const id = await addPerson(server, {
    role: 'student',
    username: `pupil-${made}`,
    displayName: `Pupil ${made}`,
    status: 'pending_consent',
    isMinor: true,
    birthMonth: '2017-03',
    origin: 'roster',
  });
  await rows(`INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)`, [groupId, id]);
  return id;
}
const consentForClass = (who: SignedIn, id = groupId) =>
  post(server, '/agreements/consent', { groupId: id }, who.accessToken);

describe('[CON-3] the school stands in for parents', () => {
  test('not without a valid agreement: none, one that is over, one that begins later', async () => {
    const child = await pupil();
    const refused = async () => (await consentForClass(teacher)).body.code;
    expect(await refused()).toBe('consent/no-agreement');
    const over = await add({ signedOn: day(-100), validUntil: day(-1) });
    const later = await add({ signedOn: day(5) });
    expect([over.body.status, later.body.status]).toEqual(['over', 'not_yet']);
    expect(await refused()).toBe('consent/no-agreement');
    expect(await stateOf(child)).toEqual({ status: 'pending_consent', scopes: [] });
    await end(later.body.id);
  });

  test('is not given by a colleague who helps in the class or stands in', async () => {
    await pupil();
    const later = await add();
    await addPerson(server, { role: 'teacher', email: 'sub@school.example' });
    const colleague = await signIn(server, 'sub@school.example');
    expect((await consentForClass(colleague)).status).toBe(404);
    for (const role of ['co_teacher', 'substitute']) {
      await rows(
        `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, $3)
         ON CONFLICT (group_id, user_id) DO UPDATE SET role = EXCLUDED.role`,
        [groupId, colleague.user.id, role],
      );
      expect(await consentForClass(colleague), role).toMatchObject({
        status: 403,
        body: { code: 'auth/forbidden' },
      });
    }
    await end(later.body.id);
  });

  test('a class in one go, for learning only; again nothing is written; the end of the agreement ends all of it', async () => {
    const [one, two] = [await pupil(), await pupil()];
    const { body } = await add();
    const first = await consentForClass(teacher);
    expect(first.body).toMatchObject({ granted: made, kept: 0 });
    for (const id of [one, two])
      expect(await stateOf(id)).toEqual({ status: 'active', scopes: ['account', 'live_rooms'] });
    expect((await consentForClass(admin)).body).toMatchObject({ granted: 0, kept: made });
    const list = await call<{ items: Agreement[] }>(server, '/agreements', { token: admin.accessToken });
    expect(list.body.items.find(({ id }) => id === body.id)).toMatchObject({
      status: 'valid',
      children: made,
    });
    const signedIn = await signIn(server, `pupil-${made}`);
    expect((await end(body.id)).body.status).toBe('ended');
    for (const id of [one, two]) expect(await stateOf(id)).toEqual({ status: 'pending_consent', scopes: [] });
    expect((await call(server, '/me', { token: signedIn.accessToken })).status).toBe(401);
    expect((await end(body.id)).body.status).toBe('ended');
    expect(await rows('SELECT 1 FROM school_agreements WHERE id = $1', [body.id])).toHaveLength(1);
  });

  test('a parent who consents as well keeps the account when the agreement ends, and a parent’s no is stronger', async () => {
    const home = await familyAtHome(server);
    await rows('INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)', [groupId, home.childId]);
    const { body } = await add();
    await consentForClass(teacher);
    const off = await post<FamilyChildDetail>(
      server,
      `/family/children/${home.childId}/consents`,
      { live_rooms: false },
      home.guardian.accessToken,
    );
    expect(off.body.scopes).toEqual(['account']);
    await end(body.id);
    expect(await stateOf(home.childId)).toEqual({ status: 'active', scopes: ['account'] });
  });

  test('a parent who was asked and says no ends the school’s word for the child, and the class does not get it again', async () => {
    const child = await pupil();
    const email = 'no-thanks@home.example';
    const waiting = await signIn(server, `pupil-${made}`);
    await post(server, '/me/ask-again', { guardianEmail: email }, waiting.accessToken);
    const { body } = await add();
    await consentForClass(teacher);
    expect(await stateOf(child)).toMatchObject({ status: 'active' });
    const playing = await signIn(server, `pupil-${made}`);
    const token = await consentToken(server, email);
    const asked = await post<ConsentRequestView>(server, '/consents/request', { token });
    expect(asked.body.refusing).toBe('stopped');
    expect((await post(server, '/consents/refuse', { token })).body).toEqual({ next: 'stopped' });
    expect((await call(server, '/me', { token: playing.accessToken })).status).toBe(401);
    expect((await consentForClass(teacher)).body).toMatchObject({ granted: 0 });
    expect(await stateOf(child)).toEqual({ status: 'pending_consent', scopes: [] });
    // nor because the child names somebody else
    const again = await signIn(server, `pupil-${made}`);
    await post(server, '/me/ask-again', { guardianEmail: 'else@home.example' }, again.accessToken);
    expect((await consentForClass(teacher)).body).toMatchObject({ granted: 0 });
    await rows(`UPDATE consent_requests SET contact_sealed = NULL WHERE child_id = $1`, [child]);
    expect(
      await rows('SELECT 1 FROM consent_requests WHERE child_id = $1 AND contact_sealed IS NOT NULL', [
        child,
      ]),
    ).toEqual([]);
    await end(body.id);
  });

  test('a child whose guardian stopped the account brings in nobody else: it asks that guardian', async () => {
    const home = await familyAtHome(server);
    await post(
      server,
      `/family/children/${home.childId}/consents`,
      { account: false },
      home.guardian.accessToken,
    );
    const { accessToken: token } = await signIn(server, home.username);
    expect((await call<MyConsent>(server, '/me/consent', { token })).body).toMatchObject({
      needed: true,
      lookedAfter: true,
    });
    const asked = await post(server, '/me/ask-again', { guardianEmail: 'friend@home.example' }, token);
    expect(asked).toMatchObject({ status: 404, body: { code: 'consent/request-not-found' } });
    expect(await mailsTo(server, 'friend@home.example')).toEqual([]);
    expect(await stateOf(home.childId)).toEqual({ status: 'pending_consent', scopes: [] });
  });

  test('an agreement that runs out overnight takes its word along', async () => {
    const child = await pupil();
    const { body } = await add();
    await consentForClass(teacher);
    expect(await stateOf(child)).toMatchObject({ status: 'active' });
    await rows('UPDATE school_agreements SET valid_until = current_date - 1 WHERE id = $1', [body.id]);
    // what it allows is over at once, the account follows in the night
    expect(await stateOf(child)).toEqual({ status: 'active', scopes: [] });
    await server.app.family.nights.endAgreements(new Date());
    expect(await stateOf(child)).toEqual({ status: 'pending_consent', scopes: [] });
  });

  test('only for the own classes and by those who may; an agreement that makes no sense is refused', async () => {
    await addPerson(server, { role: 'teacher', email: 'other@school.example' });
    const other = await signIn(server, 'other@school.example');
    expect((await consentForClass(other)).body.code).toBe('class/not-found');
    expect((await consentForClass(admin, randomUUID())).body.code).toBe('class/not-found');
    expect((await post(server, '/agreements', agreement(), teacher.accessToken)).status).toBe(403);
    expect((await add({ validUntil: day(-40) })).body.code).toBe('request/invalid');
    expect((await add({ scopes: ['live_rooms'] })).body.code).toBe('request/invalid');
    expect((await add({ scopes: ['account', 'messaging'] })).body.code).toBe('request/invalid');
    const orgId = randomUUID();
    await rows(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'Elsewhere')`, [
      orgId,
      `org-${orgId}`,
    ]);
    await addPerson({ ...server, orgId }, { role: 'admin', email: 'head@elsewhere.example' });
    const stranger = await signIn(server, 'head@elsewhere.example');
    const { body } = await add();
    const ended = await post(server, `/agreements/${body.id}/end`, undefined, stranger.accessToken);
    expect([ended.status, ended.body.code]).toEqual([404, 'record/not-found']);
    await end(body.id);
  });
});

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(500, 7)]);
const file = { content: png.toString('base64') };
const allowChat = { ...onlyToPlay, messaging: true };
const review = (id: string, body: object, who = admin) =>
  post<ConsentForm & { code: string }>(server, `/consent-forms/${id}/review`, body, who.accessToken);

describe('[CON-3] signed forms', () => {
  test('by link: sealed, looked at, accepted; then it counts, and the picture is gone', async () => {
    const { username, guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    const sent = await post<FormTaken>(server, '/consents/form', {
      token,
      decisions: allowChat,
      file,
      relationship: 'parent',
      displayName: 'Pat',
      password: goodPassword,
    });
    expect([sent.status, sent.body.status]).toEqual([201, 'waiting']);
    const { id } = sent.body;
    const [stored] = await rows<{ file_sealed: Buffer; child_id: string }>(
      'SELECT file_sealed, child_id FROM consent_forms WHERE id = $1',
      [id],
    );
    expect(stored!.file_sealed.includes(png.subarray(0, 32))).toBe(false);
    expect(await stateOf(stored!.child_id)).toEqual({ status: 'pending_consent', scopes: [] });
    const queue = await call<{ items: ConsentForm[] }>(server, '/consent-forms?status=waiting', {
      token: admin.accessToken,
    });
    expect(queue.body.items).toMatchObject([
      { id, guardianName: 'Pat', mimeType: 'image/png', bytes: png.length },
    ]);
    const picture = await fetch(`${server.url}/api/v1/consent-forms/${id}/file`, {
      headers: { authorization: `Bearer ${admin.accessToken}` },
    });
    expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true);
    expect((await call(server, `/consent-forms/${id}/file`, { token: teacher.accessToken })).status).toBe(
      403,
    );

    expect((await review(id, { accept: true })).body.status).toBe('accepted');
    // chat was signed for and switched on with it
    expect(await stateOf(stored!.child_id)).toEqual({
      status: 'active',
      scopes: ['account', 'live_rooms', 'messaging'],
    });
    expect(await rows('SELECT file_sealed FROM consent_forms WHERE id = $1', [id])).toEqual([
      { file_sealed: null },
    ]);
    expect((await call(server, `/consent-forms/${id}/file`, { token: admin.accessToken })).status).toBe(404);
    expect((await review(id, { accept: true })).status).toBe(409);
    const { links } = await mailTo(server, guardianEmail, 'form-decided');
    expect(links[0]).toMatch(`/family/${stored!.child_id}/allowed`);
    expect((await signIn(server, username)).user.consent.scopes).toContain('messaging');
    expect((await signIn(server, guardianEmail)).user.roles).toContain('guardian');
  });

  test('refused with a reason: the question is open again, nothing counts, the begun account is gone', async () => {
    const { guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    const send = () =>
      post<FormTaken>(server, '/consents/form', {
        token,
        decisions: onlyToPlay,
        file,
        relationship: 'parent',
        displayName: 'Pat',
        password: goodPassword,
      });
    const { id } = (await send()).body;
    expect((await review(id, { accept: false })).body.code).toBe('request/invalid');
    const refused = await review(id, { accept: false, reason: 'The signature is missing.' });
    expect(refused.body).toMatchObject({ status: 'refused', reason: 'The signature is missing.' });
    const { text, links } = await mailTo(server, guardianEmail, 'form-decided');
    expect(text).toContain('The signature is missing.');
    expect(links[0], 'nobody’s guardian has a page of a child').toMatch(/\/family$/);
    expect(await rows('SELECT 1 FROM users WHERE email = $1', [guardianEmail])).toEqual([]);
    expect(await rows('SELECT status FROM consent_forms WHERE id = $1', [id])).toEqual([
      { status: 'refused' },
    ]);
    expect((await send()).status).toBe(201);
  });

  test('on paper: a teacher of the child sends it in for a grown-up without e-mail', async () => {
    const child = await pupil();
    const printed = await call<PrintedForm>(server, `/children/${child}/consent-form?locale=es`, {
      token: teacher.accessToken,
    });
    expect(printed.body).toMatchObject({
      child: { id: child, name: `Pupil ${made}` },
      notice: { locale: 'es' },
    });
    const paper = { decisions: onlyToPlay, file, relationship: 'other', guardianName: 'Grandma Rosa' };
    const sent = await post<FormTaken>(
      server,
      `/children/${child}/consent-forms`,
      paper,
      teacher.accessToken,
    );
    expect(sent.status).toBe(201);
    expect((await review(sent.body.id, { accept: true })).body.guardianName).toBe('Grandma Rosa');
    expect(await stateOf(child)).toEqual({ status: 'active', scopes: ['account', 'live_rooms'] });
    await addPerson(server, { role: 'teacher', email: 'nosy@school.example' });
    const nosy = await signIn(server, 'nosy@school.example');
    const refused = await post(server, `/children/${child}/consent-forms`, paper, nosy.accessToken);
    expect([refused.status, refused.body.code]).toEqual([404, 'child/not-found']);
  });

  test('count no more once something of it was taken back, the guardian left, or the child is of age', async () => {
    const later = async (change: (home: FamilyAtHome) => Promise<unknown>) => {
      const home = await familyAtHome(server);
      const path = `/family/children/${home.childId}/forms`;
      const sent = await post<FormTaken>(
        server,
        path,
        { decisions: allowChat, file },
        home.guardian.accessToken,
      );
      await change(home);
      const accepted = await review(sent.body.id, { accept: true });
      expect(accepted).toMatchObject({ status: 409, body: { code: 'data-request/not-open' } });
      const refused = await review(sent.body.id, { accept: false, reason: 'Too old.' });
      expect(refused.status).toBe(200);
      return stateOf(home.childId);
    };
    const stopped = await later(({ childId, guardian }) =>
      post(server, `/family/children/${childId}/consents`, { account: false }, guardian.accessToken),
    );
    expect(stopped).toEqual({ status: 'pending_consent', scopes: [] });
    await later(({ childId }) =>
      rows(`UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE child_id = $1`, [childId]),
    );
    await later(({ childId }) => rows('UPDATE users SET is_minor = false WHERE id = $1', [childId]));
  });

  test('a guardian signs for more than a mail can, and may then decide it on the page', async () => {
    const home = await familyAtHome(server);
    const sent = await post<FormTaken>(
      server,
      `/family/children/${home.childId}/forms`,
      { decisions: allowChat, file },
      home.guardian.accessToken,
    );
    await review(sent.body.id, { accept: true });
    const put = (messaging: boolean) =>
      post<FamilyChildDetail>(
        server,
        `/family/children/${home.childId}/consents`,
        { messaging },
        home.guardian.accessToken,
      );
    expect((await put(false)).body.scopes).toEqual(['account', 'live_rooms']);
    expect((await put(true)).body.scopes).toEqual(['account', 'live_rooms', 'messaging']);
  });

  test('[EDG-4] the newest form of a guardian takes the place of the one that waits, and four wait at most', async () => {
    const home = await familyAtHome(server);
    const send = () =>
      post<FormTaken & { code: string }>(
        server,
        `/family/children/${home.childId}/forms`,
        { decisions: allowChat, file },
        home.guardian.accessToken,
      );
    await send();
    const newest = (await send()).body.id;
    const waiting = () =>
      rows<{ id: string }>(`SELECT id FROM consent_forms WHERE child_id = $1 AND status = 'waiting'`, [
        home.childId,
      ]);
    expect(await waiting()).toEqual([{ id: newest }]);
    const paper = { decisions: onlyToPlay, file, relationship: 'other', guardianName: 'Grandma Rosa' };
    const onPaper = () => post(server, `/children/${home.childId}/consent-forms`, paper, admin.accessToken);
    for (let more = 0; more < 3; more++) expect((await onPaper()).status).toBe(201);
    const tooMany = await onPaper();
    expect([tooMany.status, tooMany.body.code]).toEqual([429, 'request/too-many']);
    expect(await waiting()).toHaveLength(4);
  });

  test('forms of one child that come at the same moment wait for each other', async () => {
    const home = await familyAtHome(server);
    const paper = { decisions: onlyToPlay, file, relationship: 'other', guardianName: 'Grandma Rosa' };
    const path = `/children/${home.childId}/consent-forms`;
    const sent = Array.from({ length: 6 }, () => post(server, path, paper, admin.accessToken));
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 201, 201, 201, 429, 429]);
  });

  test('[EDG-4] a file is judged by its first bytes and its size, not by its name', async () => {
    const { guardianEmail } = await signUpChild(server);
    const token = await consentToken(server, guardianEmail);
    const code = async (content: string) =>
      (
        await post(server, '/consents/form', {
          token,
          decisions: onlyToPlay,
          file: { content },
          relationship: 'parent',
          displayName: 'Pat',
          password: goodPassword,
        })
      ).body.code;
    expect(await code(Buffer.from('<svg onload=alert(1)>').toString('base64'))).toBe(
      'upload/kind-not-allowed',
    );
    expect(await code('not base64 at all!')).toBe('request/invalid');
    const large = Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]);
    expect(await code(large.toString('base64'))).toBe('upload/too-large');
    expect(await code('A'.repeat(7_300_000))).toBe('request/too-large');
  });
});
