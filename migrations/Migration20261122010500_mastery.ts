import { Migration } from '@mikro-orm/migrations';

/** What learners know by objective and topic, what comes back to them, and a practice of their own each day. */
export class Migration20261122010500_mastery extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DELETE FROM live_sessions WHERE format = 'practice';
      DROP TRIGGER live_sessions_renew_mastery ON live_sessions;
      DROP FUNCTION renew_mastery();
      DROP TABLE mastery_renewals, review_cards, learner_mastery;
      ALTER TABLE live_rounds DROP COLUMN objectives, DROP COLUMN topic;
      ALTER TABLE live_sessions DROP CONSTRAINT live_sessions_format_check, DROP CONSTRAINT live_sessions_closes_ck, DROP CONSTRAINT live_sessions_ghost_ck,
        DROP CONSTRAINT live_sessions_practice_ck, DROP COLUMN practice_day,
        ADD CONSTRAINT live_sessions_format_check CHECK (format IN ('challenge', 'team', 'survival', 'self_paced', 'ghost', 'group_mission')),
        ADD CONSTRAINT live_sessions_ghost_ck CHECK ((format = 'ghost') = (ghost IS NOT NULL) AND (ghost IS NULL) = (racer_id IS NULL)),
        ADD CONSTRAINT live_sessions_closes_ck CHECK ((format IN ('self_paced', 'ghost')) = (closes_at IS NOT NULL));
      DELETE FROM retention_rules WHERE table_name IN ('learner_mastery', 'review_cards', 'mastery_renewals');`);
  }
}

const up = `
-- what each question trained, fixed when its session is projected first
ALTER TABLE live_rounds ADD COLUMN objectives text[], ADD COLUMN topic text;

-- a practice is a session of one learner, as a race is; one a day
ALTER TABLE live_sessions
  ADD COLUMN practice_day date,
  DROP CONSTRAINT live_sessions_format_check,
  DROP CONSTRAINT live_sessions_ghost_ck,
  DROP CONSTRAINT live_sessions_closes_ck,
  ADD CONSTRAINT live_sessions_format_check
    CHECK (format IN ('challenge', 'team', 'survival', 'self_paced', 'ghost', 'practice', 'group_mission')),
  ADD CONSTRAINT live_sessions_ghost_ck
    CHECK ((format = 'ghost') = (ghost IS NOT NULL) AND (format IN ('ghost', 'practice')) = (racer_id IS NOT NULL)),
  ADD CONSTRAINT live_sessions_practice_ck CHECK ((format = 'practice') = (practice_day IS NOT NULL)),
  ADD CONSTRAINT live_sessions_closes_ck CHECK ((format IN ('self_paced', 'ghost', 'practice')) = (closes_at IS NOT NULL));
CREATE UNIQUE INDEX live_sessions_practice_uq ON live_sessions (racer_id, practice_day) WHERE practice_day IS NOT NULL;

CREATE TABLE learner_mastery (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  scope text NOT NULL CHECK (scope IN ('objective', 'topic')),
  -- by name: what was answered stays true when an objective is written anew
  slug text NOT NULL,
  answers integer NOT NULL CHECK (answers > 0),
  weight_right double precision NOT NULL CHECK (weight_right >= 0),
  weight_wrong double precision NOT NULL CHECK (weight_wrong >= 0),
  last_answer_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, scope, slug)
);
CREATE TABLE review_cards (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  question_id uuid NOT NULL REFERENCES questions(id) ON DELETE CASCADE,
  due_at timestamptz NOT NULL,
  stability double precision NOT NULL,
  difficulty double precision NOT NULL,
  state smallint NOT NULL,
  reps integer NOT NULL,
  lapses integer NOT NULL,
  last_review_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, question_id)
);
CREATE INDEX review_cards_due_ix ON review_cards (user_id, due_at);
CREATE INDEX review_cards_question_ix ON review_cards (question_id);

-- whose mastery is to be computed again, since answers of theirs were deleted
CREATE TABLE mastery_renewals (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  asked_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION renew_mastery() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO mastery_renewals (user_id)
    SELECT DISTINCT u.id FROM live_participants lp JOIN users u ON u.id = lp.user_id WHERE lp.session_id = OLD.id ORDER BY u.id
    ON CONFLICT DO NOTHING;
  RETURN OLD;
END $$;
REVOKE EXECUTE ON FUNCTION renew_mastery() FROM PUBLIC;
CREATE TRIGGER live_sessions_renew_mastery BEFORE DELETE ON live_sessions FOR EACH ROW
  WHEN (OLD.projected_at IS NOT NULL) EXECUTE FUNCTION renew_mastery();
-- what was played before there was any of this
INSERT INTO mastery_renewals (user_id) SELECT DISTINCT lp.user_id FROM live_participants lp WHERE lp.user_id IS NOT NULL AND lp.answered_count > 0;

DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['learner_mastery', 'review_cards'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()))', t);
    EXECUTE format('CREATE POLICY guardian_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()))', t);
    EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()))', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;
ALTER TABLE mastery_renewals ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON mastery_renewals TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON mastery_renewals TO tutti_worker;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('learner_mastery', 'How much a learner knows of each objective and topic', 'Learners, families and teachers see what to do next', NULL, 'the account'),
  ('review_cards', 'When a question that went wrong comes back', 'What went wrong is asked again in time', NULL, 'the account'),
  ('mastery_renewals', 'Whose knowledge is to be computed again', 'What was deleted counts no more', NULL, 'the account');
`;
