import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../../../src/wire/identity.ts';
import { joinRaw, payloadsOf, until } from '../../support/class-play.ts';
import { familyAtHome } from '../../support/families.ts';
import { mailTo, tokenIn } from '../../support/mail.ts';
import { type CallOptions, call, goodPassword, type Reply } from '../../support/rest.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { smtpRefusal, startSmtp, type TestSmtp } from '../../support/smtp.ts';

/** Words that stand nowhere unless somebody wrote down what nobody may write down. */
const said = {
  childName: 'Kanari Nestling',
  childLogin: 'kanari-nestling',
  guardianMail: 'kanari-parent@home.example',
  strangerMail: 'kanari-stranger@home.example',
  learnerMail: 'kanari-learner@home.example',
  learnerName: 'Kanari Learner',
  pupilName: 'Kanari Pupil',
  pupilMail: 'kanari-pupil@home.example',
  phone: '+34 600 777 313',
  street: 'Kanari Lane 5',
  game: 'kanari-at-chess',
  gamePassword: 'kanari-game-password',
  wrongPassword: 'kanari-wrong-password',
  wrongToken: 'kanari-token-that-opens-nothing',
  wrongPin: '913577',
  nickname: 'Kanari Guest',
  answerId: 'kanari-answer-1',
  message: 'kanariMessage',
  query: 'kanari-query',
  path: 'kanari-path',
  note: 'kanari-note about a child',
  agent: 'Kanari/1.0',
  address: '203.0.113.77',
  goodPassword,
};
/** And what the server made for somebody, as it came. */
const secrets = new Set<string>();

const lines: string[] = [];
const refusals: string[] = [];
const printed: string[] = [];
let smtp: TestSmtp;
let server: TestServer;
let teacher: string;
let admin: string;

async function send<T = Record<string, string>>(path: string, options: CallOptions = {}): Promise<Reply<T>> {
  const headers = { 'user-agent': said.agent, 'x-forwarded-for': said.address, ...options.headers };
  const reply = await call<T>(server, path, { ...options, headers });
  if (reply.status >= 400) refusals.push(JSON.stringify(reply.body));
  return reply;
}
const post = <T = Record<string, string>>(path: string, body: unknown, token?: string): Promise<Reply<T>> =>
  send<T>(path, { method: 'POST', body, ...(token !== undefined && { token }) });
const keep = <T extends string>(secret: T): T => {
  secrets.add(secret);
  return secret;
};
async function enter(login: string, password: string): Promise<string> {
  const { body } = await post<SignedIn>('/auth/sign-in', { login, password, keep: 'body' });
  keep(body.refreshToken!);
  return keep(body.accessToken);
}

beforeAll(async () => {
  for (const way of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, way).mockImplementation((...told) => void printed.push(told.map(String).join(' ')));
  }
  // a mail server that says back what it was told, as many do
  smtp = await startSmtp({
    onRcptTo: ({ address }, _session, done) => done(smtpRefusal(451, `${address} is greylisted`)),
  });
  server = await startTestServer(
    { SMTP_URL: smtp.url, MAIL_FROM: 'tutti@school.example', TRUST_PROXY: '1' },
    { write: (line) => void lines.push(line) },
  );
  await server.app.jobs.start();
  teacher = await enter(server.teacher.email, server.teacher.password);
  admin = await enter(server.admin.email, server.admin.password);
  await everythingGoesWell();
  await everythingGoesWrong();
  await server.app.jobs.runNow('retention');
  await server.app.jobs.runNow('family-consents');
}, 60_000);
afterAll(async () => {
  vi.restoreAllMocks();
  await server?.stop();
  await smtp?.close();
});

