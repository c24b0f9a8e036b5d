import { Migration } from '@mikro-orm/migrations';

/** One small challenge for each day, and what learners did of it. */
export class Migration20261122040000_daily_challenges extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      -- what was given stays given, and is nothing that a challenge can be asked for
      INSERT INTO reward_ledger (user_id, currency, delta, reason, local_date, idempotency_key)
        SELECT user_id, currency, delta, 'correction', local_date, 'kept:' || idempotency_key FROM reward_ledger WHERE reason = 'challenge';
      DELETE FROM reward_ledger WHERE reason = 'challenge';
      DROP TRIGGER live_sessions_keep_daily_challenges ON live_sessions;
      DROP TABLE user_daily_challenges, daily_challenges, daily_challenge_templates;
      DROP FUNCTION keep_daily_challenges(), note_daily_template_edit();
      DELETE FROM retention_rules WHERE table_name = 'user_daily_challenges';`);
  }
}

const up = `
CREATE TABLE daily_challenge_templates (
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  slug text NOT NULL,
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 60),
  description text NOT NULL CHECK (length(description) BETWEEN 1 AND 160),
  i18n jsonb NOT NULL DEFAULT '{}',
  -- one of them is enough
  tasks jsonb NOT NULL CHECK (jsonb_array_length(tasks) BETWEEN 1 AND 3),
  xp_reward integer NOT NULL CHECK (xp_reward BETWEEN 20 AND 50),
  coin_reward integer NOT NULL CHECK (coin_reward BETWEEN 5 AND 25),
  -- taken for days to come
  is_active boolean NOT NULL DEFAULT true,
  -- of the starter content that it came from; null: made here
  content_hash text,
  edited_at timestamptz,
  PRIMARY KEY (org_id, slug)
);
-- starter content comes with a new hash; whatever else changes one is an edit, which starter content leaves alone
CREATE FUNCTION note_daily_template_edit() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN NEW.edited_at := now(); RETURN NEW; END $$;
CREATE TRIGGER daily_challenge_templates_note_edit BEFORE UPDATE ON daily_challenge_templates FOR EACH ROW
  WHEN (NEW.content_hash IS NOT DISTINCT FROM OLD.content_hash) EXECUTE FUNCTION note_daily_template_edit();

-- a template as it was when it was taken; it stays so, whatever becomes of the template
CREATE TABLE daily_challenges (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  -- compared with the learner's own day
  valid_date date NOT NULL,
  -- then the day is over everywhere
  expires_at timestamptz NOT NULL GENERATED ALWAYS AS ((valid_date + time '12:00' + interval '1 day') AT TIME ZONE 'UTC') STORED,
  slug text NOT NULL,
  title text NOT NULL,
  description text NOT NULL,
  i18n jsonb NOT NULL DEFAULT '{}',
  tasks jsonb NOT NULL,
  xp_reward integer NOT NULL CHECK (xp_reward BETWEEN 20 AND 50),
  coin_reward integer NOT NULL CHECK (coin_reward BETWEEN 5 AND 25),
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (org_id, valid_date)
);
CREATE TRIGGER daily_challenges_append_only BEFORE UPDATE ON daily_challenges FOR EACH ROW EXECUTE FUNCTION forbid_change();

CREATE TABLE user_daily_challenges (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- it does not go while somebody has it
  challenge_id uuid NOT NULL REFERENCES daily_challenges(id),
  -- of the task that is nearest to its end; it never falls back
  current_value smallint NOT NULL CHECK (current_value BETWEEN 1 AND target_value),
  target_value smallint NOT NULL,
  completed_at timestamptz,
  claimed_at timestamptz,
  -- a session that may have counted was deleted; what is here stays
  outlived boolean NOT NULL DEFAULT false,
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, challenge_id),
  CHECK (claimed_at IS NULL OR completed_at IS NOT NULL),
  CHECK (completed_at IS NULL OR current_value = target_value)
);
CREATE INDEX user_daily_challenges_challenge_ix ON user_daily_challenges (challenge_id);
CREATE INDEX user_daily_challenges_done_ix ON user_daily_challenges (challenge_id, user_id) WHERE completed_at IS NOT NULL AND claimed_at IS NULL;

-- of the days on which something was done in it, and of those after them on which it may say what went wrong before: the same number
-- of days as in src/domain/reward/daily/tasks.ts
CREATE FUNCTION keep_daily_challenges() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE user_daily_challenges k SET outlived = true FROM (
    WITH done AS MATERIALIZED (
      SELECT DISTINCT lp.user_id, local_day(coalesce(lp.timezone, p.timezone),
        coalesce(lp.day_start_hour, CASE WHEN lp.timezone IS NULL THEN p.day_start_hour ELSE 0 END), given.at) AS day
      FROM live_participants lp JOIN user_profiles p ON p.user_id = lp.user_id CROSS JOIN LATERAL (
        SELECT a.answered_at AS at FROM live_answers a WHERE a.session_id = OLD.id AND a.participant_id = lp.id
        UNION ALL SELECT OLD.ended_at WHERE OLD.format = 'group_mission' AND OLD.ended_at IS NOT NULL) given
      WHERE lp.session_id = OLD.id)
    SELECT u.user_id, u.challenge_id FROM user_daily_challenges u JOIN daily_challenges c ON c.id = u.challenge_id
    WHERE NOT u.outlived AND u.user_id IN (SELECT done.user_id FROM done) AND EXISTS (
      SELECT 1 FROM done WHERE done.user_id = u.user_id AND (c.valid_date = done.day
        OR (c.tasks @> '[{"kind":"mended"}]' AND c.valid_date BETWEEN done.day AND done.day + 90)))
    ORDER BY u.user_id, u.challenge_id FOR UPDATE OF u) AS own
    WHERE k.user_id = own.user_id AND k.challenge_id = own.challenge_id;
  RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION note_daily_template_edit(), keep_daily_challenges() FROM PUBLIC;
CREATE TRIGGER live_sessions_keep_daily_challenges BEFORE DELETE ON live_sessions FOR EACH ROW EXECUTE FUNCTION keep_daily_challenges();

-- learners see theirs through the service; nobody else sees more of it than the entry in the ledger
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['daily_challenge_templates', 'daily_challenges', 'user_daily_challenges'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('user_daily_challenges', 'How far a learner came with the challenges of days, and which ones are done', 'Each is given once, and progress can be computed again', NULL, 'the account');
`;
