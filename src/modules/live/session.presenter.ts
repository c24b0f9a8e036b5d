import type { Locale } from '../../wire/common.ts';
import type { SessionSettings, SessionSummary } from '../../wire/session.ts';

/** A session with what stands beside it, in one row. */
export interface SessionRow {
  id: string;
  title: string;
  mission_id: string | null;
  group_id: string | null;
  group_name: string | null;
  host_id: string | null;
  host_name: string | null;
  status: SessionSummary['status'];
  pin: string | null;
  settings: SessionSettings;
  locales: Locale[];
  questions: number;
  players: number;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  closes_at: Date | null;
}

export const sessionColumns = `
  s.id, s.title, s.mission_id, s.group_id, s.host_id, s.status, s.settings, s.created_at, s.started_at, s.ended_at, s.closes_at,
  s.snapshot->'locales' AS locales, jsonb_array_length(s.snapshot->'rounds') AS questions,
  (SELECT g.name FROM groups g WHERE g.id = s.group_id) AS group_name,
  (SELECT p.display_name FROM user_profiles p WHERE p.user_id = s.host_id) AS host_name,
  (SELECT p.pin FROM live_pins p WHERE p.session_id = s.id AND p.released_at IS NULL) AS pin,
  (SELECT count(*)::integer FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL) AS players`;

export function presentSession(row: SessionRow): SessionSummary {
  return {
    id: row.id,
    title: row.title,
    missionId: row.mission_id,
    group: named(row.group_id, row.group_name),
    host: named(row.host_id, row.host_name),
    status: row.status,
    pin: row.pin,
    settings: row.settings,
    locales: row.locales,
    questions: row.questions,
    players: row.players,
    createdAt: iso(row.created_at)!,
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
    closesAt: iso(row.closes_at),
  };
}

/** What the caller may not see has no name, and is not there. */
const named = (id: string | null, name: string | null) => (id && name ? { id, name } : null);

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());
