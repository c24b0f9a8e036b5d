import { Migration } from '@mikro-orm/migrations';

/** Seasons with a track of levels, how far learners are in them, and the rewards that they got there. */
export class Migration20261122035000_seasons extends Migration {
  override up(): void {
    this.addSql(up);
  }

  // the extension stays: somebody else may use it
  override down(): void {
    this.addSql(`
      -- what was given stays given, and is nothing that a season can be asked for; a freeze stays one for a coin of its own
      INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
        SELECT user_id, CASE currency WHEN 'freeze' THEN 'coin' ELSE currency END, delta, 'correction', local_date, 'kept:' || idempotency_key
        FROM reward_ledger WHERE reason = 'season' OR currency = 'freeze'
        UNION ALL SELECT user_id, 'coin', -delta, 'freeze', local_date, 'kept:freeze:' || idempotency_key FROM reward_ledger WHERE currency = 'freeze';
      DELETE FROM reward_ledger WHERE currency IN ('season_xp', 'freeze') OR reason = 'season';
      ALTER TABLE reward_ledger DROP CONSTRAINT reward_ledger_season_fk, DROP CONSTRAINT reward_ledger_currency_check,
        ADD CHECK (currency IN ('xp', 'coin', 'key', 'season_xp'));
      DROP TABLE season_reward_claims, season_progress, season_tiers, seasons;
      DROP FUNCTION season_level(integer, integer, integer);
      DELETE FROM retention_rules WHERE table_name IN ('season_progress', 'season_reward_claims');`);
  }
}

const up = `
-- compares ids and days in one index; in a schema of its own, where no role but the owner looks for functions
CREATE SCHEMA IF NOT EXISTS extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;

CREATE TABLE seasons (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  -- the how manyeth time this one comes
  round integer NOT NULL DEFAULT 1 CHECK (round >= 1),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 300),
  i18n jsonb NOT NULL DEFAULT '{}',
  position integer NOT NULL DEFAULT 0,
  days integer NOT NULL CHECK (days BETWEEN 7 AND 366),
  total_levels integer NOT NULL CHECK (total_levels BETWEEN 1 AND 30),
  xp_per_level integer NOT NULL CHECK (xp_per_level BETWEEN 1 AND 100000),
  -- learners' own days, both included; null: it waits for its turn
  starts_on date,
  ends_on date,
  is_active boolean NOT NULL DEFAULT false,
  ended_at timestamptz,
  -- everybody got what was reached and not taken
  settled_at timestamptz,
  -- of the content that it came from
  content_hash text,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, slug, round),
  CHECK ((starts_on IS NULL) = (ends_on IS NULL)),
  CHECK (ends_on >= starts_on),
  CHECK (is_active = (starts_on IS NOT NULL AND ended_at IS NULL)),
  CHECK (settled_at IS NULL OR ended_at IS NOT NULL),
  -- a day belongs to one season
  CONSTRAINT seasons_no_overlap EXCLUDE USING gist (org_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (starts_on IS NOT NULL)
);
CREATE UNIQUE INDEX seasons_one_active ON seasons (org_id) WHERE is_active;
CREATE UNIQUE INDEX seasons_one_waiting ON seasons (org_id, slug) WHERE starts_on IS NULL;

CREATE TABLE season_tiers (
  season_id uuid NOT NULL REFERENCES seasons(id) ON DELETE CASCADE,
  level integer NOT NULL CHECK (level BETWEEN 1 AND 30),
  kind text NOT NULL CHECK (kind IN ('coins', 'keys', 'freeze', 'avatar')),
  amount integer NOT NULL DEFAULT 1 CHECK (amount BETWEEN 1 AND 10000),
  -- by its slug
  avatar text,
  PRIMARY KEY (season_id, level),
  CHECK ((kind = 'avatar') = (avatar IS NOT NULL)),
  CHECK (kind IN ('coins', 'keys') OR amount = 1)
);

-- the same as in src/domain/reward/season.ts
CREATE FUNCTION season_level(p_xp integer, p_xp_per_level integer, p_levels integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = public, pg_temp AS $$ SELECT least(p_levels, 1 + p_xp / p_xp_per_level) $$;
REVOKE EXECUTE ON FUNCTION season_level(integer, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION season_level(integer, integer, integer) TO tutti_worker;

-- sums over reward_ledger
CREATE TABLE season_progress (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  season_id uuid NOT NULL REFERENCES seasons(id),
  season_xp integer NOT NULL DEFAULT 0 CHECK (season_xp >= 0),
  season_level integer NOT NULL DEFAULT 1 CHECK (season_level >= 1),
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, season_id)
);
CREATE INDEX season_progress_season_ix ON season_progress (season_id, user_id);

-- what a learner got at a level: the reward, or coins in the place of what was there already
CREATE TABLE season_reward_claims (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  season_id uuid NOT NULL,
  level integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('coins', 'keys', 'freeze', 'avatar')),
  amount integer NOT NULL CHECK (amount >= 1),
  -- no foreign key: that it was given stays true when the avatar is deleted
  avatar_id uuid,
  -- the learner's own day
  local_date date NOT NULL,
  claimed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, season_id, level),
  FOREIGN KEY (user_id, season_id) REFERENCES season_progress (user_id, season_id) ON DELETE CASCADE,
  FOREIGN KEY (season_id, level) REFERENCES season_tiers (season_id, level),
  CHECK ((kind = 'avatar') = (avatar_id IS NOT NULL))
);
CREATE INDEX season_reward_claims_tier_ix ON season_reward_claims (season_id, level);

-- what is there already is looked through later: this keeps everybody waiting
ALTER TABLE reward_ledger DROP CONSTRAINT reward_ledger_currency_check,
  ADD CONSTRAINT reward_ledger_currency_check CHECK (currency IN ('xp', 'coin', 'key', 'season_xp', 'freeze')) NOT VALID,
  ADD CONSTRAINT reward_ledger_season_fk FOREIGN KEY (season_id) REFERENCES seasons(id) NOT VALID;

ALTER TABLE seasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE season_tiers ENABLE ROW LEVEL SECURITY;
CREATE POLICY org_read ON seasons FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id()));
CREATE POLICY org_read ON season_tiers FOR SELECT TO tutti_app USING (EXISTS (SELECT 1 FROM seasons s WHERE s.id = season_id));
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['season_progress', 'season_reward_claims'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()))', t);
    EXECUTE format('CREATE POLICY guardian_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()))', t);
    EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['seasons', 'season_tiers', 'season_progress', 'season_reward_claims'] LOOP
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('season_progress', 'How far a learner came in each season', 'A learner sees the own way through a season', NULL, 'the account'),
  ('season_reward_claims', 'Rewards of a season that a learner got', 'Each one is given once, and stays', NULL, 'the account');
`;
