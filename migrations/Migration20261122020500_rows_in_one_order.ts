import { Migration } from '@mikro-orm/migrations';

/** What a session leaves behind when it is deleted: rows locked in one order, nothing lost beside others that work on the same. */
export class Migration20261122020500_rows_in_one_order extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      CREATE OR REPLACE FUNCTION keep_badges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE user_badges b SET outlived = true FROM live_participants lp
          WHERE lp.session_id = OLD.id AND b.user_id = lp.user_id AND NOT b.outlived;
        RETURN OLD;
      END $$;
      CREATE OR REPLACE FUNCTION renew_mastery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO mastery_renewals (user_id)
          SELECT DISTINCT u.id FROM live_participants lp JOIN users u ON u.id = lp.user_id WHERE lp.session_id = OLD.id ORDER BY u.id
          ON CONFLICT DO NOTHING;
        RETURN OLD;
      END $$;
      CREATE OR REPLACE FUNCTION keep_streak_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE streak_days d SET outlived = true FROM live_participants lp
          WHERE lp.session_id = OLD.id AND d.user_id = lp.user_id AND lp.timezone IS NOT NULL AND d.local_date IN (
            SELECT local_day(lp.timezone, lp.day_start_hour, a.answered_at) FROM live_answers a WHERE a.session_id = OLD.id AND a.participant_id = lp.id
            UNION SELECT local_day(lp.timezone, lp.day_start_hour, OLD.ended_at) WHERE OLD.format = 'group_mission');
        RETURN OLD;
      END $$;`);
  }
}

const up = `
-- what was there before the session ended cannot be of it; an hour, since clocks of two machines differ
CREATE OR REPLACE FUNCTION keep_badges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE user_badges b SET outlived = true FROM (
    SELECT u.user_id, u.badge_id FROM user_badges u
    WHERE u.user_id IN (SELECT lp.user_id FROM live_participants lp WHERE lp.session_id = OLD.id) AND NOT u.outlived
      AND u.unlocked_at >= OLD.ended_at - interval '1 hour' ORDER BY u.user_id, u.badge_id FOR UPDATE) AS own
    WHERE b.user_id = own.user_id AND b.badge_id = own.badge_id;
  RETURN OLD;
END $$;

-- whoever is computed at this moment is locked, and is noted again when that is done
CREATE OR REPLACE FUNCTION renew_mastery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO mastery_renewals (user_id)
    SELECT DISTINCT u.id FROM live_participants lp JOIN users u ON u.id = lp.user_id WHERE lp.session_id = OLD.id ORDER BY u.id
    ON CONFLICT (user_id) DO UPDATE SET asked_at = now();
  RETURN OLD;
END $$;

-- a version without hours fixes zones alone while an upgrade goes from process to process: days began at midnight then
UPDATE live_participants SET day_start_hour = 0 WHERE timezone IS NOT NULL AND day_start_hour IS NULL;
CREATE OR REPLACE FUNCTION keep_streak_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE streak_days d SET outlived = true FROM (
    SELECT k.user_id, k.local_date FROM live_participants lp JOIN streak_days k ON k.user_id = lp.user_id
    WHERE lp.session_id = OLD.id AND lp.timezone IS NOT NULL AND k.local_date IN (
      SELECT local_day(lp.timezone, coalesce(lp.day_start_hour, 0), a.answered_at) FROM live_answers a
        WHERE a.session_id = OLD.id AND a.participant_id = lp.id
      UNION SELECT local_day(lp.timezone, coalesce(lp.day_start_hour, 0), OLD.ended_at) WHERE OLD.format = 'group_mission')
    ORDER BY k.user_id, k.local_date FOR UPDATE OF k) AS own
    WHERE d.user_id = own.user_id AND d.local_date = own.local_date;
  RETURN OLD;
END $$;
`;
