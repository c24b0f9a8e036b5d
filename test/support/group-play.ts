import type { GroupMission } from '@tutti/client/groups';
import type pg from 'pg';
import type { GroupMissionPlan } from '../../src/domain/group-mission/plan.ts';
import { until } from './class-play.ts';

/** The plan of each group of a run, by session, keys included. */
export async function readPlans(
  jobs: pg.Pool | pg.Client,
  runId: string,
): Promise<Map<string, GroupMissionPlan>> {
  const { rows } = await jobs.query<{ id: string; snapshot: GroupMissionPlan }>(
    'SELECT id, snapshot FROM live_sessions WHERE run_id = $1',
    [runId],
  );
  return new Map(rows.map(({ id, snapshot }) => [id, snapshot]));
}

export const keyOf = (plan: GroupMissionPlan, task: number): number[] => {
  const planned = plan.rounds[task]!;
  if (!('key' in planned)) throw new Error('a question of another kind');
  return [...planned.key];
};

/** All of a group do what brings it on by one stage, and come there. */
export async function onward(group: readonly GroupMission[], plan: GroupMissionPlan): Promise<void> {
  const { step, stage, table } = group[0]!.view;
  if (stage.name === 'task') await solve(group, keyOf(plan, stage.task.task), table.turn);
  else for (const learner of group) await learner.ready().catch(ignoreMoved);
  for (const learner of group) await until(() => learner.view.step > step, 'the next stage');
}

async function solve(group: readonly GroupMission[], key: number[], turn: string | null): Promise<void> {
  if (turn !== null) return group.find(({ participantId }) => participantId === turn)!.answer(key);
  for (const learner of group) {
    for (const { piece, holder, shared } of learner.view.table.pieces)
      if (holder === learner.participantId && !shared) await learner.share(piece);
  }
  for (const learner of group) await learner.answer(key);
}

/** The others were quicker, and the group is on its way. */
const ignoreMoved = (error: { code?: string }) => {
  if (error.code !== 'challenge/wrong-phase') throw error;
};

export async function playUntil(
  group: readonly GroupMission[],
  plan: GroupMissionPlan,
  isThere: (learner: GroupMission) => boolean,
): Promise<void> {
  for (let i = 0; i < 60 && !isThere(group[0]!); i++) await onward(group, plan);
}

export const atTask = (way: string) => (learner: GroupMission) => {
  const { stage } = learner.view;
  return stage.name === 'task' && stage.task.way === way;
};
export const atEnd = (learner: GroupMission) => learner.view.stage.name === 'ended';
