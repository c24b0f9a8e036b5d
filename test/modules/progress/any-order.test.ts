import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { daysAfter } from '../../../src/domain/reward/calendar.ts';
import { levelOf } from '../../../src/domain/reward/level.ts';
import { seedAvatars } from '../../../src/modules/progress/avatars/avatar.seed.ts';
import { createProgressProjection } from '../../../src/modules/progress/projection.ts';
import { rebuildProgress } from '../../../src/modules/progress/rebuild.ts';
import { seedSeasons } from '../../../src/modules/progress/seasons/season.seed.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { answeredSession } from '../../support/answered-session.ts';
import { createPeople, type Person } from '../../support/people.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

/** On the n-th day of a season, or before it. */
type Fact = { day: number; worth: number } & (
  | { kind: 'class' | 'homework'; questions: number[]; right: boolean }
  | { kind: 'alone'; mission: number; question: number; right: boolean }
  | { kind: 'lesson'; mission: number }
  | { kind: 'mission'; mission: number }
);

const firstDay = '2026-03-02';
let database: TestDatabase;
let db: Database;
let orgId: string;
let questions: string[];
let missions: { id: string; edition: string }[];

beforeAll(async () => {
  database = await createTestDatabase('seeded');
  db = await openDatabase({ ...database, entities: [] });
  orgId = (await createPeople(db.jobs).signUp({ role: 'student' })).orgId;
  await seedAvatars(db, orgId, 'content');
  await seedSeasons(db, orgId, 'content', new Date(`${firstDay}T10:00:00Z`));
  questions = (await rows<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT 3')).map(
    ({ id }) => id,
  );
  missions = await rows(
    `WITH m AS (SELECT id FROM missions ORDER BY id LIMIT 2)
     INSERT INTO mission_editions (mission_id, content_hash, layout, plan) SELECT id, 'x', 0, '{"rounds":[],"lessons":[]}' FROM m
     RETURNING mission_id AS id, id AS edition`,
  );
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const rows = async <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await db.jobs.query<T>(sql, values)).rows;

/** Whatever somebody did, told whenever: what stands in the ledger, the names of sessions aside. */
async function learner() {
  const person = await createPeople(db.jobs).signUp({ role: 'student', orgId });
  await rows(`INSERT INTO user_profiles (user_id, display_name, timezone) VALUES ($1, 'Ada', 'UTC')`, [
    person.userId,
  ]);
  for (const { id, edition } of missions)
    await rows(
      'INSERT INTO mission_progress (user_id, mission_id, edition_id, lessons_total) VALUES ($1, $2, $3, 4)',
      [person.userId, id, edition],
    );
  const events = new Map<number, string>();
  const names = new Map<string, string>();
  return {
    async did(n: number, fact: Fact): Promise<void> {
      const { id, eventId } = await write(person, fact);
      events.set(n, eventId);
      names.set(id, `#${n}`);
    },
    /** Each time by an event of its own. */
    async tell(n: number): Promise<void> {
      const [copy] = await rows<{ id: string }>(
        'INSERT INTO outbox_events (org_id, event_type, payload) SELECT org_id, event_type, payload FROM outbox_events WHERE id = $1 RETURNING id::text',
        [events.get(n)],
      );
      for (const eventId of [events.get(n)!, copy!.id, copy!.id])
        await createProgressProjection(db).handle({ eventId });
    },
    async standing() {
      const ledger = await rows<{ currency: string; amount: number; key: string }>(
        `SELECT currency, delta AS amount, idempotency_key AS key, local_date::text AS day FROM reward_ledger WHERE user_id = $1`,
        [person.userId],
      );
      const [stats] = await rows<Record<string, unknown>>(
        `SELECT total_xp::integer AS xp, coins, keys, current_level AS level, current_streak_days AS row, longest_streak_days AS longest, streak_freezes AS freezes,
           coalesce((SELECT season_xp FROM season_progress p WHERE p.user_id = s.user_id), 0) AS "seasonXp"
         FROM learner_stats s WHERE user_id = $1`,
        [person.userId],
      );
      const sum = (currency: string) =>
        ledger.filter((one) => one.currency === currency).reduce((all, { amount }) => all + amount, 0);
      expect(stats).toMatchObject({
        xp: sum('xp'),
        coins: sum('coin'),
        keys: sum('key'),
        seasonXp: sum('season_xp'),
        level: levelOf(sum('xp')).level,
      });
      const { differences } = await rebuildProgress(db, { mend: false });
      expect(
        differences.flatMap(({ what }) => what.filter((one) => !/^(not projected|knowledge|card)/.test(one))),
      ).toEqual([]);
      const named = ledger.map((one) => {
        const [what, id, ...more] = one.key.split(':');
        return { ...one, key: [what, names.get(id!) ?? id, ...more].join(':') };
      });
      const words = named.map((one) => JSON.stringify(one)).sort();
      return { stats, ledger: words };
    },
    gone: () => rows('DELETE FROM users WHERE id = $1', [person.userId]),
  };
}

/** What was done, with the event that tells it. */
async function write({ userId }: Person, fact: Fact): Promise<{ id: string; eventId: string }> {
  const day = daysAfter(firstDay, fact.day);
  const at = new Date(`${day}T12:00:00Z`);
  if ('questions' in fact) {
    const outcome = fact.right ? 'right' : 'wrong';
    const asked = fact.questions.map((n) => questions[n]!);
    const session = await answeredSession(db.jobs, {
      orgId,
      at,
      questions: asked.map((id) => ({ id, objectives: [] })),
      players: [{ learnerId: userId, outcomes: asked.map(() => outcome) }],
    });
    await rows('UPDATE live_sessions SET xp_rewards = $2 WHERE id = $1', [
      session.id,
      Object.fromEntries(asked.map((id) => [id, fact.worth])),
    ]);
    if (fact.kind === 'homework')
      await rows(`UPDATE live_sessions SET format = 'self_paced', closes_at = ended_at WHERE id = $1`, [
        session.id,
      ]);
    return session;
  }
  const { id: missionId, edition } = missions[fact.mission]!;
  const id = fact.kind === 'mission' ? missionId : randomUUID();
  if (fact.kind === 'alone') {
    const question = questions[fact.question]!;
    await rows(
      `WITH counted AS (UPDATE mission_progress SET questions_answered = questions_answered + 1, questions_correct = questions_correct + ($6 = 'right')::integer
         WHERE user_id = $1 AND mission_id = $3)
       INSERT INTO question_responses (user_id, id, mission_id, lesson_id, edition_id, question_id, round, try, answer, outcome, share, xp_reward,
         hint_used, answered_at, answered_on) VALUES ($1, $2, $3, $2, $4, $5, 1, 1, '[0]', $6, 0, $7, false, $8, $9)`,
      [userId, id, missionId, edition, question, fact.right ? 'right' : 'wrong', fact.worth, at, day],
    );
  }
  if (fact.kind === 'lesson')
    await rows(
      `INSERT INTO lesson_progress (user_id, mission_id, lesson_id, kind, is_passed, round_done, completed_at, completed_on, xp_reward)
       VALUES ($1, $2, $3, 'reading', true, true, $4, $5, $6)`,
      [userId, missionId, id, at, day, fact.worth],
    );
  if (fact.kind === 'mission')
    await rows(
      `UPDATE mission_progress SET status = 'completed', completed_at = $3, completed_on = $4, xp_reward = $5, coin_reward = 30 WHERE user_id = $1 AND mission_id = $2`,
      [userId, missionId, at, day, fact.worth],
    );
  const [event] = await rows<{ id: string }>(
    'INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, $2, $3) RETURNING id::text',
    [
      orgId,
      { alone: 'answers.checked', lesson: 'lesson.completed', mission: 'mission.completed' }[fact.kind],
      { learnerId: userId, missionId },
    ],
  );
  return { id, eventId: event!.id };
}

const shared = { day: fc.integer({ min: -2, max: 4 }), worth: fc.constantFrom(5, 20) };
const mission = fc.nat({ max: 1 });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({
    ...shared,
    kind: fc.constantFrom('class' as const, 'homework' as const),
    questions: fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1 }),
    right: fc.boolean(),
  }),
  fc.record({
    ...shared,
    kind: fc.constant('alone' as const),
    mission,
    question: fc.nat({ max: 2 }),
    right: fc.boolean(),
  }),
  fc.record({ ...shared, kind: fc.constant('lesson' as const), mission }),
  fc.record({ ...shared, kind: fc.constant('mission' as const), mission }),
);
/** What was done, the order in which it becomes known, and what is told again after each. */
const history = fc
  .uniqueArray(fact, {
    minLength: 2,
    maxLength: 7,
    // a mission is finished once
    selector: (one) => (one.kind === 'mission' ? `mission ${one.mission}` : {}),
  })
  .chain((facts) => {
    const all = facts.map((_, n) => n);
    return fc.record({
      facts: fc.constant(facts),
      order: fc.shuffledSubarray(all, { minLength: all.length }),
      again: fc.array(fc.nat({ max: all.length - 1 }), { minLength: all.length, maxLength: all.length }),
    });
  });

