import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { sessionSettings } from '../../src/wire/session.ts';

interface Answered {
  learnerId: string;
  /** One for each question. */
  outcomes: readonly ('right' | 'partly' | 'wrong')[];
}

export interface AskedQuestion {
  id: string;
  objectives: readonly string[];
}

/** A session as the projection leaves it, with the event of its end, without anybody having played it. */
export async function answeredSession(
  jobs: pg.Pool,
  {
    orgId,
    at,
    questions,
    players,
    groupId = null,
    hostId = null,
    missionId = null,
  }: {
    orgId: string;
    at: Date;
    questions: readonly AskedQuestion[];
    players: readonly Answered[];
    groupId?: string | null;
    hostId?: string | null;
    missionId?: string | null;
  },
): Promise<{ id: string; eventId: string }> {
  const id = randomUUID();
  const rounds = questions.map((question) => ({
    questionId: question.id,
    objectives: question.objectives,
    kind: 'true_false',
    choices: 2,
    key: [0],
    partial: false,
    points: 1,
    timeLimitMs: 20_000,
    texts: { en: { prompt: 'Is it so?', explanation: 'It is.', hint: null, choices: ['Yes', 'No'] } },
  }));
  await jobs.query(
    `INSERT INTO live_sessions (id, org_id, host_id, group_id, mission_id, title, settings, snapshot, status, projected_at, ended_at, played)
     VALUES ($1, $2, $3, $4, $5, 'Pets', $9, $6, 'ended', now(), $7, $8)`,
    [
      id,
      orgId,
      hostId,
      groupId,
      missionId,
      { titles: { en: 'Pets' }, locale: 'en', locales: ['en'], objectives: {}, rounds },
      at,
      questions.map((_, i) => i),
      sessionSettings.parse({}),
    ],
  );
  await jobs.query(
    `INSERT INTO live_rounds (session_id, position, question_id, answered)
     SELECT $1, n - 1, q, $3 FROM unnest($2::uuid[]) WITH ORDINALITY AS t(q, n)`,
    [id, questions.map((question) => question.id), players.length],
  );
  const seats = players.map(({ learnerId }) => ({ id: randomUUID(), learnerId }));
  await jobs.query(
    `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, joined_in_round, answered_count, final_rank)
     SELECT p.id, $1, p."learnerId", p.id::text, p.id::text, 0, $3, 1 FROM json_to_recordset($2::json) AS p(id uuid, "learnerId" uuid)`,
    [id, JSON.stringify(seats), questions.length],
  );
  await jobs.query(
    `INSERT INTO live_answers (session_id, round, participant_id, answer_id, answer, outcome, response_ms, answered_at)
     SELECT $1, a.round, a.seat, a.round::text, '[1]', a.outcome, 1000, $3 FROM json_to_recordset($2::json) AS a(seat uuid, round smallint, outcome text)`,
    [
      id,
      JSON.stringify(
        players.flatMap(({ outcomes }, i) =>
          outcomes.map((outcome, round) => ({ seat: seats[i]!.id, round, outcome })),
        ),
      ),
      at,
    ],
  );
  const { rows } = await jobs.query<{ id: string }>(
    `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'session.ended', $2) RETURNING id::text`,
    [orgId, { sessionId: id, hostId }],
  );
  return { id, eventId: rows[0]!.id };
}
