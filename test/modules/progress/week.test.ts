import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dayIn, daysAfter, weekOf } from '../../../src/domain/reward/calendar.ts';
import { createMailService } from '../../../src/modules/notify/mail.service.ts';
import { keepDays } from '../../../src/modules/progress/daily/daily-hours.ts';
import { refreshLeaderboard } from '../../../src/modules/progress/leaderboard/refresh.ts';
import { createMasteryProjection } from '../../../src/modules/progress/mastery/mastery-projection.ts';
import { createProgressModule } from '../../../src/modules/progress/progress.module.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { turnSeasons } from '../../../src/modules/progress/seasons/season-turn.ts';
import { createWeekService } from '../../../src/modules/progress/week/week.service.ts';
import { createWeeklyLetters } from '../../../src/modules/progress/week/weekly-letters.service.ts';
import { createWeeklyReports } from '../../../src/modules/progress/week/weekly-report.service.ts';
import { createEnvelope } from '../../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../../src/platform/crypto/keys.ts';
import type { Caller, Database } from '../../../src/platform/database/database.ts';
import { createLimits } from '../../../src/platform/http/rate-limit.ts';
import type { BadgeWall } from '../../../src/wire/badges.ts';
import type { FamilyChild } from '../../../src/wire/family.ts';
import type { MissionMap } from '../../../src/wire/learning.ts';
import type { MailDetail, MailItem } from '../../../src/wire/mail.ts';
import type { MasteryOfLearner } from '../../../src/wire/mastery.ts';
import type { Progress } from '../../../src/wire/progress.ts';
import type { LearningWeek, WeeklyLetters } from '../../../src/wire/week.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { createEverybody, type School } from '../../support/everybody.ts';
import { mailsTo, mailTo, tokenIn } from '../../support/mail.ts';
import type { Person } from '../../support/people.ts';
import { call } from '../../support/rest.ts';
import { type BareServer, startBareServer } from '../../support/server.ts';

let server: BareServer;
let jobs: pg.Pool;
let everybody: ReturnType<typeof createEverybody>;
let school: School;
let child: Person;
let classId: string;
/** Two topics with a mission each, and five questions of it. */
let easy: Topic;
let tricky: Topic;

interface Topic {
  missionId: string;
  questions: { id: string; objectives: string[] }[];
}

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await jobs.query<T>(sql, values)).rows;

beforeAll(async () => {
  server = await startBareServer();
  jobs = server.app.db.jobs;
  everybody = createEverybody(server);
  school = await everybody.addSchool(server.orgId);
  child = school.child;
  await rows('UPDATE users SET email_verified_at = now() WHERE email IS NOT NULL');
  [easy, tricky] = [await addTopic('Pets', 'Mascotas'), await addTopic('Fakes', 'Bulos')];
  const [group] = await rows<{ id: string }>(
    `WITH g AS (INSERT INTO groups (org_id, name) VALUES ($1, '4b') RETURNING id), m AS (
       INSERT INTO group_members (group_id, user_id, role) SELECT g.id, $2::uuid, 'teacher' FROM g UNION ALL SELECT g.id, $3::uuid, 'student' FROM g RETURNING group_id)
     SELECT id FROM g`,
    [server.orgId, school.teacher.userId, child.userId],
  );
  classId = group!.id;
}, 60_000);
afterAll(() => server?.stop());

