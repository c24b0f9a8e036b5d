import { randomUUID } from 'node:crypto';
import { createEverybody, type School } from '../support/everybody.ts';
import { childEntry } from '../support/families.ts';
import type { Person } from '../support/people.ts';
import { call, goodPassword } from '../support/rest.ts';
import type { ListedRoute } from '../support/routes.ts';
import type { TestServer } from '../support/server.ts';
import { type JsonSchema, validBody } from '../support/valid-body.ts';
import { writtenQuestions } from '../support/written-questions.ts';

type Server = Pick<TestServer, 'app' | 'config' | 'url'>;

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 7)]);
const pupils = Buffer.from('First name,Birth month\nAda,2001-02\n').toString('base64');
const wrongPassword = 'not-the-password-of-it';

const missionFacts = {
  locale: 'en',
  title: 'Pets',
  description: 'About animals.',
  topic: null,
  difficulty: 'easy',
  ages: { from: 9, to: 12 },
  estimatedMinutes: 20,
  i18n: {},
};

const madeUpReceipt = {
  version: 1,
  session: randomUUID(),
  participant: randomUUID(),
  round: 0,
  vote: 1,
  question: randomUUID(),
  askedHash: 'a'.repeat(43),
  answerHash: 'b'.repeat(43),
  at: '2026-01-01T00:00:00.000Z',
  keyId: 'c'.repeat(12),
  signature: 'd'.repeat(86),
};

export interface PlausibleCall {
  /** With ids of rows that are there. */
  path: string;
  body?: unknown;
}

export interface Plausible {
  school: School;
  /** Of a guest who plays: the token with which the guest comes back. */
  guestToken: string;
  /** Whether the call is about a row of this school, be it named in the path or in the body. */
  isAboutRow(route: ListedRoute): boolean;
  /** A call that everybody who may make it would get through with; what it destroys nobody else needs. */
  callOf(route: ListedRoute): PlausibleCall;
}

