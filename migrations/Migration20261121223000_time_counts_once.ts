import { Migration } from '@mikro-orm/migrations';

export class Migration20261121223000_time_counts_once extends Migration {
  override up(): void {
    this.addSql(`
-- until when the day's time was counted: who sits in classes of two processes at the same time lives only once
ALTER TABLE activity_days ADD COLUMN counted_until timestamptz;
CREATE OR REPLACE FUNCTION add_activity(p_user uuid, p_seconds integer, p_at timestamptz) RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO activity_days AS a (user_id, day, seconds, counted_until)
    SELECT p.user_id, (p_at AT TIME ZONE p.timezone)::date, p_seconds, p_at FROM user_profiles p WHERE p.user_id = p_user
    ON CONFLICT (user_id, day) DO UPDATE SET
      seconds = a.seconds + least(p_seconds, greatest(0, round(extract(epoch FROM p_at - coalesce(a.counted_until, p_at - interval '1 day'))))::integer),
      counted_until = greatest(a.counted_until, p_at)
    RETURNING seconds $$;`);
  }

  override down(): void {
    this.addSql(`
CREATE OR REPLACE FUNCTION add_activity(p_user uuid, p_seconds integer, p_at timestamptz) RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO activity_days AS a (user_id, day, seconds)
    SELECT p.user_id, (p_at AT TIME ZONE p.timezone)::date, p_seconds FROM user_profiles p WHERE p.user_id = p_user
    ON CONFLICT (user_id, day) DO UPDATE SET seconds = a.seconds + EXCLUDED.seconds
    RETURNING seconds $$;
ALTER TABLE activity_days DROP COLUMN counted_until;`);
  }
}
