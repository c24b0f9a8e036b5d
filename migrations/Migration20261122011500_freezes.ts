import { Migration } from '@mikro-orm/migrations';

/** Days that begin when the learner says, and freezes that keep a row of days. */
export class Migration20261122011500_freezes extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      CREATE OR REPLACE FUNCTION keep_streak_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE streak_days d SET outlived = true FROM live_participants lp
          WHERE lp.session_id = OLD.id AND d.user_id = lp.user_id AND lp.timezone IS NOT NULL AND d.local_date IN (
            SELECT (a.answered_at AT TIME ZONE lp.timezone)::date FROM live_answers a WHERE a.session_id = OLD.id AND a.participant_id = lp.id
            UNION SELECT (OLD.ended_at AT TIME ZONE lp.timezone)::date WHERE OLD.format = 'group_mission');
        RETURN OLD;
      END $$;
      DROP FUNCTION local_day(text, integer, timestamptz);
      ALTER TABLE learner_stats DROP COLUMN frozen_days;
      ALTER TABLE live_participants DROP COLUMN day_start_hour;
      ALTER TABLE user_profiles DROP COLUMN day_start_hour;`);
  }
}

const up = `
ALTER TABLE user_profiles ADD COLUMN day_start_hour smallint NOT NULL DEFAULT 0 CHECK (day_start_hour BETWEEN 0 AND 6);
GRANT UPDATE (day_start_hour) ON user_profiles TO tutti_app;
-- fixed with the zone when a session is projected first
ALTER TABLE live_participants ADD COLUMN day_start_hour smallint;
UPDATE live_participants SET day_start_hour = 0 WHERE timezone IS NOT NULL;
-- days without learning that freezes covered: a sum over streak_days and the ledger like the others
ALTER TABLE learner_stats ADD COLUMN frozen_days date[] NOT NULL DEFAULT '{}';

-- the same as dayIn in src/domain/reward/calendar.ts
CREATE FUNCTION local_day(p_zone text, p_start_hour integer, p_at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  SET search_path = public, pg_temp AS $$ SELECT (p_at AT TIME ZONE p_zone - make_interval(hours => p_start_hour))::date $$;
REVOKE EXECUTE ON FUNCTION local_day(text, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION local_day(text, integer, timestamptz) TO tutti_worker;

CREATE OR REPLACE FUNCTION keep_streak_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE streak_days d SET outlived = true FROM live_participants lp
    WHERE lp.session_id = OLD.id AND d.user_id = lp.user_id AND lp.timezone IS NOT NULL AND d.local_date IN (
      SELECT local_day(lp.timezone, lp.day_start_hour, a.answered_at) FROM live_answers a WHERE a.session_id = OLD.id AND a.participant_id = lp.id
      UNION SELECT local_day(lp.timezone, lp.day_start_hour, OLD.ended_at) WHERE OLD.format = 'group_mission');
  RETURN OLD;
END $$;
`;
