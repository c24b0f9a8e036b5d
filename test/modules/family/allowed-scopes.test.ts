import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedScopes, type ConsentWord } from '../../../src/domain/consent/allowed-scopes.ts';
import { type ChildControls, narrowed, strictest } from '../../../src/domain/consent/controls.ts';
import { type ConsentScope, consentScopes } from '../../../src/domain/consent/scope.ts';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.ts';

let database: TestDatabase;
let jobs: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  jobs = new pg.Pool({ connectionString: database.jobsUrl, max: 2 });
});
afterAll(async () => {
  await jobs.end();
  await database.drop();
});

const educational: ConsentScope[] = ['account', 'live_rooms'];
/** Four guardians, of whom the third is one no more and the fourth never was; four agreements of which two are good. */
const agreementsOf = [
  { valid: true, scopes: educational },
  { valid: true, scopes: ['account'] as ConsentScope[] },
  { valid: false, scopes: educational },
  { valid: false, scopes: educational },
];
const history = fc.record({
  words: fc.array(
    fc.record({
      scope: fc.constantFrom(...consentScopes),
      by: fc.constantFrom('g0', 'g1', 'g2', 'g3', 'school', 'self'),
      agreement: fc.integer({ min: 0, max: 3 }),
      status: fc.constantFrom('granted' as const, 'granted' as const, 'refused' as const, 'revoked' as const),
    }),
    { maxLength: 25 },
  ),
  controls: fc.array(
    fc.record({ chat: fc.boolean(), ai: fc.boolean(), live: fc.boolean(), dailyMinutes: fc.constant(null) }),
    { minLength: 3, maxLength: 3 },
  ),
});

test('[CON-4] the rule in TypeScript and the one in the database say the same of 300 histories', async () => {
  const org = randomUUID();
  await jobs.query(`INSERT INTO organizations (id, slug, name) VALUES ($1, $2, 'School')`, [org, `s-${org}`]);
  const guardians = [0, 1, 2, 3].map(() => randomUUID());
  const agreements = agreementsOf.map((one) => ({ ...one, id: randomUUID() }));
  const histories = fc.sample(history, 300).map((one) => ({ ...one, child: randomUUID() }));
  const users = [...guardians, ...histories.map(({ child }) => child)].map((id) => ({
    id,
    org_id: org,
    username: id.slice(0, 24),
  }));
  await jobs.query(
    `INSERT INTO users (id, org_id, username) SELECT id, org_id, username FROM jsonb_to_recordset($1::jsonb) AS x(id uuid, org_id uuid, username text)`,
    [JSON.stringify(users)],
  );
  for (const [i, { id, scopes }] of agreements.entries()) {
    await jobs.query(
      `INSERT INTO school_agreements (id, org_id, title, signed_by, signed_on, valid_until, scopes, ended_at)
       VALUES ($1, $2, 'a', 'b', current_date - 30, current_date + CASE WHEN $3 = 2 THEN -1 ELSE 0 END, $4, CASE WHEN $3 = 3 THEN now() END)`,
      [id, org, i, scopes],
    );
  }
  const links = histories.flatMap(({ child }) =>
    guardians.slice(0, 3).map((guardian, i) => ({ guardian, child, ended: i === 2 })),
  );
  await jobs.query(
    `INSERT INTO guardian_links (guardian_id, child_id, status, ended_at)
     SELECT guardian, child, CASE WHEN ended THEN 'ended' ELSE 'active' END, CASE WHEN ended THEN now() END
     FROM jsonb_to_recordset($1::jsonb) AS x(guardian uuid, child uuid, ended boolean)`,
    [JSON.stringify(links)],
  );
  const switches = histories.flatMap(({ child, controls }) =>
    controls.map((one, i) => ({ child, guardian: guardians[i], chat: one.chat, ai: one.ai, live: one.live })),
  );
  await jobs.query(
    `INSERT INTO child_controls (child_id, guardian_id, chat_enabled, ai_enabled, live_enabled)
     SELECT child, guardian, chat, ai, live FROM jsonb_to_recordset($1::jsonb) AS x(child uuid, guardian uuid, chat boolean, ai boolean, live boolean)`,
    [JSON.stringify(switches)],
  );

  const told = histories.map(({ child, words, controls }) => {
    const said = words
      .filter(({ by, scope }) => by !== 'school' || educational.includes(scope))
      .map(
        ({ scope, by, agreement, status }, seq): ConsentWord => ({
          seq,
          scope,
          status,
          decider: by === 'school' || by === 'self' ? by : 'guardian',
          guardianId: by.startsWith('g') ? guardians[Number(by[1])]! : null,
          agreementId: by === 'school' ? agreements[agreement]!.id : null,
        }),
      );
    return { child, said, controls: controls as ChildControls[] };
  });
  const rows = told.flatMap(({ child, said }) =>
    said.map(({ scope, status, decider, guardianId, agreementId }) => ({
      child,
      scope,
      status,
      decider,
      guardian: guardianId,
      agreement: agreementId,
    })),
  );
  await jobs.query(
    `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version, agreement_id)
     SELECT $1, child, guardian, decider, scope, status, 'guardian_page', 1, agreement
     FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS (child uuid, guardian uuid, decider text, scope text, status text, agreement uuid)) WITH ORDINALITY AS x(child, guardian, decider, scope, status, agreement, n) ORDER BY n`,
    [org, JSON.stringify(rows)],
  );
  const { rows: answers } = await jobs.query<{ child: string; allowed: string[]; effective: string[] }>(
    `SELECT c.id AS child, allowed_scopes(c.id) AS allowed, effective_scopes(c.id) AS effective FROM unnest($1::uuid[]) AS c(id)`,
    [told.map(({ child }) => child)],
  );
  const byChild = new Map(answers.map((one) => [one.child, one]));
  const ground = {
    guardians: new Set(guardians.slice(0, 2)),
    agreements: new Map(
      agreements.filter(({ valid }) => valid).map(({ id, scopes }) => [id, new Set(scopes)]),
    ),
  };
  let allowing = 0;
  for (const { child, said, controls } of told) {
    const rule = allowedScopes(said, ground);
    if (rule.length > 0) allowing += 1;
    const effective = narrowed(rule, strictest(controls.slice(0, 2)));
    const { allowed, effective: seen } = byChild.get(child)!;
    expect({ said, allowed }).toEqual({ said, allowed: [...rule].sort() });
    expect({ said, controls, effective: seen }).toEqual({ said, controls, effective: [...effective].sort() });
  }
  // histories that all allow nothing would prove nothing
  expect(allowing).toBeGreaterThan(30);
});
