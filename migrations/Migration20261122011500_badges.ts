import { Migration } from '@mikro-orm/migrations';

/** Badges and who has them. */
export class Migration20261122011500_badges extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TRIGGER live_sessions_keep_badges ON live_sessions;
      DROP TABLE user_badges, badges;
      DROP FUNCTION keep_badges(), note_badge_edit();
      DELETE FROM retention_rules WHERE table_name = 'user_badges';`);
  }
}

const up = `
CREATE TABLE badges (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  category text NOT NULL CHECK (category IN ('learning', 'streaks', 'mastery', 'exploration', 'social', 'events', 'course_completion', 'community', 'special')),
  rarity text NOT NULL DEFAULT 'common' CHECK (rarity IN ('common', 'rare', 'epic', 'legendary', 'event', 'secret')),
  is_secret boolean NOT NULL GENERATED ALWAYS AS (rarity = 'secret') STORED,
  unlock_criteria jsonb NOT NULL,
  xp_reward integer NOT NULL DEFAULT 50 CHECK (xp_reward BETWEEN 0 AND 10000),
  coin_reward integer NOT NULL DEFAULT 0 CHECK (coin_reward BETWEEN 0 AND 10000),
  key_reward integer NOT NULL DEFAULT 0 CHECK (key_reward BETWEEN 0 AND 100),
  position integer NOT NULL DEFAULT 0,
  -- one that is not given any more stays with those who have it
  is_active boolean NOT NULL DEFAULT true,
  i18n jsonb NOT NULL DEFAULT '{}',
  -- of the starter content that it came from; null: made here
  content_hash text,
  edited_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, slug)
);
CREATE INDEX badges_category_ix ON badges (org_id, category) WHERE is_active;
CREATE INDEX badges_rarity_ix ON badges (org_id, rarity) WHERE is_active;
CREATE TRIGGER badges_set_updated_at BEFORE UPDATE ON badges FOR EACH ROW EXECUTE FUNCTION set_updated_at();
-- starter content comes with a new hash; whatever else changes a badge is an edit, which starter content leaves alone
CREATE FUNCTION note_badge_edit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN NEW.edited_at := now(); RETURN NEW; END $$;
CREATE TRIGGER badges_note_edit BEFORE UPDATE ON badges FOR EACH ROW
  WHEN (NEW.content_hash IS NOT DISTINCT FROM OLD.content_hash) EXECUTE FUNCTION note_badge_edit();

CREATE TABLE user_badges (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- it does not go while somebody has it
  badge_id uuid NOT NULL REFERENCES badges(id),
  unlocked_at timestamptz NOT NULL DEFAULT now(),
  -- as it was when it was earned, whatever becomes of the badge: what was asked for, what it gave, and the learner's own day
  unlock_criteria jsonb NOT NULL,
  xp_reward integer NOT NULL CHECK (xp_reward >= 0),
  coin_reward integer NOT NULL CHECK (coin_reward >= 0),
  key_reward integer NOT NULL CHECK (key_reward >= 0),
  local_date date NOT NULL,
  -- a session that may have earned it was deleted; the badge stays
  outlived boolean NOT NULL DEFAULT false,
  seen_at timestamptz,
  -- worn in one of three places
  equipped_slot smallint CHECK (equipped_slot BETWEEN 1 AND 3),
  is_favorite boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, badge_id),
  UNIQUE (user_id, equipped_slot)
);
CREATE INDEX user_badges_unlocked_ix ON user_badges (user_id, unlocked_at DESC);
CREATE INDEX user_badges_badge_ix ON user_badges (badge_id);

CREATE FUNCTION keep_badges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE user_badges b SET outlived = true FROM live_participants lp
    WHERE lp.session_id = OLD.id AND b.user_id = lp.user_id AND NOT b.outlived;
  RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION note_badge_edit(), keep_badges() FROM PUBLIC;
CREATE TRIGGER live_sessions_keep_badges BEFORE DELETE ON live_sessions FOR EACH ROW EXECUTE FUNCTION keep_badges();

-- what is asked for is nobody's to read who connects for people: secret badges stand in it
ALTER TABLE badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON badges TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON badges TO tutti_worker;

ALTER TABLE user_badges ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON user_badges FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
CREATE POLICY own_change ON user_badges FOR UPDATE TO tutti_app USING (user_id = (SELECT app_user_id())) WITH CHECK (user_id = (SELECT app_user_id()));
CREATE POLICY guardian_read ON user_badges FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()));
CREATE POLICY staff_read ON user_badges FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()));
CREATE POLICY worker ON user_badges TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (equipped_slot, is_favorite, seen_at) ON user_badges TO tutti_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON user_badges TO tutti_worker;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('user_badges', 'Badges that a learner earned, and which ones are worn', 'A learner keeps what was earned', NULL, 'the account');
`;
