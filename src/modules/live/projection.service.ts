import type pg from 'pg';
import type { Answer, Outcome } from '../../domain/answer/answer.ts';
import type { ClassPlan } from '../../domain/challenge/class-plan.ts';
import { rulesOf } from '../../domain/challenge/deal.ts';
import type { ChallengeEvent } from '../../domain/challenge/events.ts';
import { evolve } from '../../domain/challenge/evolve.ts';
import { type ChallengeState, newChallenge } from '../../domain/challenge/state.ts';
import { asClass, unfinished } from '../../domain/self-paced/as-class.ts';
import type { SelfPacedEvent } from '../../domain/self-paced/events.ts';
import { ownRules } from '../../domain/self-paced/plan.ts';
import { evolveSelfPaced, newSelfPaced } from '../../domain/self-paced/state.ts';
import type { Database } from '../../platform/database/database.ts';
import type { SessionSettings } from '../../wire/session.ts';
import { readEvents } from './event-rows.ts';
import { projectOnce } from './project-once.ts';

interface ParticipantRow {
  id: string;
  score: number;
  correct_count: number;
  answered_count: number;
  best_streak: number;
  final_rank: number | null;
  joined_in_round: number;
  left_in_round: number | null;
  team: number | null;
}
interface RoundRow {
  position: number;
  question_id: string;
  answered: number;
  correct: number;
  mean_ms: number | null;
  spread: number[];
  /** What was written, commonest first. */
  texts: { text: string; count: number }[];
  /** [RVL-3] */
  first_vote: { answered: number; right: number; spread: number[] } | null;
}
interface AnswerRow {
  seq: number;
  round: number;
  vote: number;
  participant_id: string;
  answer_id: string;
  answer: Answer;
  outcome: Outcome;
  stake: string | null;
  response_ms: number;
  points: number;
}

/** Different texts of a round that a report shows. */
const keptTexts = 100;

/** [DUR-6] Turns the log of an ended session into rounds, answers and totals. */
export const createProjectionService = ({ db }: { db: Database }) =>
  projectOnce(db, { which: "s.format <> 'group_mission'", projectLocked });
export type ProjectionService = ReturnType<typeof createProjectionService>;

async function projectLocked(client: pg.PoolClient, sessionId: string): Promise<void> {
  const { rows } = await client.query<{
    org_id: string;
    host_id: string;
    snapshot: ClassPlan;
    settings: SessionSettings;
    isAlone: boolean;
  }>(
    `SELECT org_id, host_id, snapshot, settings, racer_id IS NOT NULL AS "isAlone" FROM live_sessions WHERE id = $1 AND projected_at IS NULL FOR UPDATE`,
    [sessionId],
  );
  const session = rows[0];
  if (!session) return;
  const events = await readEvents(client, sessionId);
  const { state, left } =
    session.settings.format === 'self_paced' ? selfPaced(session, events) : ofClass(session, events);
  if (state.phase.name !== 'ended') return;
  if (session.settings.rehearsal || (session.isAlone && state.players.size === 0)) {
    // [HST-4] [REP-3] with what nobody played for a class goes its log: no report, no statistics, no message
    await client.query('DELETE FROM live_sessions WHERE id = $1', [sessionId]);
    return;
  }

  const answers = answerRows(events, state);
  await client.query(insertRounds, [sessionId, JSON.stringify(roundRows(session.snapshot, state, answers))]);
  await client.query(updateParticipants, [sessionId, JSON.stringify(participantRows(state, left))]);
  await client.query(forgetUnseated, [sessionId]);
  await client.query('DELETE FROM live_co_hosts WHERE session_id = $1', [sessionId]);
  await client.query(insertAnswers, [sessionId, JSON.stringify(answers)]);
  const status = state.phase.reason === 'abandoned' ? 'abandoned' : 'ended';
  await client.query(
    `UPDATE live_sessions SET status = $2, projected_at = now(), played = $3,
       ended_at = coalesce((SELECT max(at) FROM live_events WHERE session_id = $1 AND type = 'session.ended'), now()) WHERE id = $1`,
    [sessionId, status, state.order],
  );
  await client.query(
    'UPDATE live_pins SET released_at = now() WHERE session_id = $1 AND released_at IS NULL',
    [sessionId],
  );
  await client.query(
    `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'session.ended', $2)`,
    [session.org_id, JSON.stringify({ sessionId, hostId: session.host_id })],
  );
}

/**
 * [PTS-4] The rows add up to the totals: answers to a skipped question earn nothing, nor does a first vote after which the same
 * player voted again; a changed answer takes the place of the one before, and a mark that of the first verdict.
 */
function answerRows(events: ChallengeEvent[], state: ChallengeState): AnswerRow[] {
  const rows = new Map<string, AnswerRow>();
  for (const event of events) {
    if (event.type === 'answer.accepted' || event.type === 'answer.changed') {
      rows.set(keyOf(event), rowOfAnswer(event));
      const first = event.vote === 2 ? rows.get(keyOf({ ...event, vote: 1 })) : undefined;
      if (first) first.points = 0;
    } else if (event.type === 'answer.marked') {
      const { outcome, points } = event;
      const marked = rows.get(keyOf({ ...event, vote: 2 })) ?? rows.get(keyOf({ ...event, vote: 1 }));
      if (marked) Object.assign(marked, { outcome, points });
    }
  }
  return [...rows.values()].map((row) => (isCounted(state, row.round) ? row : { ...row, points: 0 }));
}

const keyOf = ({ round, vote, participantId }: { round: number; vote: number; participantId: string }) =>
  `${round}/${vote}/${participantId}`;