async function addTopic(name: string, spanish: string): Promise<Topic> {
  const [topicId, missionId] = [randomUUID(), randomUUID()];
  await rows(
    `INSERT INTO topics (id, org_id, slug, name, description, i18n, position) VALUES ($1, $2, $3, $4, 'x', $5, 1)`,
    [topicId, server.orgId, name.toLowerCase(), name, { es: { name: spanish, description: 'x' } }],
  );
  await rows(
    `INSERT INTO missions (id, org_id, topic_id, slug, title, description, difficulty, mission_type, age_from, age_to, estimated_minutes, total_questions, total_lessons)
     VALUES ($1, $2, $3, $4, $5, 'x', 'easy', 'skill', 8, 10, 5, 5, 1)`,
    [missionId, server.orgId, topicId, `about-${name}`.toLowerCase(), `About ${name}`],
  );
  const questions = await rows<{ id: string }>(
    `INSERT INTO questions (org_id, kind, prompt, explanation, difficulty)
     SELECT $1, 'true_false', 'Is it so?', 'It is.', 'easy' FROM generate_series(1, 5) RETURNING id`,
    [server.orgId],
  );
  return { missionId, questions: questions.map(({ id }) => ({ id, objectives: [] })) };
}

const always = (outcome: 'right' | 'wrong') => Array.from({ length: 5 }, () => outcome);

/** A class about one topic in which these learners answered, worked on by everything that works on it. */
async function play(topic: Topic, learners: readonly Person[], outcome: 'right' | 'wrong', at = new Date()) {
  const { eventId } = await answeredSession(jobs, {
    orgId: server.orgId,
    at,
    ...topic,
    groupId: classId,
    players: learners.map(({ userId }) => ({ learnerId: userId, outcomes: always(outcome) })),
  });
  await createProgressProjection(server.app.db).handle({ eventId });
  await createMasteryProjection(server.app.db).handle({ eventId });
}

/** Alone: one right, one wrong and then, told so, right. */
async function study(learner: Person, { missionId, questions }: Topic, day: string): Promise<void> {
  const edition = randomUUID();
  await rows(
    `INSERT INTO mission_editions (id, mission_id, content_hash, layout, plan) VALUES ($1::uuid, $2, $1::text, 0, '{}')`,
    [edition, missionId],
  );
  await rows(
    `INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total, lessons_completed, status, completed_at, completed_on, xp_reward, coin_reward)
     VALUES ($1, $2, $3, 1, 1, 'completed', now(), $4, 100, 50)`,
    [learner.userId, missionId, edition, day],
  );
  await rows(
    `INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward,
       answered_at, answered_on, topic)
     SELECT $1, gen_random_uuid(), $2, $2, $3, q.id, 1, q.try, '[0]', q.outcome, 0, 10, now(), $4, 'pets'
     FROM json_to_recordset($5::json) AS q(id uuid, try smallint, outcome text)`,
    [
      learner.userId,
      missionId,
      edition,
      day,
      JSON.stringify([
        { id: questions[0]!.id, try: 1, outcome: 'right' },
        { id: questions[1]!.id, try: 1, outcome: 'wrong' },
        { id: questions[1]!.id, try: 2, outcome: 'right' },
      ]),
    ],
  );
}

const get = async <T>(path: string, { token }: Person): Promise<T> => {
  const { status, body } = await call<T>(server, path, { token });
  expect(status, path).toBe(200);
  return body;
};

