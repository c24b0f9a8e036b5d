import type pg from 'pg';
import type { GroupEvent } from '../../../domain/group-mission/events.ts';
import { evolve } from '../../../domain/group-mission/evolve.ts';
import { type GroupMissionPlan, rulesOfGroup } from '../../../domain/group-mission/plan.ts';
import { type GroupState, newGroup, rewardOf } from '../../../domain/group-mission/state.ts';
import type { Database } from '../../../platform/database/database.ts';
import { readEvents } from '../event-rows.ts';
import { projectOnce } from '../project-once.ts';
import { isOpen } from './group-rows.ts';

/** [GRP-4] What stays of an ended group beside its log; `live_sessions.result`. */
export interface GroupResult {
  ended: Extract<GroupState['phase'], { name: 'ended' }>['reason'];
  right: number;
  hearts: number;
  coins: number;
  reward: number;
  /** By task; null: it never came to an end. */
  answers: (Pick<NonNullable<GroupState['results'][number]>, 'outcome' | 'how' | 'hint'> | null)[];
}

/** [DUR-6] Turns the log of an ended group into its result and each learner's contribution. */
export const createGroupProjection = ({ db }: { db: Database }) =>
  projectOnce(db, { which: "s.format = 'group_mission'", projectLocked });
export type GroupProjection = ReturnType<typeof createGroupProjection>;

async function projectLocked(client: pg.PoolClient, sessionId: string): Promise<void> {
  // groups of a run that end at once would hand the PIN to each other; before the session, as `movePlace` does
  await client.query(
    'SELECT 1 FROM group_runs WHERE id = (SELECT run_id FROM live_sessions WHERE id = $1) FOR UPDATE',
    [sessionId],
  );
  const { rows } = await client.query<{ org_id: string; run_id: string; snapshot: GroupMissionPlan }>(
    `SELECT org_id, run_id, snapshot FROM live_sessions WHERE id = $1 AND projected_at IS NULL AND format = 'group_mission' FOR UPDATE`,
    [sessionId],
  );
  const session = rows[0];
  if (!session) return;
  const state = newGroup(rulesOfGroup(session.snapshot));
  for (const event of await readEvents<GroupEvent>(client, sessionId)) evolve(state, event);
  if (state.phase.name !== 'ended') return;
  const result = resultOf(state, state.phase.reason);
  await client.query(updateLearners, [sessionId, JSON.stringify(learnersOf(state, result.reward))]);
  await client.query(
    'UPDATE live_participants SET device_hash = NULL WHERE session_id = $1 AND device_hash IS NOT NULL',
    [sessionId],
  );
  // whoever was given a place and never took it was not there
  await client.query(
    'DELETE FROM live_participants WHERE session_id = $1 AND joined_in_round IS NULL AND moved_to IS NULL',
    [sessionId],
  );
  await client.query(
    `UPDATE live_sessions SET status = $2, result = $3, projected_at = now(),
       ended_at = coalesce((SELECT max(at) FROM live_events WHERE session_id = $1 AND type = 'session.ended'), now()) WHERE id = $1`,
    [sessionId, result.ended === 'abandoned' ? 'abandoned' : 'ended', JSON.stringify(result)],
  );
  await handPinOn(client, sessionId, session.run_id);
  await client.query(
    `INSERT INTO outbox_events (org_id, event_type, payload) VALUES ($1, 'group.ended', $2)`,
    [session.org_id, JSON.stringify({ sessionId, runId: session.run_id })],
  );
}

function resultOf(state: GroupState, ended: GroupResult['ended']): GroupResult {
  return {
    ended,
    right: state.results.filter((one) => one?.outcome === 'right').length,
    hearts: state.hearts,
    coins: state.coins,
    reward: rewardOf(state),
    answers: state.rules.tasks.map((_, i) => {
      const result = state.results[i];
      return result ? { outcome: result.outcome, how: result.how, hint: result.hint } : null;
    }),
  };
}

/** [GRP-4] The reward is the same for all; whoever was moved away gets it in the other group. */
const learnersOf = (state: GroupState, reward: number) =>
  [...state.learners.values()].map(({ id, left, contribution }) => ({
    id,
    score: left === 'moved' ? 0 : reward,
    correct_count: contribution.rightTurns,
    answered_count: contribution.proposals + contribution.turns,
    contribution,
  }));

const updateLearners = `
UPDATE live_participants lp SET score = p.score, correct_count = p.correct_count, answered_count = p.answered_count,
  contribution = p.contribution, joined_in_round = 0
FROM jsonb_to_recordset($2::jsonb) AS p(id uuid, score integer, correct_count integer, answered_count integer, contribution jsonb)
WHERE lp.session_id = $1 AND lp.id = p.id`;

/** The PIN of a run stands at one of its groups; it goes on to another that is open, or is free. */
async function handPinOn(client: pg.PoolClient, sessionId: string, runId: string): Promise<void> {
  await client.query(
    `UPDATE live_pins p SET session_id = s.id FROM (SELECT s.id FROM live_sessions s
       WHERE s.run_id = $2 AND s.id <> $1 AND ${isOpen} ORDER BY s.run_position LIMIT 1) s
     WHERE p.session_id = $1 AND p.released_at IS NULL`,
    [sessionId, runId],
  );
  await client.query(
    'UPDATE live_pins SET released_at = now() WHERE session_id = $1 AND released_at IS NULL',
    [sessionId],
  );
}