/** A school with a row of every kind, and the calls that are about them. */
export async function createPlausible(
  server: Server,
  orgId: string,
  defs: Record<string, JsonSchema>,
): Promise<Plausible> {
  const everybody = createEverybody(server);
  const school = await everybody.addSchool(orgId);
  const { admin, teacher, guardian, child, learner } = school;
  const { jobs } = server.app.db;

  async function made<T = { id: string }>(
    path: string,
    by: Person,
    body?: unknown,
    method = 'POST',
  ): Promise<T> {
    const reply = await call<T>(server, path, {
      method,
      token: by.token,
      ...(body !== undefined && { body }),
    });
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  const classWith = async (name: string, learners: Person[] = []): Promise<string> => {
    const { id } = await made('/classes', teacher, { name });
    for (const { userId } of learners) await addMember(id, userId, 'student');
    return id;
  };
  const addMember = (groupId: string, userId: string, role: string) =>
    jobs.query('INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, $3)', [
      groupId,
      userId,
      role,
    ]);
  /** So many accounts at once, for calls after which an account is another one. */
  const crowd = async (role: 'student' | 'teacher', size: number): Promise<string[]> => {
    const ids = Array.from({ length: size }, () => randomUUID());
    await jobs.query(
      'INSERT INTO users (id, org_id, username) SELECT id, $2, right(id::text, 30) FROM unnest($1::uuid[]) id',
      [ids, orgId],
    );
    await jobs.query(
      `INSERT INTO user_profiles (user_id, display_name) SELECT id, 'Somebody' FROM unnest($1::uuid[]) id`,
      [ids],
    );
    await jobs.query(
      'INSERT INTO user_roles (user_id, role_id, org_id, is_primary) SELECT p, r.id, $2, true FROM unnest($1::uuid[]) p, roles r WHERE r.key = $3',
      [ids, orgId, role],
    );
    return ids;
  };

  const [classId, openId, leavingId, turningId] = [
    await classWith('7b', [learner, child]),
    await classWith('Choir'),
    await classWith('Chess', [learner, child]),
    await classWith('6a', [learner]),
  ];
  const { code } = await made<{ code: string }>(`/classes/${openId}/code`, teacher, { open: true }, 'PUT');
  const [colleagues, staff, classmates] = await Promise.all([
    crowd('teacher', 30),
    crowd('teacher', 400),
    crowd('student', 30),
  ]);
  for (const id of colleagues) await addMember(classId, id, 'co_teacher');
  for (const id of classmates) await addMember(classId, id, 'student');
  const { importId } = await made<{ importId: string }>(`/classes/${classId}/roster`, teacher, {
    content: pupils,
  });
  const spareChildren = new Map<string, string>();
  for (const purpose of [
    ...['POST consents', 'controls', 'password', 'stop', 'erase', 'guardianship'],
    ...['forms', 'consent-forms', 'review'],
  ]) {
    const { userId } = await everybody.addChild(orgId, guardian);
    spareChildren.set(purpose, userId);
    await addMember(classId, userId, 'student');
  }
  const form = { decisions: { account: true, messaging: true }, file: { content: png.toString('base64') } };
  const formOf = async (childId: string): Promise<string> =>
    (await made(`/family/children/${childId}/forms`, guardian, form)).id;
  const { items: missions } = await made<{ items: { id: string }[] }>('/missions', teacher, undefined, 'GET');
  const missionId = missions[0]!.id;
  const session = await made<{ id: string; pin: string }>('/sessions', teacher, { missionId });
  const watched = await made<{ pin: string }>('/sessions', teacher, {
    missionId,
    settings: { spectators: true },
  });
  const { items: groupMissions } = await made<{ items: { id: string }[] }>(
    '/missions?for=groups',
    teacher,
    undefined,
    'GET',
  );
  const forGroups = { missionId: groupMissions[0]!.id, classId };
  const run = await made<{ id: string; pin: string }>('/group-runs', teacher, { ...forGroups, groups: 8 });
  await made(`/classes/${classId}/own-groups`, teacher, { allowed: true }, 'PUT');
  const lesson = { missionId, groupId: classId, closesAt: new Date(Date.now() + 86_400_000).toISOString() };
  const [homework, ...spareHomework] = await Promise.all(
    Array.from({ length: 12 }, async () => (await made('/homework', teacher, lesson)).id),
  );
  const joined = await call<{ resumeToken: string }>(server, '/join', {
    method: 'POST',
    body: { pin: session.pin, nickname: 'Guest' },
  });
  const invitations = await Promise.all(
    Array.from({ length: 30 }, async () => (await made('/invitations', admin, { role: 'teacher' })).id),
  );
  const agreement = {
    title: 'School year',
    signedBy: 'The head',
    signedOn: '2026-01-01',
    validUntil: '2099-01-01',
    scopes: ['account', 'live_rooms'],
  };
  const [, ending] = [
    await made('/agreements', admin, agreement),
    await made('/agreements', admin, agreement),
  ];
  const dataRequest = await made('/data-requests', admin, { kind: 'access', subjectId: learner.userId });
  const breach = await made('/breaches', admin, {
    discoveredAt: new Date().toISOString(),
    description: 'A list was left on a bus.',
  });
  const [waitingForm, reviewed] = [await formOf(child.userId), await formOf(spareChildren.get('review')!)];
  const game = { game: 'Chess', username: 'ada', password: 'a-password-of-a-game' };
  const [keptGame, deletedGame] = [
    await made('/me/game-credentials', child, game),
    await made('/me/game-credentials', child, game),
  ];
  for (let i = 0; i < 2; i++) await made('/mail/test', admin, { template: 'reset-password', locale: 'en' });
  const mails = await jobs.query<{ id: string }>(
    'SELECT id FROM mail_messages WHERE org_id = $1 ORDER BY id DESC LIMIT 2',
    [orgId],
  );
  const sound = { kind: 'audio' };
  const [media, ...spareMedia] = await Promise.all(
    Array.from({ length: 40 }, async () => (await made('/media', teacher, sound)).id),
  );
  const drafts = await Promise.all(
    Array.from({ length: 30 }, async () => (await made('/missions', teacher, missionFacts)).id),
  );
  const draft = { id: drafts.pop()! };
  const lessons = [{ id: null, title: 'One', reading: [], i18n: {}, questions: [] }];
  await made(`/missions/${draft.id}/outline`, teacher, { version: 1, lessons }, 'PUT');
  const { lessons: begun } = await made<{ lessons: { id: string }[] }>(
    `/missions/${draft.id}/draft`,
    teacher,
    undefined,
    'GET',
  );
  const lessonId = begun[0]!.id;
  const question = writtenQuestions().single_choice;
  const written = await made(`/missions/${draft.id}/questions`, teacher, { version: 2, lessonId, question });
  const taken = await made<{ id: string }>(`/missions/${missionId}/copy`, teacher);
  await everybody.signIn(teacher);
  const { items: signIns } = await made<{ items: { id: string; current: boolean }[] }>(
    '/me/sign-ins',
    teacher,
    undefined,
    'GET',
  );
  const otherSignIn = signIns.find(({ current }) => !current)!.id;

  const past = await jobs.query<{ id: string }>(
    `INSERT INTO live_sessions (org_id, host_id, title, settings, snapshot, status)
     SELECT org_id, host_id, title, settings, snapshot, 'ended' FROM live_sessions, generate_series(1, 30) WHERE id = $1 RETURNING id`,
    [session.id],
  );
  const pastSessions = past.rows.map(({ id }) => id);
  const raced = pastSessions.pop()!;
  await jobs.query('UPDATE live_sessions SET ended_at = now(), projected_at = now() WHERE id = $1', [raced]);
  await jobs.query(
    `INSERT INTO live_rounds (session_id, position, answered, question_id)
     SELECT $1, 0, 1, aq.question_id FROM assessment_questions aq JOIN assessments a ON a.id = aq.assessment_id JOIN lessons l ON l.id = a.lesson_id
       JOIN questions q ON q.id = aq.question_id WHERE l.mission_id = $2 AND q.kind = 'single_choice' LIMIT 1`,
    [raced, missionId],
  );
  await jobs.query(
    `INSERT INTO live_participants (session_id, user_id, nickname, skeleton, answered_count, joined_in_round)
     SELECT $1, id, right(id::text, 12), id::text, 1, 0 FROM unnest($2::uuid[]) id`,
    [raced, [learner.userId, child.userId]],
  );
  await jobs.query(
    `INSERT INTO live_answers (session_id, round, participant_id, answer_id, answer, outcome, response_ms, answered_at)
     SELECT session_id, 0, id, '1', '[0]', 'right', 1000, now() FROM live_participants WHERE session_id = $1`,
    [raced],
  );
  await jobs.query(
    `INSERT INTO learner_mastery (user_id, scope, slug, answers, weight_right, weight_wrong, last_answer_at)
     SELECT lp.user_id, 'objective', o.slug, 1, 1, 0, now() FROM live_participants lp JOIN live_rounds r USING (session_id)
       JOIN question_objectives qo USING (question_id) JOIN objectives o ON o.id = qo.objective_id WHERE lp.session_id = $1`,
    [raced],
  );
  const alone: { mission?: { lessons: { id: string; questions: { id: string; hint: object | null }[] }[] } } =
    {};
  for (const one of [learner, child]) {
    Object.assign(alone, await made(`/me/missions/${missionId}/open`, one, {}));
    await jobs.query('UPDATE learner_stats SET coins = 100 WHERE user_id = $1', [one.userId]);
  }
  const aloneLesson = alone.mission!.lessons.find(({ questions }) => questions.some(({ hint }) => hint))!;
  const asked = aloneLesson.questions.find(({ hint }) => hint)!;
  const questions = await jobs.query<{ id: string }>('SELECT id FROM questions WHERE org_id = $1 LIMIT 1', [
    orgId,
  ]);
  const questionId = questions.rows[0]!.id;
  const badges = await jobs.query<{ id: string }>(
    `WITH badge AS (SELECT * FROM badges WHERE org_id = $1 ORDER BY position LIMIT 1)
     INSERT INTO user_badges (user_id, badge_id, unlock_criteria, xp_reward, coin_reward, key_reward, local_date)
     SELECT p, b.id, b.unlock_criteria, 0, 0, 0, '2026-01-01' FROM badge b, unnest($2::uuid[]) p RETURNING badge_id AS id`,
    [orgId, [learner.userId, child.userId]],
  );
  const badgeId = badges.rows[0]!.id;

  const daily = await jobs.query<{ id: string }>(
    `WITH done AS (INSERT INTO daily_challenges (org_id, valid_date, slug, title, description, tasks, xp_reward, coin_reward)
       VALUES ($1, '2026-01-01', 'done', 'Done', 'Do it.', '[{"kind":"right","atLeast":1}]', 20, 5) RETURNING id)
     INSERT INTO user_daily_challenges (user_id, challenge_id, current_value, target_value, completed_at)
     SELECT p, id, 1, 1, now() FROM done, unnest($2::uuid[]) p RETURNING challenge_id AS id`,
    [orgId, [learner.userId, child.userId]],
  );
  const dailyId = daily.rows[0]!.id;

  const avatar = await jobs.query<{ id: string }>(
    `INSERT INTO avatars (org_id, slug, name, picture) VALUES ($1, $2, 'Owl', '<svg/>') RETURNING id`,
    [orgId, randomUUID()],
  );
  const avatarId = avatar.rows[0]!.id;
  for (const { userId } of [learner, child]) {
    await jobs.query(
      `INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key) VALUES ($1, 'coin', 1000, 'badge', '2026-01-01', 'rich')`,
      [userId],
    );
    await jobs.query(
      'INSERT INTO learner_stats (user_id, coins) VALUES ($1, 1000) ON CONFLICT (user_id) DO UPDATE SET coins = 1000',
      [userId],
    );
  }

  const running = await jobs.query<{ id: string }>('SELECT id FROM seasons WHERE org_id = $1 AND is_active', [
    orgId,
  ]);
  const seasonId = running.rows[0]!.id;
  await jobs.query(
    `INSERT INTO season_progress (user_id, season_id, season_xp) SELECT p, $1, 10 FROM unnest($2::uuid[]) p
     ON CONFLICT (user_id, season_id) DO UPDATE SET season_xp = 10`,
    [seasonId, [learner.userId, child.userId]],
  );

  /** The next one, never the same again. */
  const next = (pool: string[]) => pool.pop() ?? randomUUID();
  const spareChild = (method: string, path: string): string => {
    const what = path.split('/').at(-1)!;
    return spareChildren.get(`${method} ${what}`) ?? spareChildren.get(what) ?? child.userId;
  };
  function idIn({ method, path }: ListedRoute): string {
    const [, area, ...rest] = path.split('/');
    switch (area) {
      case 'people':
        return method === 'GET' ? learner.userId : next(staff);
      case 'family':
      case 'children':
        return method === 'GET' ? child.userId : spareChild(method, path);
      case 'classes':
        return rest.at(-1) === 'leave' ? leavingId : classId;
      case 'learners':
        return learner.userId;
      case 'invitations':
        return next(invitations);
      case 'agreements':
        return ending.id;
      case 'data-requests':
        return dataRequest.id;
      case 'breaches':
        return breach.id;
      case 'consent-forms':
        return rest.at(-1) === 'review' ? reviewed : waitingForm;
      case 'media':
        return method === 'DELETE' ? next(spareMedia) : media!;
      case 'missions':
        if (method === 'DELETE') return next(drafts);
        if (rest.at(-1) === 'export') return taken.id;
        return method === 'GET' || rest.at(-1) === 'copy' ? missionId : draft.id;
      case 'sessions':
        return method === 'DELETE' ? next(pastSessions) : session.id;
      case 'questions':
        return questionId;
      case 'group-runs':
        return run.id;
      case 'homework':
        return rest.at(-1) === 'end' ? next(spareHomework) : homework!;
      case 'mail':
        return mails.rows[method === 'GET' ? 0 : 1]!.id;
      case 'me':
        if (rest[0] === 'sign-ins') return otherSignIn;
        if (rest[0] === 'avatars') return avatarId;
        if (rest[0] === 'badges') return badgeId;
        if (rest[0] === 'seasons') return seasonId;
        if (rest[0] === 'missions') return missionId;
        return method === 'DELETE' ? deletedGame.id : keptGame.id;
      default:
        throw new Error(`Whose id stands in ${method} ${path}? Say so in test/http/plausible.ts.`);
    }
  }
  const params: Record<string, (route: ListedRoute) => string> = {
    id: idIn,
    userId: ({ method, path }) =>
      path.includes('/teachers/')
        ? next(colleagues)
        : method === 'DELETE'
          ? next(classmates)
          : learner.userId,
    importId: () => importId,
    lessonId: () => aloneLesson.id,
    questionId: () => written.id,
    round: () => '0',
    level: () => '1',
    role: () => 'moderator',
    permission: () => 'missions.read',
    country: () => 'DE',
  };

  const grown = { year: 2000, month: 1 };
  const today = new Date().toISOString().slice(0, 10);
  const aboutRow: Record<string, () => object> = {
    'POST /classes/turn-year': () => ({ classes: [{ id: turningId, name: '7a' }], schoolYear: '2027' }),
    'POST /class-code/join': () => ({ code }),
    'POST /agreements/consent': () => ({ groupId: classId }),
    'POST /data-requests': () => ({ kind: 'access', subjectId: learner.userId }),
    'POST /disclosures': () => ({
      subjectId: learner.userId,
      recipient: 'The doctor',
      interest: 'An accident',
      fields: ['name'],
    }),
    'POST /sessions': () => ({ missionId }),
    'POST /group-runs': () => ({ ...forGroups, groups: 2 }),
    'POST /group-runs/own': () => forGroups,
    'POST /homework': () => lesson,
    'POST /me/races': () => ({ sessionId: raced, against: 'own' }),
    'PUT /me/avatar': () => ({ avatarId }),
    'POST /me/daily-challenge/claim': () => ({ id: dailyId }),
  };
  const { locale: _, ...facts } = missionFacts;
  const filled: Record<string, () => object> = {
    ...aboutRow,
    'PUT /me/leaderboard': () => ({ class: true, school: false }),
    'PUT /me/day': () => ({ timezone: 'Europe/Madrid', startHour: 4 }),
    'POST /auth/sign-up/birth': () => ({ birth: grown }),
    'POST /auth/sign-up/child': () => childEntry(),
    'POST /agreements': () => agreement,
    'POST /risk-assessments': () => ({ doneOn: today, nextDueOn: '2099-01-01', summary: 'Looked at.' }),
    'PATCH /homework/{id}': () => ({ closesAt: lesson.closesAt }),
    'PATCH /family/children/{id}': () => ({ name: 'Ada' }),
    'POST /family/children/{id}/consents': () => ({ live_rooms: true }),
    'POST /family/children/{id}/forms': () => form,
    'POST /family/children/{id}/data-requests': () => ({ kind: 'access' }),
    'POST /family/children/{id}/password': () => ({
      ownPassword: goodPassword,
      newPassword: 'another-boat-of-otters-7',
    }),
    'POST /family/children/{id}/erase': () => ({ password: goodPassword }),
    'POST /children/{id}/consent-forms': () => ({ ...form, relationship: 'parent', guardianName: 'Pat' }),
    'POST /consents/form': () => ({
      ...form,
      token: 'of-a-request-that-is-not-there',
      relationship: 'parent',
    }),
    'POST /classes/{id}/teachers': () => ({ userId: next(staff), role: 'co_teacher' }),
    'POST /classes/{id}/roster': () => ({ content: pupils }),
    'POST /classes/{id}/cards': () => ({ newStudents: 1 }),
    'POST /people/{id}/hand-over': () => ({ to: next(staff) }),
    'POST /me/game-credentials/{id}/reveal': () => ({ password: goodPassword }),
    // what would end the account of whoever asks is asked with a wrong password
    'POST /me/missions/{id}/answers': () => ({
      answers: [{ id: randomUUID(), lessonId: aloneLesson.id, questionId: asked.id, round: 1, answer: [0] }],
    }),
    'POST /me/missions/{id}/hints': () => ({ lessonId: aloneLesson.id, questionId: asked.id, round: 1 }),
    'POST /me/erase': () => ({ password: wrongPassword }),
    'POST /me/password': () => ({ oldPassword: wrongPassword, newPassword: 'another-boat-of-otters-7' }),
    'POST /media': () => sound,
    'PUT /classes/{id}/own-groups': () => ({ allowed: true }),
    'POST /group-runs/join': () => ({ pin: run.pin, nickname: `Guest ${randomUUID().slice(0, 8)}` }),
    'POST /missions': () => missionFacts,
    'PATCH /missions/{id}': () => ({ ...facts, objectives: [], version: 1 }),
    'PUT /missions/{id}/outline': () => ({ version: 1, lessons: [] }),
    'POST /missions/{id}/questions': () => ({ version: 1, lessonId, question }),
    'PUT /missions/{id}/questions/{questionId}': () => ({ version: 1, question }),
    'POST /join': () => ({ pin: session.pin, nickname: `Guest ${randomUUID().slice(0, 8)}` }),
    'POST /rejoin': () => ({ resumeToken: joined.body.resumeToken }),
    'POST /join/return': () => ({ pin: session.pin, code: 'NNNNNN' }),
    'POST /join/name': () => ({ resumeToken: joined.body.resumeToken, nickname: 'Another guest' }),
    'POST /join/mistakes': () => ({ resumeToken: joined.body.resumeToken }),
    'POST /join/receipts': () => ({ resumeToken: joined.body.resumeToken }),
    'POST /receipts/check': () => ({ receipts: [madeUpReceipt] }),
    'POST /watch': () => ({ pin: watched.pin }),
  };

  return {
    school,
    guestToken: joined.body.resumeToken,
    isAboutRow: ({ path, name }) => /\{(id|userId)\}/.test(path) || name in aboutRow,
    callOf(route) {
      const path = route.path.replace(/\{(\w+)\}/g, (_, param: string) => params[param]!(route));
      const query = Object.entries(route.query)
        .filter(([, required]) => required)
        .map(([param]) => `${param}=${queryValues(session.pin, classId)[param] ?? 'x'}`);
      const search = query.length > 0 ? `?${query.join('&')}` : '';
      const body = route.body && (filled[route.name]?.() ?? validBody(route.body, defs));
      return { path: path + search, ...(body !== null && { body }) };
    },
  };
}

const queryValues = (pin: string, classId: string): Record<string, string> => ({
  pin,
  classId,
  locale: 'en',
  token: 'of-a-link-that-is-not-there',
});