describe('a week', () => {
  test('is the same for the learner, the guardian and the teacher, and adds up with all that they see elsewhere [WKL-1]', async () => {
    const today = dayIn('UTC', Date.now());
    await play(easy, [child, school.learner], 'right');
    await play(tricky, [child], 'wrong');
    await study(child, easy, today);
    await rows('SELECT add_activity($1, 1500, now())', [child.userId]);
    const [mine, childs, taught] = [
      await get<LearningWeek>('/me/week', child),
      await get<LearningWeek>(`/family/children/${child.userId}/week`, school.guardian),
      await get<LearningWeek>(`/learners/${child.userId}/week`, school.teacher),
    ];
    expect(childs).toEqual(mine);
    // teachers see sessions where the reports are
    expect(taught).toEqual({ ...mine, sessions: [] });
    expect(childs).toMatchObject({
      from: weekOf(today),
      learnt: 1,
      // five in each class, and alone the first answer to each of two
      answered: 12,
      right: 6,
      minutes: 25,
      well: 'Pets',
      hard: 'Fakes',
      missions: ['About Pets'],
    });
    expect(childs.sessions.map(({ answered, right }) => [answered, right]).toSorted()).toEqual([
      [5, 0],
      [5, 5],
    ]);
    expect(childs.weeks).toHaveLength(8);
    expect(childs.weeks.at(-1)).toMatchObject({
      learnt: 1,
      answered: 12,
      right: 6,
      minutes: 25,
      missions: 1,
    });

    for (const [path, person] of [
      ['/me', child],
      [`/family/children/${child.userId}`, school.guardian],
      [`/learners/${child.userId}`, school.teacher],
    ] as const) {
      const { calendar } = await get<Progress>(`${path}/progress`, person);
      const learnt = calendar.filter((one) => one.learnt).map(({ day }) => day);
      expect(childs.days.filter((one) => one.learnt).map(({ day }) => day)).toEqual(learnt);
      const { earned } = await get<BadgeWall>(`${path}/badges`, person);
      expect(childs.badges.toSorted()).toEqual(earned.map(({ texts }) => texts.en.name).toSorted());
    }
    const map = await get<MissionMap>('/me/missions', child);
    expect(map.topics.flatMap(({ missions }) => missions.map(({ state }) => state)).toSorted()).toEqual([
      'done',
      'open',
    ]);
    expect(await get<MissionMap>(`/family/children/${child.userId}/missions`, school.guardian)).toEqual(map);
    const { topics } = await get<MasteryOfLearner>('/me/mastery', child);
    // what was answered alone was not told to anybody here
    expect(topics.reduce((sum, { answers }) => sum + answers, 0)).toBe(10);
    const spanish = await get<LearningWeek>(
      `/family/children/${child.userId}/week?locale=es`,
      school.guardian,
    );
    expect([spanish.well, spanish.hard]).toEqual(['Mascotas', 'Bulos']);
  });

  test('of before is shown for seven weeks; of any other day it is this week [WKL-1]', async () => {
    const monday = weekOf(dayIn('UTC', Date.now()));
    const of = async (week: string) =>
      (await get<LearningWeek>(`/family/children/${child.userId}/week?week=${week}`, school.guardian)).from;
    expect(await of(daysAfter(monday, -1))).toBe(daysAfter(monday, -7));
    expect(await of(daysAfter(monday, -49))).toBe(daysAfter(monday, -49));
    expect(await of(daysAfter(monday, -50))).toBe(monday);
    expect(await of(daysAfter(monday, 7))).toBe(monday);
  });

  test('is nobody else’s to see, also not for whoever types statements of the own [WKL-2]', async () => {
    const asked = async (who: Person) =>
      server.app.db.asCaller(who, async (em) => ({
        answers: (
          await em.execute<object[]>(`SELECT * FROM app_answered_days(?, '2020-01-01', '2099-01-01')`, [
            child.userId,
          ])
        ).length,
        children: (await em.execute<object[]>('SELECT * FROM v_parent_dashboard')).length,
      }));
    expect(await asked(school.guardian)).toMatchObject({ children: 1 });
    expect((await asked(school.teacher)).answers).toBeGreaterThan(0);
    expect(await asked(child)).toMatchObject({ children: 0 });
    for (const stranger of [school.otherTeacher, school.learner, school.admin, school.contentCreator])
      expect(await asked(stranger)).toEqual({ answers: 0, children: 0 });
    expect(await asked(school.otherGuardian)).toEqual({ answers: 0, children: 1 });
    const link = `UPDATE guardian_links SET status = $3, ended_at = CASE WHEN $3 = 'ended' THEN now() END WHERE guardian_id = $1 AND child_id = $2`;
    await rows(link, [school.guardian.userId, child.userId, 'ended']);
    expect(await asked(school.guardian)).toEqual({ answers: 0, children: 0 });
    await rows(link, [school.guardian.userId, child.userId, 'active']);
  });
});

