import type { Locale } from '../../wire/common.ts';
import type { SessionSettings, SessionSummary } from '../../wire/session.ts';

/** A session with what stands beside it, in one row. */
export interface SessionRow {
  id: string;
  title: string;
  mission_id: string | null;
  status: SessionSummary['status'];
  pin: string | null;
  settings: SessionSettings;
  locales: Locale[];
  questions: number;
  players: number;
  created_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
}

export const sessionColumns = `
  s.id, s.title, s.mission_id, s.status, s.settings, s.created_at, s.started_at, s.ended_at,
  s.snapshot->'locales' AS locales, jsonb_array_length(s.snapshot->'rounds') AS questions,
  (SELECT p.pin FROM live_pins p WHERE p.session_id = s.id AND p.released_at IS NULL) AS pin,
  (SELECT count(*)::integer FROM live_participants lp WHERE lp.session_id = s.id AND lp.kicked_at IS NULL) AS players`;

export function presentSession(row: SessionRow): SessionSummary {
  return {
    id: row.id,
    title: row.title,
    missionId: row.mission_id,
    status: row.status,
    pin: row.pin,
    settings: row.settings,
    locales: row.locales,
    questions: row.questions,
    players: row.players,
    createdAt: iso(row.created_at)!,
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
  };
}

const iso = (at: Date | string | null): string | null => (at === null ? null : new Date(at).toISOString());
