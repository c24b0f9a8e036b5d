import { randomBytes, randomUUID } from 'node:crypto';
import { createEnvelope } from '../../src/platform/crypto/envelope.ts';
import { deriveKeys } from '../../src/platform/crypto/keys.ts';
import { addKnownProgress } from './known-progress.ts';
import type { BareServer } from './server.ts';

export interface KnownChild {
  childId: string;
  guardianId: string;
  teacherId: string;
  groupId: string;
  sessionId: string;
  /** Stands in every text that is about the child, and nowhere else. */
  canary: string;
}

/** A child of whom something stands in every table that knows people, written straight into the database. */
export async function addKnownChild(
  { app, config, orgId }: BareServer,
  canary = randomBytes(6).toString('hex'),
): Promise<KnownChild> {
  const { jobs } = app.db;
  const envelope = createEnvelope(jobs, deriveKeys(config.secret).master);
  const [childId, guardianId, teacherId, groupId, sessionId, participantId, requestId, credentialId] =
    Array.from({ length: 8 }, () => randomUUID()) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
  const sql = (text: string, values: unknown[]) => jobs.query(text, values);
  const user = (id: string, role: string, name: string, minor: boolean) =>
    sql(
      `WITH u AS (INSERT INTO users (id, org_id, username, email, birth_month, is_minor, status, origin) VALUES ($1, $2, $3, $4, $5, $6, $7, 'sign_up')),
         p AS (INSERT INTO user_profiles (user_id, display_name, first_name) VALUES ($1, $8, $8))
       INSERT INTO user_roles (user_id, role_id, org_id, is_primary) SELECT $1, id, $2, true FROM roles WHERE key = $9`,
      [
        id,
        orgId,
        name.toLowerCase().replaceAll(' ', '-'),
        minor ? null : `${name.toLowerCase().replaceAll(' ', '-')}@known.example`,
        minor ? '2016-05-01' : null,
        minor,
        minor ? 'pending_consent' : 'active',
        name,
        role,
      ],
    );
  await user(childId, 'student', `kid-${canary}`, true);
  await user(guardianId, 'guardian', `parent of ${canary.slice(0, 4)}`, false);
  await user(teacherId, 'teacher', `teacher of ${canary.slice(0, 4)}`, false);
  await sql('INSERT INTO credentials (user_id, password_hash) VALUES ($1, $2)', [childId, `hash ${canary}`]);
  await sql('INSERT INTO guardian_links (guardian_id, child_id) VALUES ($1, $2)', [guardianId, childId]);
  const contact = await envelope.seal(
    orgId,
    { table: 'consent_requests', column: 'contact_sealed', row: requestId },
    canary,
  );
  await sql(
    `INSERT INTO consent_requests (id, org_id, child_id, method, contact_sealed, notice_version, status, expires_at)
     VALUES ($1, $2, $3, 'email_plus', $4, 1, 'confirmed', now() + interval '14 days')`,
    [requestId, orgId, childId, contact],
  );
  for (const scope of ['account', 'live_rooms']) {
    await sql(
      `INSERT INTO consents (org_id, child_id, guardian_id, decider, scope, status, method, notice_version, request_id)
       VALUES ($1, $2, $3, 'guardian', $4, 'granted', 'email_plus', 1, $5)`,
      [orgId, childId, guardianId, scope, requestId],
    );
  }
  await sql('INSERT INTO child_controls (child_id, guardian_id) VALUES ($1, $2)', [childId, guardianId]);
  await sql('INSERT INTO activity_days (user_id, day, seconds) VALUES ($1, current_date, 600)', [childId]);
  const place = (column: string) => ({ table: 'game_credentials', column, row: credentialId });
  await sql(
    'INSERT INTO game_credentials (id, user_id, game_name, username_sealed, password_sealed) VALUES ($1, $2, $3, $4, $5)',
    [
      credentialId,
      childId,
      `Chess ${canary}`,
      await envelope.seal(orgId, place('username_sealed'), canary),
      await envelope.seal(orgId, place('password_sealed'), canary),
    ],
  );
  await sql(`INSERT INTO groups (id, org_id, name) VALUES ($1, $2, '5b')`, [groupId, orgId]);
  await sql(
    `INSERT INTO group_members (group_id, user_id, role) VALUES ($1, $2, 'student'), ($1, $3, 'teacher')`,
    [groupId, childId, teacherId],
  );
  await sql(
    `INSERT INTO live_sessions (id, org_id, host_id, title, status, settings, snapshot, group_id, ended_at)
     VALUES ($1, $2, $3, 'A class', 'ended', '{}', '{}', $4, now())`,
    [sessionId, orgId, teacherId, groupId],
  );
  await sql(
    `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, device_hash) VALUES ($1, $2, $3, $4, $4, $5)`,
    [participantId, sessionId, childId, `kid-${canary}`, Buffer.from(canary)],
  );
  await sql('INSERT INTO live_rounds (session_id, position) VALUES ($1, 0)', [sessionId]);
  await sql(
    `INSERT INTO live_answers (session_id, round, participant_id, answer_id, answer, outcome, response_ms, points, answered_at)
     VALUES ($1, 0, $2, 'an answer', '[1]', 'right', 900, 950, now())`,
    [sessionId, participantId],
  );
  await sql(
    `INSERT INTO auth_sessions (user_id, family_id, refresh_token_hash, user_agent, expires_at)
     VALUES ($1, $2, sha256($3), $4, now() + interval '1 day')`,
    [childId, randomUUID(), Buffer.from(canary), `Browser ${canary}`],
  );
  await sql(
    `INSERT INTO auth_tokens (purpose, user_id, org_id, email, token_hash, expires_at) VALUES ('consent', $1, $2, $3, sha256($4), now() + interval '1 day')`,
    [childId, orgId, `${canary}@known.example`, Buffer.from(`token ${canary}`)],
  );
  await sql('INSERT INTO accommodations (learner_id, time_factor, set_by) VALUES ($1, 1.5, $2)', [
    childId,
    teacherId,
  ]);
  await sql(`INSERT INTO auth_identities (user_id, provider, provider_account_id) VALUES ($1, 'known', $2)`, [
    childId,
    canary,
  ]);
  await sql('INSERT INTO known_devices (user_id, device_hash) VALUES ($1, sha256($2))', [
    childId,
    Buffer.from(canary),
  ]);
  await sql(`INSERT INTO learner_profiles (user_id, grade_level, section) VALUES ($1, '5', $2)`, [
    childId,
    canary,
  ]);
  await sql(
    `INSERT INTO user_subjects (user_id, subject_id, relation) SELECT $1, id, 'studies' FROM subjects WHERE slug = 'mathematics'`,
    [childId],
  );
  const mailId = randomUUID();
  await sql(
    `INSERT INTO mail_messages (id, org_id, user_id, template, locale, content_sealed) VALUES ($1, $2, $3, 'consent-request', 'en', $4)`,
    [
      mailId,
      orgId,
      childId,
      await envelope.seal(
        orgId,
        { table: 'mail_messages', column: 'content_sealed', row: mailId },
        JSON.stringify({ to: `${canary}@known.example`, params: {} }),
      ),
    ],
  );
  await sql(
    `INSERT INTO data_requests (org_id, subject_id, requested_by, kind, due_at, note) VALUES ($1, $2, $3, 'access', now() + interval '30 days', $4)`,
    [orgId, childId, guardianId, `about ${canary}`],
  );
  await sql(
    `INSERT INTO disclosures (org_id, subject_id, recipient, interest, fields, disclosed_by) VALUES ($1, $2, 'School doctor', $3, '{name}', $4)`,
    [orgId, childId, `because of ${canary}`, teacherId],
  );
  await addKnownProgress(jobs, { userId: childId, orgId, canary });
  return { childId, guardianId, teacherId, groupId, sessionId, canary };
}

/** Every column of every table in which a text stands, as text or as bytes; the audit chain and files of the log included. */
export async function tracesOf({ database }: Pick<BareServer, 'database'>, text: string): Promise<string[]> {
  const { default: pg } = await import('pg');
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  try {
    const { rows: columns } = await owner.query<{ table: string; column: string }>(
      `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );
    const found: string[] = [];
    const hex = Buffer.from(text).toString('hex');
    for (const { table, column } of columns) {
      const { rows } = await owner.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM "${table}" WHERE position(lower($1) in lower("${column}"::text)) > 0 OR position($2 in "${column}"::text) > 0`,
        [text, hex],
      );
      if (rows[0]!.n > 0) found.push(`${table}.${column}`);
    }
    return found;
  } finally {
    await owner.end();
  }
}