test('what there is so far is what learners see of themselves [WKL-2]', async () => {
  const { items } = await get<{ items: FamilyChild[] }>('/family/children', school.guardian);
  const progress = await get<Progress>('/me/progress', child);
  const { earned } = await get<BadgeWall>('/me/badges', child);
  expect(items.map(({ soFar }) => soFar)).toEqual([
    {
      level: progress.level,
      missions: 1,
      badges: earned.length,
      minutes: 25,
      lastDay: progress.calendar.findLast(({ learnt }) => learnt)!.day,
    },
  ]);
});

interface Held {
  statement: string;
  reached: PromiseWithResolvers<void>;
  open: Promise<void>;
}
/** Whoever works with it stops before this statement. */
const holding = (db: Database, { statement, reached, open }: Held): Database => ({
  ...db,
  asWorker: (work) =>
    db.asWorker((em) => {
      const execute = async (sql: string, ...rest: unknown[]) => {
        if (sql.trim().startsWith(statement)) {
          reached.resolve();
          await open;
        }
        return em.execute(sql, ...(rest as []));
      };
      return work(
        new Proxy(em, { get: (of, key) => (key === 'execute' ? execute : Reflect.get(of, key, of)) }),
      );
    }),
});

/** Monday morning in Madrid, after the week from 2025-11-17. */
const monday = new Date('2025-11-24T07:30:00Z');
const inThatWeek = new Date('2025-11-19T10:00:00Z');

/** `held`: what is awaited before a statement that begins like this. `leaves`: whether the server sends mail. */
const writer = ({ held, leaves = true }: { held?: Held; leaves?: boolean } = {}) => {
  const { db } = server.app;
  const keys = deriveKeys(server.config.secret);
  return createWeeklyReports({
    db: held ? holding(db, held) : db,
    mail: createMailService(createEnvelope(db.jobs, keys.master), leaves ? () => {} : null),
    weeks: createWeekService({ db, now: () => monday }),
    letters: createWeeklyLetters({ db, ring: keys['mail-stop'], mail: { leaves } }),
    family: server.app.family.family,
    baseUrl: () => 'https://tutti.example.org',
    log: { error: (_: object, what: string) => expect.fail(what) } as never,
  });
};