async function everythingGoesWell(): Promise<void> {
  const home = await familyAtHome(
    server,
    {},
    { nickname: said.childName, username: said.childLogin, guardianEmail: said.guardianMail },
  );
  for (const { accessToken, refreshToken } of [home.child, home.guardian]) {
    keep(accessToken);
    keep(refreshToken!);
  }
  const [child, guardian] = [home.child.accessToken, home.guardian.accessToken];
  keep(tokenIn(await mailTo(server, said.guardianMail, 'consent-request')));
  keep(tokenIn(await mailTo(server, said.guardianMail, 'consent-confirm')));

  const contact = { phone: said.phone, address: said.street };
  await send('/me/contact', { method: 'PUT', token: guardian, body: contact });
  const login = { game: 'Chess', username: said.game, password: said.gamePassword };
  const { body: game } = await post('/me/game-credentials', login, child);
  await post(`/me/game-credentials/${game.id}/reveal`, { password: goodPassword }, child);
  await send(`/family/children/${home.childId}/data`, { token: guardian });
  await send(`/family/children/${home.childId}/export`, { token: guardian });
  await send(`/people?search=${encodeURIComponent(said.query)}`, { token: admin });
  await post('/me/data-requests', { kind: 'access', note: said.note }, guardian);
  const { body: factor } = await post('/me/second-factor', undefined, guardian);
  const code = new TOTP({ secret: Secret.fromBase32(keep(factor.secret!)) }).generate();
  const confirmed = await post<{ recoveryCodes: string[] }>(
    '/me/second-factor/confirm',
    { code: keep(code) },
    guardian,
  );
  confirmed.body.recoveryCodes.map(keep);

  await post('/auth/sign-up', {
    role: 'student',
    birth: { year: 2000, month: 1 },
    email: said.learnerMail,
    displayName: said.learnerName,
    password: goodPassword,
  });
  const verify = keep(tokenIn(await mailTo(server, said.learnerMail, 'verify-email')));
  await post('/auth/verify-email', { token: verify });
  await post('/auth/forgot', { email: said.learnerMail });
  const reset = keep(tokenIn(await mailTo(server, said.learnerMail, 'reset-password')));
  await send(`/auth/reset-password?token=${reset}`);
  await post('/auth/magic-link', { email: said.learnerMail });
  const magic = keep(tokenIn(await mailTo(server, said.learnerMail, 'magic-link')));
  await post('/auth/magic-link/open', { token: magic, keep: 'body' });

  const { body: group } = await post('/classes', { name: '7b' }, teacher);
  const list = `First name,Last name,E-mail,Birth month\nKanari,Pupil,${said.pupilMail},2001-02\n`;
  const { body: preview } = await post(
    `/classes/${group.id}/roster`,
    { content: Buffer.from(list).toString('base64') },
    teacher,
  );
  await post(`/classes/${group.id}/roster/${preview.importId}/confirm`, {}, teacher);
  const cards = await post<{ items: { link: string }[] }>(
    `/classes/${group.id}/cards`,
    { newStudents: 1 },
    teacher,
  );
  keep(cards.body.items[0]!.link.split('#token=')[1]!);
  const invited = await post('/invitations', { role: 'teacher', email: said.strangerMail }, admin);
  keep(invited.body.link!.split('#token=')[1]!);

  const { body: missions } = await send<{ items: { id: string }[] }>('/missions', { token: teacher });
  const { body: session } = await post('/sessions', { missionId: missions.items[0]!.id }, teacher);
  await send(`/join?pin=${keep(session.pin!)}`);
  await post('/join', { pin: session.pin }, child);
  const player = await joinRaw(server.url, session.pin!, said.nickname);
  keep(player.joined.resumeToken);
  keep(player.joined.seat.sessionId);
  player.send('submitAnswer', { round: 0, vote: 1, answerId: said.answerId, answer: [0] });
  player.send(said.message, { anything: said.note });
  player.send('submitAnswer', { nonsense: said.note });
  player.send('readClock', { id: 1 });
  await until(
    () => payloadsOf(player, 'clock').length > 0 || player.socket.readyState > 1,
    'the room has read it all',
  );
  player.close();
  const push = io(server.url, { auth: { accessToken: child }, transports: ['websocket'], forceNew: true });
  await new Promise((resolve) => push.on('connect', () => resolve(undefined)));
  await push.emitWithAck(said.message, { token: said.wrongToken });
  push.close();
}

