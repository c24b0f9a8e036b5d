import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ClassPlan, PlannedRound } from '../../src/domain/challenge/class-plan.ts';
import { isScored } from '../../src/domain/question/question.ts';
import { sessionSettings } from '../../src/wire/session.ts';
import { everyKind, kinds } from './kinds.ts';

interface PastSession {
  orgId: string;
  hostId: string;
  groupId?: string;
  /** The first half of them is right everywhere, the others are wrong; without an account it is a guest. */
  learners: { nickname: string; userId?: string }[];
  status?: 'ended' | 'running' | 'lobby';
}

export interface Past {
  sessionId: string;
  participants: string[];
  /** Of each round. */
  questionIds: string[];
}

/** No file is there; a browser that wants to see one brings it. */
export const pastPicture = {
  id: 'p'.repeat(32),
  kind: 'image',
  alt: 'A map of the park',
  caption: null,
} as const;
/** What would be a formula in the words of an author. */
export const typedWords = ['$5$ a stone', 'camera'];

/** A session in which every kind of question was asked, as its projection leaves it, with the answers in its log: nobody had to play it. */
export async function insertPastSession(
  jobs: pg.Pool,
  { orgId, hostId, groupId, learners, status = 'ended' }: PastSession,
): Promise<Past> {
  const ids = await jobs.query<{ id: string }>('SELECT id FROM questions ORDER BY id LIMIT $1', [
    kinds.length,
  ]);
  const questionIds = ids.rows.map(({ id }) => id);
  const objectives = await jobs.query<{ slug: string; text: string }>(
    'SELECT slug, text FROM objectives ORDER BY slug LIMIT 4',
  );
  const slugs = objectives.rows.map(({ slug }) => slug);
  const rounds = kinds.map((kind, i): PlannedRound => {
    const { question } = everyKind[kind];
    const listed = 'choices' in question ? question.choices : 0;
    return {
      ...question,
      questionId: questionIds[i]!,
      objectives: [slugs[i % slugs.length]!],
      media: kind === 'hotspot' ? pastPicture : null,
      texts: {
        en: {
          prompt: `Question ${i + 1} of the kind ${kind.replace('_', ' ')}`,
          explanation: 'Because it is so.',
          hint: null,
          choices: Array.from({ length: listed }, (_, n) => `Thing ${n + 1}`),
          matches: Array.from({ length: listed }, (_, n) => `Partner ${n + 1}`),
          unit: 'km',
          sample: 'A good answer.',
        },
      },
    };
  });
  const plan: ClassPlan = {
    titles: { en: 'Every kind' },
    locale: 'en',
    locales: ['en'],
    objectives: Object.fromEntries(objectives.rows.map(({ slug, text }) => [slug, { en: text }])),
    rounds,
  };
  const sessionId = randomUUID();
  const over = status === 'ended';
  await jobs.query(
    `INSERT INTO live_sessions (id, org_id, host_id, group_id, title, status, settings, snapshot, played, started_at, ended_at, projected_at)
     VALUES ($1, $2, $3, $4, 'Every kind', $5, $6, $7, $8, now() - interval '1 hour', $9, $9)`,
    [
      sessionId,
      orgId,
      hostId,
      groupId ?? null,
      status,
      JSON.stringify(sessionSettings.parse({})),
      JSON.stringify(plan),
      rounds.map((_, i) => i),
      over ? new Date() : null,
    ],
  );
  const half = Math.ceil(learners.length / 2);
  const participants = learners.map(() => randomUUID());
  const rows = learners.map(({ nickname, userId }, i) => ({
    id: participants[i],
    user_id: userId ?? null,
    nickname,
    score: i < half ? 10_000 : 0,
    right: i < half ? rounds.filter(isScored).length : 0,
    rank: i < half ? 1 : half + 1,
  }));
  await jobs.query(
    `INSERT INTO live_participants (id, session_id, user_id, nickname, skeleton, score, correct_count, answered_count, final_rank, joined_in_round)
     SELECT p.id, $1, p.user_id, p.nickname, p.nickname, p.score, p."right", $3, p.rank, 0
     FROM json_to_recordset($2::json) AS p(id uuid, user_id uuid, nickname text, score integer, "right" integer, rank integer)`,
    [sessionId, JSON.stringify(rows), rounds.length],
  );
  if (over) await insertAnswers(jobs, sessionId, rounds, participants, half);
  return { sessionId, participants, questionIds };
}

async function insertAnswers(
  jobs: pg.Pool,
  sessionId: string,
  rounds: readonly PlannedRound[],
  participants: readonly string[],
  half: number,
): Promise<void> {
  const asked = rounds.map((round, position) => ({
    position,
    question_id: round.questionId,
    answered: participants.length,
    correct: isScored(round) ? half : 0,
    spread: 'choices' in round ? Array.from({ length: round.choices }, (_, i) => i) : [],
    texts: round.kind === 'word_cloud' ? [{ text: 'kind', count: participants.length }] : [],
  }));
  await jobs.query(
    `INSERT INTO live_rounds (session_id, position, question_id, answered, correct, mean_ms, spread, texts)
     SELECT $1, r.position, r.question_id, r.answered, r.correct, 4000, r.spread, r.texts
     FROM json_to_recordset($2::json) AS r(position integer, question_id uuid, answered integer, correct integer, spread jsonb, texts jsonb)`,
    [sessionId, JSON.stringify(asked)],
  );
  const answers = participants.flatMap((participant_id, i) =>
    rounds.map((round, position) => {
      const { right, wrong: other } = everyKind[round.kind];
      const wrong = round.kind === 'fill_blank' ? typedWords : other;
      const outcome = isScored(round) ? (i < half ? 'right' : 'wrong') : 'counted';
      return { participant_id, round: position, answer: i < half ? right : wrong, outcome };
    }),
  );
  const at = new Date();
  await jobs.query(
    `INSERT INTO live_events (session_id, seq, epoch, type, participant_id, round, vote, answer_id, payload, clock_ms, at)
     SELECT $1, row_number() OVER (), 1, 'answer.accepted', a.participant_id, a.round, 1, a.round || 'a' || a.participant_id,
       jsonb_build_object('answer', a.answer, 'outcome', a.outcome, 'elapsedMs', 4000, 'points', 0), 4000, $3
     FROM json_to_recordset($2::json) AS a(participant_id uuid, round smallint, answer jsonb, outcome text)`,
    [sessionId, JSON.stringify(answers), at],
  );
  await jobs.query(
    `INSERT INTO live_answers (session_id, round, vote, participant_id, answer_id, answer, outcome, response_ms, points, answered_at)
     SELECT $1, a.round, 1, a.participant_id, a.round || 'a' || a.participant_id, a.answer, a.outcome, 4000, 0, $3
     FROM json_to_recordset($2::json) AS a(participant_id uuid, round smallint, answer jsonb, outcome text)`,
    [sessionId, JSON.stringify(answers), at],
  );
}
