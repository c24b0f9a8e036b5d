import { Migration } from '@mikro-orm/migrations';

/** Avatars, who has them, and which one is worn. */
export class Migration20261122004500_avatars extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      ALTER TABLE user_profiles DROP CONSTRAINT user_profiles_equipped_fk, DROP COLUMN equipped_avatar_id;
      DROP TABLE user_avatars, avatars, avatar_collections;
      DROP FUNCTION note_avatar_edit();
      DELETE FROM retention_rules WHERE table_name = 'user_avatars';`);
  }
}

const up = `
CREATE TABLE avatar_collections (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  position integer NOT NULL DEFAULT 0,
  i18n jsonb NOT NULL DEFAULT '{}',
  -- of the starter content that it came from; null: made here
  content_hash text,
  edited_at timestamptz,
  UNIQUE (org_id, slug)
);
CREATE TABLE avatars (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  -- SVG
  picture text NOT NULL CHECK (length(picture) BETWEEN 1 AND 20000),
  collection_id uuid REFERENCES avatar_collections(id) ON DELETE SET NULL,
  unlock_type text NOT NULL DEFAULT 'default' CHECK (unlock_type IN ('default', 'level', 'badge', 'purchase', 'seasonal')),
  unlock_criteria jsonb NOT NULL DEFAULT '{}',
  coin_cost integer NOT NULL DEFAULT 0 CHECK (coin_cost BETWEEN 0 AND 100000),
  key_cost integer NOT NULL DEFAULT 0 CHECK (key_cost BETWEEN 0 AND 1000),
  -- one that is not given any more stays with those who have it
  is_active boolean NOT NULL DEFAULT true,
  position integer NOT NULL DEFAULT 0,
  i18n jsonb NOT NULL DEFAULT '{}',
  content_hash text,
  edited_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, slug),
  CHECK ((unlock_type = 'purchase') = (coin_cost + key_cost > 0)),
  CHECK (CASE unlock_type WHEN 'level' THEN jsonb_typeof(unlock_criteria->'level') = 'number'
    WHEN 'badge' THEN jsonb_typeof(unlock_criteria->'badge') = 'string'
    WHEN 'seasonal' THEN jsonb_typeof(unlock_criteria->'season') = 'string' AND jsonb_typeof(unlock_criteria->'level') = 'number'
    ELSE true END)
);
CREATE TRIGGER avatars_set_updated_at BEFORE UPDATE ON avatars FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- starter content comes with a new hash; whatever else changes one is an edit, which starter content leaves alone
CREATE FUNCTION note_avatar_edit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN NEW.edited_at := now(); RETURN NEW; END $$;
REVOKE EXECUTE ON FUNCTION note_avatar_edit() FROM PUBLIC;
CREATE TRIGGER avatars_note_edit BEFORE UPDATE ON avatars FOR EACH ROW
  WHEN (NEW.content_hash IS NOT DISTINCT FROM OLD.content_hash) EXECUTE FUNCTION note_avatar_edit();
CREATE TRIGGER avatar_collections_note_edit BEFORE UPDATE ON avatar_collections FOR EACH ROW
  WHEN (NEW.content_hash IS NOT DISTINCT FROM OLD.content_hash) EXECUTE FUNCTION note_avatar_edit();

CREATE TABLE user_avatars (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  avatar_id uuid NOT NULL REFERENCES avatars(id) ON DELETE CASCADE,
  unlocked_at timestamptz NOT NULL DEFAULT now(),
  unlock_method text NOT NULL CHECK (unlock_method IN ('default', 'level', 'badge', 'purchase', 'seasonal')),
  PRIMARY KEY (user_id, avatar_id)
);
CREATE INDEX user_avatars_avatar_ix ON user_avatars (avatar_id);

-- only what one has can be worn; what goes is worn no more
ALTER TABLE user_profiles ADD COLUMN equipped_avatar_id uuid,
  ADD CONSTRAINT user_profiles_equipped_fk FOREIGN KEY (user_id, equipped_avatar_id)
    REFERENCES user_avatars (user_id, avatar_id) ON DELETE SET NULL (equipped_avatar_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE avatar_collections ENABLE ROW LEVEL SECURITY;
ALTER TABLE avatars ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_avatars ENABLE ROW LEVEL SECURITY;
CREATE POLICY org_read ON avatar_collections FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY org_read ON avatars FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY own ON user_avatars FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()));
CREATE POLICY guardian_read ON user_avatars FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()));
CREATE POLICY staff_read ON user_avatars FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()));
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['avatar_collections', 'avatars', 'user_avatars'] LOOP
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('user_avatars', 'Avatars that a learner bought or wore', 'A learner keeps what was bought, and wears it', NULL, 'the account');
`;