describe('the letter about a week', () => {
  const lettersTo = async (address: string) =>
    (await mailsTo(server, address)).filter(({ template }) => template === 'weekly-report');

  /** A guardian in Madrid and a child who learnt in that week. */
  async function home(locale: 'en' | 'es' = 'en') {
    const email = `${randomUUID()}@home.example`;
    const guardian = await everybody.add(server.orgId, 'guardian', { email, locale });
    await rows('UPDATE users SET email_verified_at = now() WHERE id = $1', [guardian.userId]);
    await rows(`UPDATE user_profiles SET timezone = 'Europe/Madrid' WHERE user_id = $1`, [guardian.userId]);
    const own = await everybody.addChild(server.orgId, guardian);
    await rows(`UPDATE user_profiles SET display_name = 'Maya' WHERE user_id = $1`, [own.userId]);
    return { email, guardian, child: own };
  }

  test('comes once, however many processes write it and however often, and says what the page says [WKL-4]', async () => {
    const { email, child: maya } = await home('es');
    await play(easy, [maya], 'right', inThatWeek);
    await rows('SELECT add_activity($1, 720, $2)', [maya.userId, inThatWeek]);
    expect(await writer().run(new Date('2025-11-24T05:59:00Z')), 'not yet seven').toBe(0);
    const runs = await Promise.all([writer().run(monday), writer().run(monday), writer().run(monday)]);
    expect(runs.toSorted()).toEqual([0, 0, 1]);
    expect(await writer().run(new Date('2025-11-25T20:00:00Z'))).toBe(0);
    const [letter, ...more] = await lettersTo(email);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({ locale: 'es', subject: 'La semana de Maya' });
    const text = letter!.text.replaceAll(/\s+/g, ' ');
    expect(text).toContain('la semana del 17 de noviembre');
    expect(text).toContain(
      'Maya ha aprendido aquí durante 1 día y ha respondido 5 preguntas, todas correctas. «Mascotas» ha ido bien.',
    );
    expect(text).toContain('12 minutos');
    expect(letter!.links[0]).toBe(`https://tutti.example.org/family/${maya.userId}?week=2025-11-17`);
  });

  test('is one for all children who learnt, and names nobody who had a quiet week; a quiet family gets none [WKL-4]', async () => {
    const { email, guardian, child: maya } = await home();
    const names = ['Leo', 'Quiet Quinn'];
    const [leo] = await Promise.all(
      names.map(async (name) => {
        const one = await everybody.addChild(server.orgId, guardian);
        await rows('UPDATE user_profiles SET display_name = $2 WHERE user_id = $1', [one.userId, name]);
        return one;
      }),
    );
    await play(tricky, [maya, leo!], 'wrong', inThatWeek);
    const quiet = await home();
    await play(easy, [quiet.child], 'right', new Date('2025-11-24T06:00:00Z'));
    expect(await writer().run(monday)).toBe(1);
    const [letter] = await lettersTo(email);
    expect(letter!.subject).toBe('The week of your children');
    expect(letter!.text).toContain('Maya learnt here');
    expect(letter!.text).toContain('Leo learnt here');
    expect(letter!.text).not.toContain('Quinn');
    expect(await lettersTo(quiet.email)).toEqual([]);
    // what is known of the week only later is told while there is time
    await play(easy, [quiet.child], 'right', inThatWeek);
    expect(await writer().run(new Date('2025-11-26T05:30:00Z'))).toBe(1);
    expect(await lettersTo(quiet.email)).toHaveLength(1);
  });

  test('is not written while mail is only kept, for nobody but guardians reads it [WKL-4]', async () => {
    const { email, child: maya } = await home();
    await play(easy, [maya], 'right', inThatWeek);
    expect(await writer({ leaves: false }).run(monday)).toBe(0);
    expect(await lettersTo(email)).toEqual([]);
    expect(await writer().run(monday)).toBe(1);
  });

  test('shows an administrator that it waits and to whom, and neither names nor words [CLS-4]', async () => {
    const { email, child: maya } = await home();
    await play(easy, [maya], 'right', inThatWeek);
    expect(await writer().run(monday)).toBe(1);
    const { items } = await get<{ items: MailItem[] }>('/mail/outbox', school.admin);
    const seen = items.find(({ to }) => to === email);
    expect(seen).toMatchObject({ template: 'weekly-report', status: 'waiting', subject: null });
    const opened = await get<MailDetail>(`/mail/outbox/${seen!.id}`, school.admin);
    expect(opened).toMatchObject({ to: email, subject: null, text: null, html: null });
  });

  test('is written to nobody whose guardianship has ended, whose child may keep no account, or whose address nobody has proven [WKL-4]', async () => {
    const [ended, refused, unproven, closed] = [await home(), await home(), await home(), await home()];
    const all = [ended, refused, unproven, closed];
    await play(
      easy,
      all.map((one) => one.child),
      'right',
      inThatWeek,
    );
    await rows(`UPDATE guardian_links SET status = 'ended', ended_at = now() WHERE guardian_id = $1`, [
      ended.guardian.userId,
    ]);
    await rows(
      `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version)
       VALUES ($1, $2, $3, 'guardian', 'account', 'revoked', 'guardian_page', 1)`,
      [server.orgId, refused.child.userId, refused.guardian.userId],
    );
    await rows('UPDATE users SET email_verified_at = NULL WHERE id = $1', [unproven.guardian.userId]);
    await rows(`UPDATE users SET status = 'suspended' WHERE id = $1`, [closed.child.userId]);
    expect(await writer().run(monday)).toBe(0);
    for (const { email } of all) expect(await lettersTo(email)).toEqual([]);
  });

  test('can be switched off on the page, and by its own link without a password; a link that was made up stops nothing [WKL-5]', async () => {
    const { email, guardian, child: maya } = await home();
    const path = '/family/weekly-report';
    expect(await get<WeeklyLetters>(path, guardian)).toEqual({ on: true, email, leaves: false });
    const off = await call<WeeklyLetters>(server, path, {
      method: 'PUT',
      token: guardian.token,
      body: { on: false },
    });
    expect(off.body).toEqual({ on: false, email, leaves: false });
    await play(easy, [maya], 'right', inThatWeek);
    expect(await writer().run(monday)).toBe(0);
    await call(server, path, { method: 'PUT', token: guardian.token, body: { on: true } });
    expect(await writer().run(monday)).toBe(1);

    const [letter] = await lettersTo(email);
    const token = tokenIn(letter!);
    const stop = (with_: string) =>
      fetch(`${server.url}/api/v1/weekly-report/stop?token=${with_}`, {
        method: 'POST',
        // as mail programs send it
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      }).then(({ status }) => status);
    expect(letter!.oneClickUrl).toBe(`https://tutti.example.org/api/v1/weekly-report/stop?token=${token}`);
    expect(await stop(`${token.slice(0, -4)}aaaa`)).toBe(410);
    expect(await stop(guardian.token)).toBe(410);
    expect(await get<WeeklyLetters>(path, guardian)).toMatchObject({ on: true });
    expect([await stop(token), await stop(token)]).toEqual([204, 204]);
    expect(await get<WeeklyLetters>(path, guardian)).toMatchObject({ on: false });
  });

  test('is promised only by a server that sends mail [WKL-5]', async () => {
    const { guardian } = await home();
    const { db } = server.app;
    const caller = { userId: guardian.userId, orgId: server.orgId, consent: null } as Caller;
    for (const leaves of [false, true]) {
      const ring = deriveKeys(server.config.secret)['mail-stop'];
      const letters = createWeeklyLetters({ db, ring, mail: { leaves } });
      expect(await letters.read(caller)).toMatchObject({ on: true, leaves });
    }
  });

  test('that has not left yet goes with a child that is erased, and no other child is written about it [CON-6]', async () => {
    const { email, guardian, child: maya } = await home();
    const sibling = await everybody.addChild(server.orgId, guardian);
    await play(easy, [maya, sibling], 'right', inThatWeek);
    expect(await writer().run(monday)).toBe(1);
    await mailTo(server, email, 'weekly-report');
    await server.app.db.asWorker((em) =>
      server.app.compliance.erasure.erase(em, {
        userId: maya.userId,
        orgId: server.orgId,
        actorId: guardian.userId,
        reason: 'guardian',
      }),
    );
    expect(await lettersTo(email)).toEqual([]);
    expect(await writer().run(monday), 'the week was done').toBe(0);
    await rows('DELETE FROM weekly_reports WHERE guardian_id = $1', [guardian.userId]);
    expect(await writer().run(monday)).toBe(1);
    expect((await lettersTo(email))[0]!.text).not.toContain('Maya');
  });

  test.each([
    ['the child', 'INSERT INTO mail_messages'],
    ['the guardian', 'INSERT INTO weekly_reports'],
  ])(
    'that is being written while %s is erased goes with the rest, and nothing gets stuck [CON-6]',
    async (who, statement) => {
      const { email, guardian, child: maya } = await home();
      await play(easy, [maya], 'right', inThatWeek);
      const [reached, open] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const written = writer({ held: { statement, reached, open: open.promise } }).run(monday);
      await reached.promise;
      const erased = server.app.db.asWorker((em) =>
        server.app.compliance.erasure.erase(em, {
          userId: who === 'the child' ? maya.userId : guardian.userId,
          orgId: server.orgId,
          actorId: null,
          reason: 'administrator',
        }),
      );
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(() => rows(waiting).then(({ length }) => length)).toBeGreaterThan(0);
      open.resolve();
      expect(await Promise.allSettled([written, erased])).toMatchObject([
        { status: 'fulfilled', value: 1 },
        { status: 'fulfilled' },
      ]);
      expect(await lettersTo(email)).toEqual([]);
    },
  );

  test('is asked for by the clock, every hour [WKL-4]', async () => {
    const { email, child: maya } = await home();
    await play(easy, [maya], 'right', inThatWeek);
    const clock = new Map<string, { cron: string; work: (signal: AbortSignal) => Promise<void> }>();
    const { db, family } = server.app;
    const keys = deriveKeys(server.config.secret);
    createProgressModule({
      db,
      jobs: { work: () => {}, every: (name, cron, work) => void clock.set(name, { cron, work }) },
      family: family.family,
      mail: createMailService(createEnvelope(db.jobs, keys.master), () => {}),
      limits: createLimits(),
      stopKeys: keys['mail-stop'],
      baseUrl: () => 'https://tutti.example.org',
      log: { error: (_: object, what: string) => expect.fail(what) } as never,
    });
    const { cron, work } = clock.get('weekly-reports')!;
    expect(cron).toBe('9 * * * *');
    vi.useFakeTimers({ toFake: ['Date'], now: monday });
    try {
      await work(new AbortController().signal);
    } finally {
      vi.useRealTimers();
    }
    expect(await lettersTo(email)).toHaveLength(1);
  });
});