async function everythingGoesWrong(): Promise<void> {
  await post('/auth/sign-in', { login: said.strangerMail, password: said.wrongPassword });
  await post('/auth/sign-in', { login: said.childLogin, password: said.wrongPassword });
  await post('/auth/refresh', { refreshToken: said.wrongToken });
  await send('/me', { token: said.wrongToken });
  await send(`/setup?token=${said.wrongToken}`);
  await send(`/join?pin=${said.wrongPin}`);
  await post('/join', { pin: said.wrongPin, nickname: said.nickname });
  await post('/rejoin', { resumeToken: said.wrongToken });
  await post('/class-code', { code: said.path });
  await post('/consents/request', { token: said.wrongToken });
  await send(`/${said.path}/${said.query}?${said.query}=${said.wrongToken}`);
  await send(`/about?limit=${said.query}`);
  await fetch(`${server.url}/j/${said.wrongPin}?${said.query}`);
  await fetch(`${server.url}/${said.path}`);
  const broken = `{"login":"${said.strangerMail}","password":"${said.wrongPassword}"`;
  await send('/auth/sign-in', { method: 'POST', body: broken });
  await post('/auth/sign-in', { login: [said.strangerMail], password: { is: said.wrongPassword } });
  await post('/me/erase', { password: said.wrongPassword }, teacher);
  const child = await enter(said.childLogin, goodPassword);
  await send(`/people?search=${said.query}`, { token: child });

  const bad = io(server.url, { auth: { accessToken: said.wrongToken }, transports: ['websocket'] });
  await new Promise((resolve) => bad.on('connect_error', () => resolve(undefined)));
  bad.close();

  // and when the database itself refuses, it repeats what it was given
  await ownerSql(`CREATE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'invalid input: %', row_to_json(NEW) USING ERRCODE = '22P02'; END $$`);
  const lost = async (table: string, path: string, body: object, method = 'POST') => {
    await ownerSql(`CREATE TRIGGER not_now BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION not_now();
      GRANT EXECUTE ON FUNCTION not_now() TO PUBLIC`);
    const { status } = await send(path, { method, token: child, body });
    await ownerSql(`DROP TRIGGER not_now ON ${table}`);
    expect(status).toBe(500);
  };
  await lost('game_credentials', '/me/game-credentials', {
    game: 'Chess',
    username: said.game,
    password: said.gamePassword,
  });
  await lost('user_profiles', '/me', { displayName: said.childName }, 'PATCH');
  await lost('data_requests', '/me/data-requests', { kind: 'erase', note: said.note });
}

async function ownerSql(statement: string): Promise<void> {
  const owner = new pg.Client(server.database.ownerUrl);
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}

/** What of it stands there; digits count as whole numbers only. */
function found(text: string, words: Iterable<string>): string[] {
  return [...words].filter((word) =>
    /^\d+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(text) : text.includes(word),
  );
}
const everything = () => [...Object.values(said), ...secrets];
const rowsOf = async (query: string): Promise<string> =>
  (await server.app.db.jobs.query<{ text: string }>(query)).rows.map(({ text }) => text).join('\n');

describe('[DAT-4] whatever passes through the server', () => {
  it('was seen by it, and was not little', async () => {
    expect(secrets.size).toBeGreaterThan(20);
    expect(refusals.length).toBeGreaterThan(15);
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.join('\n')).toMatch(/"code":"22P02"/);
    expect(await rowsOf('SELECT username AS text FROM users')).toContain(said.childLogin);
  });

  it('stands in no line of the log and is not printed', () => {
    const log = lines.map((line) => {
      const { time: _time, ms: _ms, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify(rest);
    });
    expect(found(log.join('\n'), everything())).toEqual([]);
    expect(found(printed.join('\n'), everything())).toEqual([]);
    expect(log.join('\n').toLowerCase()).not.toContain('kanari');
  });

  it('is not said back by a refusal', () => {
    // the one that asks may hear the name of a parameter again, and nothing of a value
    const heard = refusals.filter((text) => found(text, everything()).length > 0);
    expect(heard.filter((text) => !text.includes(`Unrecognized key: \\"${said.query}`))).toEqual([]);
  });

  it('stands on no page of figures', async () => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    expect(page).toMatch(/route="\/api\/v1\/auth\/sign-in"/);
    expect(found(page, everything())).toEqual([]);
    expect(page.toLowerCase()).not.toContain('kanari');
  });

  it('waits in no job, letter, audit entry or event that could be read', async () => {
    const tables = await rowsOf(
      `SELECT format('%I.%I', table_schema, table_name) AS text FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND (table_schema = 'pgboss' OR table_name IN ('mail_messages', 'audit_logs', 'outbox_events', 'roster_imports'))`,
    );
    expect(tables).toContain('pgboss.job');
    expect(tables).toContain('mail_messages');
    for (const table of tables.split('\n')) {
      const text = await rowsOf(`SELECT row_to_json(t)::text AS text FROM ${table} t`);
      expect(found(text, everything()), table).toEqual([]);
      expect(text.toLowerCase(), table).not.toContain('kanari');
    }
    expect(await rowsOf('SELECT count(*)::text AS text FROM mail_messages')).not.toBe('0');
  });
});
