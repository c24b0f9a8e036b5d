import { Migration } from '@mikro-orm/migrations';

/** XP, levels and streaks, and the hand-over of events to whoever works on. */
export class Migration20261121224500_progress extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TRIGGER live_sessions_keep_streaks ON live_sessions;
      DROP FUNCTION keep_streak_days();
      DROP TABLE handled_events, streak_days, reward_ledger, learner_stats;
      DROP FUNCTION xp_to_next_level(bigint), level_from_xp(bigint);
      ALTER TABLE live_participants DROP COLUMN timezone;
      ALTER TABLE live_sessions DROP COLUMN xp_rewards;
      DELETE FROM retention_rules WHERE table_name IN ('learner_stats', 'reward_ledger', 'streak_days');`);
  }
}

const up = `
-- the same as in src/domain/reward/level.ts: 100 · level^1.3 from a level to the next, up to level 500
DO $$ DECLARE totals bigint[]; BEGIN
  SELECT array_agg(total ORDER BY lvl) INTO totals FROM (
    SELECT lvl, coalesce(sum(floor(100 * power(lvl::numeric - 1, 1.3))) FILTER (WHERE lvl > 1) OVER (ORDER BY lvl), 0)::bigint AS total
    FROM generate_series(1, 500) AS lvl) levels;
  EXECUTE format('CREATE FUNCTION level_from_xp(p_xp bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS
    $f$ SELECT width_bucket(p_xp, %L::bigint[]) $f$', totals);
  EXECUTE format('CREATE FUNCTION xp_to_next_level(p_xp bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS
    $f$ SELECT (%1$L::bigint[])[width_bucket(p_xp, %1$L::bigint[]) + 1] - p_xp $f$', totals);
END $$;

-- append only; learner_stats is its projection
CREATE TABLE reward_ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  currency text NOT NULL CHECK (currency = 'xp'),
  delta integer NOT NULL CHECK (delta <> 0),
  reason text NOT NULL CHECK (reason IN ('answer', 'session')),
  source_type text NOT NULL CHECK (source_type = 'live_session'),
  -- no foreign key: what was earned stays when its session is deleted
  source_id uuid NOT NULL,
  -- the learner's own day for which it counts
  local_date date NOT NULL,
  idempotency_key text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, currency, idempotency_key)
);
CREATE INDEX reward_ledger_user_ix ON reward_ledger (user_id, local_date);
CREATE TRIGGER reward_ledger_append_only BEFORE UPDATE ON reward_ledger FOR EACH ROW EXECUTE FUNCTION forbid_change();

CREATE TABLE learner_stats (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  total_xp bigint NOT NULL DEFAULT 0 CHECK (total_xp >= 0),
  current_level integer GENERATED ALWAYS AS (level_from_xp(total_xp)) STORED,
  xp_to_next_level bigint GENERATED ALWAYS AS (xp_to_next_level(total_xp)) STORED,
  -- as it stood on the last day of activity
  current_streak_days integer NOT NULL DEFAULT 0 CHECK (current_streak_days >= 0),
  longest_streak_days integer NOT NULL DEFAULT 0,
  last_activity_date date,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (longest_streak_days >= current_streak_days)
);
CREATE TRIGGER learner_stats_set_updated_at BEFORE UPDATE ON learner_stats FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- the learner's own calendar: days with a checked answer
CREATE TABLE streak_days (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  local_date date NOT NULL,
  -- a session that made it one was deleted; the day stays
  outlived boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, local_date)
);

-- an event changes things once, however often it is handed over
CREATE TABLE handled_events (
  event_id bigint NOT NULL REFERENCES outbox_events(id) ON DELETE CASCADE,
  handler text NOT NULL CHECK (length(handler) <= 60),
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, handler)
);

-- fixed when a session is projected first, so that progress can be computed again whatever becomes of questions and profiles
ALTER TABLE live_sessions ADD COLUMN xp_rewards jsonb;
ALTER TABLE live_participants ADD COLUMN timezone text;

CREATE FUNCTION keep_streak_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE streak_days d SET outlived = true FROM live_participants lp
    WHERE lp.session_id = OLD.id AND d.user_id = lp.user_id AND lp.timezone IS NOT NULL AND d.local_date IN (
      SELECT (a.answered_at AT TIME ZONE lp.timezone)::date FROM live_answers a WHERE a.session_id = OLD.id AND a.participant_id = lp.id
      UNION SELECT (OLD.ended_at AT TIME ZONE lp.timezone)::date WHERE OLD.format = 'group_mission');
  RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION level_from_xp(bigint), xp_to_next_level(bigint), keep_streak_days() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION level_from_xp(bigint), xp_to_next_level(bigint) TO tutti_worker;
CREATE TRIGGER live_sessions_keep_streaks BEFORE DELETE ON live_sessions FOR EACH ROW EXECUTE FUNCTION keep_streak_days();

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['learner_stats', 'reward_ledger', 'streak_days'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()))', t);
    EXECUTE format('CREATE POLICY guardian_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()))', t);
    EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()))', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;
ALTER TABLE handled_events ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON handled_events TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON handled_events TO tutti_worker;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('learner_stats', 'XP, level and streak of a learner', 'A learner sees how far the learning has come', NULL, 'the account'),
  ('reward_ledger', 'What a learner earned, and for what', 'Every sum can be checked and computed again', NULL, 'the account'),
  ('streak_days', 'Days on which a learner answered something', 'A learner sees the own calendar of learning', NULL, 'the account');
`;