test('[PRG-4] [PRG-1] [SEA-2] ledger, balances and level are the same in whatever order and however often it is told', async () => {
  await rows('UPDATE badges SET is_active = false');
  const inClass = (worth: number): Fact => ({ kind: 'class', day: 0, worth, questions: [0], right: true });
  await fc.assert(
    fc.asyncProperty(history, async ({ facts, order, again }) => {
      const [once, often] = [await learner(), await learner()];
      for (const [n, one] of facts.entries()) await once.did(n, one);
      for (const n of facts.keys()) await once.tell(n);
      const told: number[] = [];
      for (const [i, n] of order.entries()) {
        await often.did(n, facts[n]!);
        told.push(n);
        await often.tell(n);
        await often.tell(told[again[i]! % told.length]!);
      }
      const expected = await once.standing();
      expect(await often.standing()).toEqual(expected);
      await once.gone();
      await often.gone();
    }),
    {
      numRuns: 8,
      examples: [
        [{ facts: [inClass(5), inClass(20)], order: [1, 0], again: [0, 0] }],
        [
          {
            facts: [inClass(20), { kind: 'alone', day: 0, worth: 5, mission: 0, question: 0, right: true }],
            order: [1, 0],
            again: [0, 0],
          },
        ],
      ],
    },
  );
}, 60_000);
