import { Migration } from '@mikro-orm/migrations';

/** The minutes that grown-ups allow a child count by a day that the child cannot move. */
export class Migration20261122021000_days_of_children extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      CREATE OR REPLACE FUNCTION add_activity(p_user uuid, p_seconds integer, p_at timestamptz) RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS $$
        INSERT INTO activity_days AS a (user_id, day, seconds, counted_until)
          SELECT p.user_id, (p_at AT TIME ZONE p.timezone)::date, p_seconds, p_at FROM user_profiles p WHERE p.user_id = p_user
          ON CONFLICT (user_id, day) DO UPDATE SET
            seconds = a.seconds + least(p_seconds, greatest(0, round(extract(epoch FROM p_at - coalesce(a.counted_until, p_at - interval '1 day'))))::integer),
            counted_until = greatest(a.counted_until, p_at)
          RETURNING seconds $$;
      DROP FUNCTION app_activity_day(uuid, timestamptz);
      ALTER TABLE user_profiles DROP COLUMN zone_before, DROP COLUMN zone_changed_at, DROP COLUMN day_start_changed_at;`);
  }
}

const up = `
ALTER TABLE user_profiles ADD COLUMN zone_before text, ADD COLUMN zone_changed_at timestamptz, ADD COLUMN day_start_changed_at timestamptz;
GRANT UPDATE (zone_before, zone_changed_at, day_start_changed_at) ON user_profiles TO tutti_app;

-- the day in which active time is counted: a child's is that of the school; where the school never said its zone, it is the own one,
-- which counts from the day after it was changed
CREATE FUNCTION app_activity_day(p_user uuid, p_at timestamptz) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (p_at AT TIME ZONE CASE WHEN u.is_minor AND o.timezone <> 'UTC' THEN o.timezone
      WHEN p.zone_changed_at > p_at - interval '1 day' THEN p.zone_before ELSE p.timezone END)::date
    FROM users u JOIN organizations o ON o.id = u.org_id JOIN user_profiles p ON p.user_id = u.id WHERE u.id = p_user $$;
REVOKE EXECUTE ON FUNCTION app_activity_day(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_activity_day(uuid, timestamptz) TO tutti_app, tutti_worker;

CREATE OR REPLACE FUNCTION add_activity(p_user uuid, p_seconds integer, p_at timestamptz) RETURNS integer LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO activity_days AS a (user_id, day, seconds, counted_until)
    SELECT p_user, d.day, p_seconds, p_at FROM app_activity_day(p_user, p_at) AS d(day) WHERE d.day IS NOT NULL
    ON CONFLICT (user_id, day) DO UPDATE SET
      seconds = a.seconds + least(p_seconds, greatest(0, round(extract(epoch FROM p_at - coalesce(a.counted_until, p_at - interval '1 day'))))::integer),
      counted_until = greatest(a.counted_until, p_at)
    RETURNING seconds $$;
`;