describe('a zone that was stored by a computer that knew it', () => {
  // the first is known to nobody, the second to PostgreSQL alone
  test.each(['Europe/Atlantis', 'XST5'])('%s breaks no page and holds no job up [PRG-3]', async (zone) => {
    const lost = await everybody.addSchool(server.orgId);
    const owner = new pg.Client(server.database.ownerUrl);
    await owner.connect();
    const store = async (table: string, column: string, ids: string[], name: string) =>
      owner.query(
        `BEGIN; ALTER TABLE ${table} DISABLE TRIGGER ${table}_known_zone;
         UPDATE ${table} SET timezone = '${name}' WHERE ${column} IN (${ids.map((id) => `'${id}'`)});
         ALTER TABLE ${table} ENABLE TRIGGER ${table}_known_zone; COMMIT`,
      );
    const people = [lost.child, lost.learner, lost.guardian, lost.teacher].map(({ userId }) => userId);
    await store('user_profiles', 'user_id', people, zone);
    await store('organizations', 'id', [server.orgId], zone);
    try {
      const [group] = await rows<{ id: string }>(
        `WITH g AS (INSERT INTO groups (org_id, name) VALUES ($1, '5c') RETURNING id)
         INSERT INTO group_members (group_id, user_id, role) SELECT g.id, m.id, m.role FROM g, json_to_recordset($2::json) AS m(id uuid, role text)
         RETURNING group_id AS id`,
        [
          server.orgId,
          JSON.stringify([
            { id: lost.teacher.userId, role: 'teacher' },
            { id: lost.child.userId, role: 'student' },
          ]),
        ],
      );
      await rows('SELECT add_activity($1, 60, now())', [lost.child.userId]);
      await play(easy, [lost.child], 'right');
      for (const path of ['progress', 'week', 'practice', 'daily-challenge', 'missions', 'avatars', 'season'])
        await get(`/me/${path}`, lost.child);
      for (const who of [lost.child, lost.teacher]) await get(`/classes/${group!.id}/leaderboard`, who);
      await get(`/classes/${group!.id}/missions`, lost.teacher);
      await get(`/family/children/${lost.child.userId}/week`, lost.guardian);
      await get(`/learners/${lost.child.userId}/week`, lost.teacher);
      await get('/settings', lost.admin);
      const now = new Date();
      await turnSeasons(server.app.db, now);
      await keepDays(jobs, now);
      await refreshLeaderboard(server.app.db);
      await writer().run(monday);
      expect((await rebuildProgress(server.app.db, { mend: false })).learners).toBeGreaterThan(0);
    } finally {
      await store('organizations', 'id', [server.orgId], 'UTC');
      await owner.end();
    }
  });
});