function rowOfAnswer(event: ChallengeEvent<'answer.accepted' | 'answer.changed'>): AnswerRow {
  const { seq, round, vote, participantId, answerId, answer, outcome, elapsedMs, points, stake } = event;
  return {
    seq,
    round,
    vote,
    participant_id: participantId,
    answer_id: answerId,
    answer,
    outcome,
    stake: stake ?? null,
    response_ms: elapsedMs,
    points,
  };
}

/** A round counts once it was closed and not skipped. */
function isCounted(state: ChallengeState, round: number): boolean {
  const { closed } = state.rounds[round]!;
  return closed !== null && closed !== 'skipped';
}

function roundRows(plan: ClassPlan, state: ChallengeState, answers: AnswerRow[]): RoundRow[] {
  return state.order.flatMap((question, position) => {
    const planned = plan.rounds[question]!;
    if (!isCounted(state, position))
      return answers.some(({ round }) => round === position) ? [uncounted(planned.questionId, position)] : [];
    const { answered, right, spread, texts, first } = state.rounds[position]!;
    const times = answers.filter(({ round }) => round === position).map(({ response_ms }) => response_ms);
    const mean_ms =
      times.length > 0 ? Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length) : null;
    return [
      {
        position,
        question_id: planned.questionId,
        answered,
        correct: right,
        mean_ms,
        spread,
        texts: [...texts.values()].sort((a, b) => b.count - a.count).slice(0, keptTexts),
        first_vote: first && { answered: first.answered, right: first.right, spread: first.spread },
      },
    ];
  });
}

const uncounted = (question_id: string, position: number): RoundRow => ({
  position,
  question_id,
  answered: 0,
  correct: 0,
  mean_ms: null,
  spread: [],
  texts: [],
  first_vote: null,
});

function participantRows(state: ChallengeState, left: ReadonlyMap<string, number>): ParticipantRow[] {
  return [...state.players.values()].map((player) => ({
    id: player.id,
    score: player.score,
    correct_count: player.right,
    answered_count: player.answered,
    best_streak: player.bestStreak,
    final_rank: player.kicked ? null : player.rank,
    joined_in_round: player.joinedInRound,
    left_in_round: left.get(player.id) ?? null,
    team: player.team,
  }));
}

interface Log {
  snapshot: ClassPlan;
  settings: SessionSettings;
}
/** `left`: who was not there at the end, and in which round each of them was seen last. */
interface Played {
  state: ChallengeState;
  left: Map<string, number>;
}

function ofClass({ snapshot, settings }: Log, events: ChallengeEvent[]): Played {
  const state = newChallenge(rulesOf(snapshot, settings));
  for (const event of events) evolve(state, event);
  const left = roundsWhenLeft(events);
  for (const { id, connected } of state.players.values()) if (connected) left.delete(id);
  return { state, left };
}

/** [REP-4] The same report for learners at their own pace. */
function selfPaced({ snapshot, settings }: Log, events: ChallengeEvent[]): Played {
  const all = newSelfPaced(ownRules(snapshot, settings));
  for (const event of events) evolveSelfPaced(all, event as SelfPacedEvent);
  return { state: asClass(all), left: unfinished(all) };
}

/** In which round each player was seen last. */
function roundsWhenLeft(events: ChallengeEvent[]): Map<string, number> {
  const left = new Map<string, number>();
  let round = 0;
  for (const event of events) {
    if (event.type === 'round.announced' || event.type === 'round.opened') round = event.round;
    if (event.type === 'player.dropped' || event.type === 'player.kicked')
      left.set(event.participantId, round);
  }
  return left;
}

const insertRounds = `
INSERT INTO live_rounds (session_id, position, question_id, answered, correct, mean_ms, spread, texts, first_vote)
SELECT $1, r.position, q.id, r.answered, r.correct, r.mean_ms, r.spread, r.texts, r.first_vote
FROM json_to_recordset($2::json) AS r(position integer, question_id uuid, answered integer, correct integer, mean_ms integer,
  spread jsonb, texts jsonb, first_vote jsonb)
LEFT JOIN questions q ON q.id = r.question_id`;

const updateParticipants = `
UPDATE live_participants lp SET score = p.score, correct_count = p.correct_count, answered_count = p.answered_count,
  best_streak = p.best_streak, final_rank = p.final_rank, joined_in_round = p.joined_in_round, left_in_round = p.left_in_round, team = p.team,
  device_hash = NULL, wanted_nickname = NULL, wanted_skeleton = NULL, name_refused = false, return_code_hash = NULL, return_code_until = NULL
FROM json_to_recordset($2::json) AS p(id uuid, score integer, correct_count integer, answered_count integer, best_streak integer,
  final_rank integer, joined_in_round integer, left_in_round integer, team smallint)
WHERE lp.session_id = $1 AND lp.id = p.id`;

/** Who was given a seat and never took it was not there: nothing of them is kept. */
const forgetUnseated = 'DELETE FROM live_participants WHERE session_id = $1 AND joined_in_round IS NULL';

const insertAnswers = `
INSERT INTO live_answers (session_id, round, vote, participant_id, answer_id, answer, outcome, stake, response_ms, points, answered_at)
SELECT $1, a.round, a.vote, a.participant_id, a.answer_id, a.answer, a.outcome, a.stake, a.response_ms, a.points, e.at
FROM json_to_recordset($2::json) AS a(seq integer, round smallint, vote smallint, participant_id uuid, answer_id text, answer jsonb,
  outcome text, stake text, response_ms integer, points integer)
JOIN live_events e ON e.session_id = $1 AND e.seq = a.seq`;
