import type { Database } from '../../platform/database/database.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import type { ChildData } from '../../wire/family.ts';
import { audit } from '../compliance/audit.service.ts';
import type { FamilyService } from './family.service.ts';

type Section = ChildData['sections'][number];
type Row = Section['rows'][number];

/** Of every kind of data: where it stands, and how a guardian reads it. Text and numbers only. [CON-6] */
const sections: { name: Section['name']; table: string; of: string; select: string; order: string }[] = [
  {
    name: 'account',
    table: 'users',
    of: 't.id',
    select: `t.username, t.email, to_char(t.birth_month, 'YYYY-MM') AS "birthMonth", t.country, t.status, t.origin, t.created_at AS "createdAt", t.last_login_at AS "lastSignIn"`,
    order: 't.created_at',
  },
  {
    name: 'profile',
    table: 'user_profiles',
    of: 't.user_id',
    select: `t.display_name AS name, t.first_name AS "firstName", t.last_name AS "lastName", t.preferred_language AS language, t.timezone`,
    order: 't.created_at',
  },
  {
    name: 'school',
    table: 'learner_profiles',
    of: 't.user_id',
    select: `t.grade_level AS grade, t.section,
      (SELECT string_agg(s.name, ', ' ORDER BY s.name) FROM user_subjects us JOIN subjects s ON s.id = us.subject_id WHERE us.user_id = t.user_id) AS subjects`,
    order: 't.user_id',
  },
  {
    name: 'accommodations',
    table: 'accommodations',
    of: 't.learner_id',
    select: `t.time_factor::float8 AS "timeFactor", t.updated_at AS "since"`,
    order: 't.learner_id',
  },
  {
    name: 'activity',
    table: 'activity_days',
    of: 't.user_id',
    select: `t.day::text AS day, t.seconds / 60 AS minutes`,
    order: 't.day DESC',
  },
  {
    name: 'consents',
    table: 'consents',
    of: 't.child_id',
    select: `t.scope, t.status, t.decider, t.method, t.notice_version AS "noticeVersion", t.decided_at AS "at"`,
    order: 't.seq DESC',
  },
  {
    name: 'games',
    table: 'game_credentials',
    of: 't.user_id',
    select: `t.game_name AS game, t.created_at AS "since"`,
    order: 't.created_at DESC',
  },
  {
    name: 'disclosures',
    table: 'disclosures',
    of: 't.subject_id',
    select: `t.disclosed_at AS at, t.recipient, t.interest, array_to_string(t.fields, ', ') AS shown`,
    order: 't.disclosed_at DESC',
  },
];

const classRows = `
  SELECT g.name AS class, m.role, m.created_at AS "since", count(*) OVER ()::integer AS total
  FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = ? ORDER BY m.created_at DESC LIMIT 100`;
const signInRows = `
  SELECT min(created_at) AS "from", max(last_activity_at) AS "lastUse", bool_and(revoked_at IS NOT NULL OR expires_at < now()) AS over,
    count(*) OVER ()::integer AS total
  FROM auth_sessions WHERE user_id = ? GROUP BY family_id ORDER BY min(created_at) DESC LIMIT 100`;
const liveRows = `
  SELECT w.title AS session, lp.nickname AS name, lp.joined_at AS "joinedAt", lp.score, lp.correct_count AS "right", lp.answered_count AS answered,
    count(*) OVER ()::integer AS total
  FROM app_watched_sessions() w JOIN live_participants lp ON lp.session_id = w.session_id AND lp.id = w.participant_id
  WHERE w.user_id = ? ORDER BY w.joined_at DESC LIMIT 100`;
const answerRows = `
  SELECT w.title AS session, a.round + 1 AS question, a.answer::text AS choices, a.outcome, a.points, a.response_ms AS "ms", a.answered_at AS "at",
    count(*) OVER ()::integer AS total
  FROM app_watched_sessions() w JOIN live_answers a ON a.session_id = w.session_id AND a.participant_id = w.participant_id
  WHERE w.user_id = ? ORDER BY a.answered_at DESC LIMIT 100`;

interface Dependencies {
  db: Database;
  family: Pick<FamilyService, 'requireChild'>;
}

export type FamilyDataService = ReturnType<typeof createFamilyDataService>;

/** What a guardian sees of what is kept, read under the guardian's row policies. */
export function createFamilyDataService({ db, family }: Dependencies) {
  return {
    /** [CON-6] Everything that is kept of the child, readable. Looking at it is on record. */
    async data(caller: SignedInCaller, childId: string): Promise<ChildData> {
      const child = await family.requireChild(caller, childId);
      const purposes = await db.asCaller(caller, (em) =>
        em.execute<{ table_name: string; purpose: string }[]>(
          'SELECT table_name, purpose FROM retention_rules',
        ),
      );
      const purposeOf = (table: string): string =>
        purposes.find(({ table_name }) => table_name === table)?.purpose ?? '';
      const seen = await db.asCaller(caller, async (em) => {
        const read = async (name: Section['name'], table: string, sql: string): Promise<Section> => {
          const rows = await em.execute<(Row & { total: number })[]>(sql, [childId]);
          return {
            name,
            purpose: purposeOf(table),
            total: rows[0]?.total ?? 0,
            rows: rows.map(({ total: _total, ...row }) => plain(row)),
          };
        };
        const own: Section[] = [];
        for (const { name, table, of, select, order } of sections) {
          const sql = `SELECT ${select}, count(*) OVER ()::integer AS total FROM ${table} t WHERE ${of} = ? ORDER BY ${order} LIMIT 100`;
          own.push(await read(name, table, sql));
        }
        own.push(await read('live', 'live_participants', liveRows));
        own.push(await read('answers', 'live_answers', answerRows));
        return own;
      });
      const kept = await db.asWorker(async (em) => {
        const classes = await em.execute<(Row & { total: number })[]>(classRows, [childId]);
        const signIns = await em.execute<(Row & { total: number })[]>(signInRows, [childId]);
        await audit(em, {
          orgId: child.orgId,
          actorId: caller.userId,
          onBehalfOf: childId,
          action: 'child_data.viewed',
          entity: 'user',
          entityId: childId,
        });
        return [
          { name: 'classes' as const, table: 'group_members', rows: classes },
          { name: 'sign_ins' as const, table: 'auth_sessions', rows: signIns },
        ].map(({ name, table, rows }) => ({
          name,
          purpose: purposeOf(table),
          total: rows[0]?.total ?? 0,
          rows: rows.map(({ total: _total, ...row }) => plain(row)),
        }));
      });
      return { sections: [...seen, ...kept] };
    },
  };
}

const plain = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Date
        ? value.toISOString()
        : value === null || typeof value === 'number' || typeof value === 'boolean'
          ? value
          : String(value),
    ]),
  );
