import { Migration } from '@mikro-orm/migrations';

/** A zone that browsers know and this database does not is not stored, and stops nobody where it is stored already. */
export class Migration20261122045300_zones_that_are_known extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TRIGGER user_profiles_known_zone ON user_profiles;
      DROP TRIGGER organizations_known_zone ON organizations;
      CREATE OR REPLACE FUNCTION local_day(p_zone text, p_start_hour integer, p_at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
        SET search_path = public, pg_temp AS $$ SELECT (p_at AT TIME ZONE p_zone - make_interval(hours => p_start_hour))::date $$;
      CREATE OR REPLACE FUNCTION app_activity_day(p_user uuid, p_at timestamptz) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT (p_at AT TIME ZONE ${activityZone})::date
          FROM users u JOIN organizations o ON o.id = u.org_id JOIN user_profiles p ON p.user_id = u.id WHERE u.id = p_user $$;
      DROP FUNCTION keep_known_zone(), app_known_zone(text), zone_renamed(text);`);
  }
}

const activityZone = `CASE WHEN u.is_minor AND o.timezone <> 'UTC' THEN o.timezone
            WHEN p.zone_changed_at > p_at - interval '1 day' THEN p.zone_before ELSE p.timezone END`;

const up = `
-- browsers tell some zones by names that others left; where tzdata comes without those, the zone has its newer name alone
CREATE FUNCTION zone_renamed(p_zone text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
  SELECT CASE p_zone
    WHEN 'Africa/Asmera' THEN 'Africa/Asmara'
    WHEN 'America/Buenos_Aires' THEN 'America/Argentina/Buenos_Aires'
    WHEN 'America/Catamarca' THEN 'America/Argentina/Catamarca'
    WHEN 'America/Coral_Harbour' THEN 'America/Atikokan'
    WHEN 'America/Cordoba' THEN 'America/Argentina/Cordoba'
    WHEN 'America/Godthab' THEN 'America/Nuuk'
    WHEN 'America/Indianapolis' THEN 'America/Indiana/Indianapolis'
    WHEN 'America/Jujuy' THEN 'America/Argentina/Jujuy'
    WHEN 'America/Louisville' THEN 'America/Kentucky/Louisville'
    WHEN 'America/Mendoza' THEN 'America/Argentina/Mendoza'
    WHEN 'Asia/Calcutta' THEN 'Asia/Kolkata'
    WHEN 'Asia/Katmandu' THEN 'Asia/Kathmandu'
    WHEN 'Asia/Rangoon' THEN 'Asia/Yangon'
    WHEN 'Asia/Saigon' THEN 'Asia/Ho_Chi_Minh'
    WHEN 'Atlantic/Faeroe' THEN 'Atlantic/Faroe'
    WHEN 'Europe/Kiev' THEN 'Europe/Kyiv'
    WHEN 'Pacific/Enderbury' THEN 'Pacific/Kanton'
    WHEN 'Pacific/Ponape' THEN 'Pacific/Pohnpei'
    WHEN 'Pacific/Truk' THEN 'Pacific/Chuuk'
  END $$;

-- The name under which this database knows the zone; null: under none. A mere offset is no zone: its sign means the opposite here.
CREATE FUNCTION app_known_zone(p_zone text) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_zone text;
BEGIN
  FOREACH v_zone IN ARRAY ARRAY[p_zone, zone_renamed(p_zone)] LOOP
    CONTINUE WHEN v_zone IS NULL OR v_zone !~ '^[A-Za-z]';
    BEGIN
      PERFORM now() AT TIME ZONE v_zone;
      RETURN v_zone;
    EXCEPTION WHEN invalid_parameter_value THEN NULL;
    END;
  END LOOP;
  RETURN NULL;
END $$;

-- backups of a computer that knew more zones come in as they are: there UTC counts, rather than that everybody stands still
CREATE OR REPLACE FUNCTION local_day(p_zone text, p_start_hour integer, p_at timestamptz) RETURNS date LANGUAGE plpgsql STABLE PARALLEL UNSAFE
  SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (p_at AT TIME ZONE p_zone - make_interval(hours => p_start_hour))::date;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN (p_at AT TIME ZONE coalesce(app_known_zone(p_zone), 'UTC') - make_interval(hours => p_start_hour))::date;
END $$;

CREATE OR REPLACE FUNCTION app_activity_day(p_user uuid, p_at timestamptz) RETURNS date LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT local_day(${activityZone}, 0, p_at)
    FROM users u JOIN organizations o ON o.id = u.org_id JOIN user_profiles p ON p.user_id = u.id WHERE u.id = p_user $$;

CREATE FUNCTION keep_known_zone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_zone text := app_known_zone(NEW.timezone);
BEGIN
  IF v_zone IS NULL THEN
    RAISE EXCEPTION 'this database knows no time zone "%"', NEW.timezone USING ERRCODE = 'check_violation', CONSTRAINT = 'known_zone';
  END IF;
  NEW.timezone := v_zone;
  RETURN NEW;
END $$;

REVOKE EXECUTE ON FUNCTION zone_renamed(text), app_known_zone(text), keep_known_zone() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_known_zone(text) TO tutti_app, tutti_worker;
GRANT EXECUTE ON FUNCTION zone_renamed(text) TO tutti_worker;

UPDATE organizations o SET timezone = coalesce(app_known_zone(z.name), 'UTC') FROM (SELECT DISTINCT timezone AS name FROM organizations) z
  WHERE o.timezone = z.name AND app_known_zone(z.name) IS DISTINCT FROM z.name;
UPDATE user_profiles p SET timezone = coalesce(app_known_zone(z.name), 'UTC') FROM (SELECT DISTINCT timezone AS name FROM user_profiles) z
  WHERE p.timezone = z.name AND app_known_zone(z.name) IS DISTINCT FROM z.name;
UPDATE user_profiles p SET zone_before = coalesce(app_known_zone(z.name), 'UTC') FROM (SELECT DISTINCT zone_before AS name FROM user_profiles) z
  WHERE p.zone_before = z.name AND app_known_zone(z.name) IS DISTINCT FROM z.name;
UPDATE live_participants p SET timezone = coalesce(app_known_zone(z.name), 'UTC') FROM (SELECT DISTINCT timezone AS name FROM live_participants) z
  WHERE p.timezone = z.name AND app_known_zone(z.name) IS DISTINCT FROM z.name;

CREATE TRIGGER user_profiles_known_zone BEFORE INSERT OR UPDATE OF timezone ON user_profiles FOR EACH ROW EXECUTE FUNCTION keep_known_zone();
CREATE TRIGGER organizations_known_zone BEFORE INSERT OR UPDATE OF timezone ON organizations FOR EACH ROW EXECUTE FUNCTION keep_known_zone();
`;
