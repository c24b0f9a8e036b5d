import type { GroupRun } from '../../../wire/group-run.ts';

/** A run with what stands beside it, in one row. */
export interface RunRow {
  id: string;
  title: string;
  mission_id: string | null;
  group_id: string;
  group_name: string | null;
  by_learner: boolean;
  minutes: number;
  groups: number;
  open: number;
  learners: number;
  pin: string | null;
  created_at: Date;
}

export const isOpen = `s.status IN ('lobby', 'running', 'paused')`;

export const runColumns = `
  r.id, r.title, r.mission_id, r.group_id, r.by_learner, r.minutes, r.created_at,
  (SELECT g.name FROM groups g WHERE g.id = r.group_id) AS group_name,
  (SELECT count(*)::integer FROM live_sessions s WHERE s.run_id = r.id) AS groups,
  (SELECT count(*)::integer FROM live_sessions s WHERE s.run_id = r.id AND ${isOpen}) AS open,
  (SELECT count(*)::integer FROM live_participants lp JOIN live_sessions s ON s.id = lp.session_id
    WHERE s.run_id = r.id AND lp.moved_to IS NULL AND lp.kicked_at IS NULL) AS learners,
  (SELECT p.pin FROM live_pins p JOIN live_sessions s ON s.id = p.session_id
    WHERE s.run_id = r.id AND p.released_at IS NULL LIMIT 1) AS pin`;

export function presentRun(row: RunRow): GroupRun {
  return {
    id: row.id,
    title: row.title,
    missionId: row.mission_id,
    class: row.group_name === null ? null : { id: row.group_id, name: row.group_name },
    byLearner: row.by_learner,
    minutes: row.minutes,
    groups: row.groups,
    open: row.open,
    learners: row.learners,
    pin: row.pin,
    createdAt: new Date(row.created_at).toISOString(),
  };
}
