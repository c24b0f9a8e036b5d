import { Migration } from '@mikro-orm/migrations';

/** Learners work through missions at their own pace: what they may open, what they gave, and how far they are. */
export class Migration20261122003500_missions_alone extends Migration {
  override up(): void {
    this.addSql(catalog);
    this.addSql(learning);
    this.addSql(rights);
  }

  override down(): void {
    this.addSql(`
      DROP VIEW topic_progress;
      DROP TABLE mission_hints, question_responses, lesson_progress, mission_progress, mission_editions, mission_prerequisites;
      DROP FUNCTION reject_mission_cycle();
      DELETE FROM retention_rules WHERE table_name IN ('mission_progress', 'lesson_progress', 'question_responses', 'mission_hints');
      UPDATE lessons SET kind = CASE WHEN EXISTS (SELECT 1 FROM assessments a JOIN assessment_questions q ON q.assessment_id = a.id
        WHERE a.lesson_id = lessons.id) THEN 'quiz' ELSE 'reading' END WHERE kind IN ('video', 'interactive');
      ALTER TABLE lessons DROP CONSTRAINT lessons_kind_check, ADD CHECK (kind IN ('reading', 'quiz', 'challenge')),
        DROP COLUMN xp_reward, DROP COLUMN media_id, DROP COLUMN media;
      ALTER TABLE missions DROP COLUMN coin_reward, DROP COLUMN required_level;
      ALTER TABLE questions DROP COLUMN hint_cost;`);
  }
}

const catalog = `
ALTER TABLE missions
  ADD COLUMN coin_reward integer NOT NULL DEFAULT 50 CHECK (coin_reward >= 0),
  ADD COLUMN required_level integer NOT NULL DEFAULT 1 CHECK (required_level BETWEEN 1 AND 500);
ALTER TABLE lessons DROP CONSTRAINT lessons_kind_check,
  ADD CHECK (kind IN ('reading', 'video', 'interactive', 'quiz', 'challenge')),
  ADD COLUMN xp_reward integer NOT NULL DEFAULT 25 CHECK (xp_reward >= 0),
  ADD COLUMN media jsonb,
  ADD COLUMN media_id uuid REFERENCES media_assets(id);
CREATE INDEX lessons_media_ix ON lessons (media_id) WHERE media_id IS NOT NULL;
ALTER TABLE questions ADD COLUMN hint_cost integer NOT NULL DEFAULT 5 CHECK (hint_cost BETWEEN 0 AND 1000);

CREATE TABLE mission_prerequisites (
  mission_id uuid NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  requires_mission_id uuid NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  PRIMARY KEY (mission_id, requires_mission_id),
  CHECK (mission_id <> requires_mission_id)
);
CREATE INDEX mission_prerequisites_requires_ix ON mission_prerequisites (requires_mission_id);
CREATE FUNCTION reject_mission_cycle() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  -- two that each see only their own edge would close a circle together
  PERFORM pg_advisory_xact_lock(hashtext('mission_prerequisites'));
  IF EXISTS (
    WITH RECURSIVE up(id) AS (
      SELECT NEW.requires_mission_id
      UNION SELECT p.requires_mission_id FROM mission_prerequisites p JOIN up ON p.mission_id = up.id)
    SELECT 1 FROM up WHERE id = NEW.mission_id) THEN
    RAISE EXCEPTION 'missions cannot require each other' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mission_prerequisites_cycle BEFORE INSERT OR UPDATE ON mission_prerequisites
  FOR EACH ROW EXECUTE FUNCTION reject_mission_cycle();
`;

const learning = `
-- A mission as it was when somebody began it, keys included, laid out for learners: whoever began goes on with it whatever is edited.
-- Learners who begin the same thing share the row; a few layouts, so that a second time looks other than the first.
CREATE TABLE mission_editions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  mission_id uuid NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  content_hash text NOT NULL,
  layout smallint NOT NULL CHECK (layout BETWEEN 0 AND 9),
  plan jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (mission_id, content_hash, layout)
);

CREATE TABLE mission_progress (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  mission_id uuid NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  edition_id uuid NOT NULL REFERENCES mission_editions(id),
  -- how often it was begun
  attempts smallint NOT NULL DEFAULT 1 CHECK (attempts BETWEEN 1 AND 1000),
  status text NOT NULL DEFAULT 'in_progress' CHECK (status IN ('in_progress', 'completed')),
  lessons_total smallint NOT NULL,
  lessons_completed smallint NOT NULL DEFAULT 0,
  questions_answered integer NOT NULL DEFAULT 0,
  questions_correct integer NOT NULL DEFAULT 0,
  hints_used integer NOT NULL DEFAULT 0,
  -- active time alone; a device tells that somebody is there, at latest at active_at
  time_spent_seconds integer NOT NULL DEFAULT 0 CHECK (time_spent_seconds >= 0),
  active_at timestamptz,
  -- where one was, on whatever device
  lesson_id uuid,
  started_at timestamptz NOT NULL DEFAULT now(),
  last_accessed_at timestamptz NOT NULL DEFAULT now(),
  -- the first time; what it earned is fixed with it
  completed_at timestamptz,
  completed_on date,
  xp_reward integer,
  coin_reward integer,
  PRIMARY KEY (user_id, mission_id),
  CHECK (questions_correct <= questions_answered),
  CHECK ((completed_at IS NULL) = (completed_on IS NULL) AND (completed_at IS NULL) = (xp_reward IS NULL) AND (completed_at IS NULL) = (coin_reward IS NULL)),
  CHECK (status <> 'completed' OR completed_at IS NOT NULL)
);
CREATE INDEX mission_progress_recent_ix ON mission_progress (user_id, last_accessed_at DESC);
CREATE INDEX mission_progress_mission_ix ON mission_progress (mission_id);
CREATE INDEX mission_progress_edition_ix ON mission_progress (edition_id);

CREATE TABLE lesson_progress (
  user_id uuid NOT NULL,
  mission_id uuid NOT NULL,
  -- no foreign key: what was done stays done when the lesson leaves its mission
  lesson_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('reading', 'video', 'interactive', 'quiz', 'challenge')),
  -- which try of it is on
  round smallint NOT NULL DEFAULT 1 CHECK (round BETWEEN 1 AND 1000),
  -- this try is through, well enough or not
  round_done boolean NOT NULL DEFAULT false,
  -- passed in the mission's present attempt
  is_passed boolean NOT NULL DEFAULT false,
  best_share real CHECK (best_share BETWEEN 0 AND 1),
  started_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz,
  completed_on date,
  xp_reward integer,
  PRIMARY KEY (user_id, lesson_id),
  FOREIGN KEY (user_id, mission_id) REFERENCES mission_progress(user_id, mission_id) ON DELETE CASCADE,
  CHECK ((completed_at IS NULL) = (completed_on IS NULL) AND (completed_at IS NULL) = (xp_reward IS NULL))
);
CREATE INDEX lesson_progress_mission_ix ON lesson_progress (user_id, mission_id);

-- one row an answer, for good; the id is made by the device, so that an answer that is sent again is the same answer
CREATE TABLE question_responses (
  user_id uuid NOT NULL,
  id uuid NOT NULL,
  mission_id uuid NOT NULL,
  lesson_id uuid NOT NULL,
  edition_id uuid NOT NULL REFERENCES mission_editions(id),
  question_id uuid NOT NULL REFERENCES questions(id),
  -- which try of the lesson, and which of the question in it
  round smallint NOT NULL CHECK (round >= 1),
  try smallint NOT NULL CHECK (try BETWEEN 1 AND 9),
  answer jsonb NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('right', 'partly', 'wrong', 'counted', 'unmarked')),
  share real NOT NULL CHECK (share BETWEEN 0 AND 1),
  -- what a right answer was worth then
  xp_reward integer NOT NULL CHECK (xp_reward >= 0),
  hint_used boolean NOT NULL DEFAULT false,
  time_taken_ms integer CHECK (time_taken_ms >= 0),
  -- by the device where it can be true; received_at is the server's own
  answered_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  -- the learner's own day
  answered_on date NOT NULL,
  PRIMARY KEY (user_id, id),
  UNIQUE (user_id, lesson_id, round, question_id, try),
  FOREIGN KEY (user_id, mission_id) REFERENCES mission_progress(user_id, mission_id) ON DELETE CASCADE
);
CREATE INDEX question_responses_user_ix ON question_responses (user_id, answered_at DESC);
CREATE INDEX question_responses_question_ix ON question_responses (question_id);
CREATE INDEX question_responses_mission_ix ON question_responses (user_id, mission_id);
CREATE INDEX question_responses_edition_ix ON question_responses (edition_id);
CREATE TRIGGER question_responses_append_only BEFORE UPDATE ON question_responses FOR EACH ROW EXECUTE FUNCTION forbid_change();

-- a hint that was uncovered stays open for this try of the lesson
CREATE TABLE mission_hints (
  user_id uuid NOT NULL,
  mission_id uuid NOT NULL,
  lesson_id uuid NOT NULL,
  round smallint NOT NULL,
  question_id uuid NOT NULL REFERENCES questions(id),
  cost integer NOT NULL CHECK (cost >= 0),
  uncovered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, lesson_id, round, question_id),
  FOREIGN KEY (user_id, mission_id) REFERENCES mission_progress(user_id, mission_id) ON DELETE CASCADE
);
CREATE INDEX mission_hints_question_ix ON mission_hints (question_id);

-- computed, so that it is never other than the missions say
CREATE VIEW topic_progress WITH (security_invoker = true) AS
SELECT p.user_id, m.topic_id, count(*) FILTER (WHERE p.status = 'completed')::integer AS missions_completed, count(*)::integer AS missions_begun,
  sum(p.lessons_completed)::integer AS lessons_completed, sum(p.time_spent_seconds)::integer AS time_spent_seconds,
  CASE WHEN sum(p.questions_answered) > 0 THEN sum(p.questions_correct)::real / sum(p.questions_answered) END AS right_share,
  min(p.started_at) AS started_at, max(p.last_accessed_at) AS last_accessed_at
FROM mission_progress p JOIN missions m ON m.id = p.mission_id WHERE m.topic_id IS NOT NULL GROUP BY p.user_id, m.topic_id;
`;

const rights = `
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['mission_progress', 'lesson_progress', 'question_responses', 'mission_hints'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id()))', t);
    EXECUTE format('CREATE POLICY guardian_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_visible_children()))', t);
    EXECUTE format('CREATE POLICY staff_read ON %I FOR SELECT TO tutti_app USING (user_id IN (SELECT app_taught_learners()))', t);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t);
  END LOOP; END $$;
GRANT SELECT ON topic_progress TO tutti_app, tutti_worker;
GRANT INSERT (media, media_id) ON lessons TO tutti_app;
-- it holds the keys
ALTER TABLE mission_editions ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON mission_editions TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON mission_editions TO tutti_worker;
ALTER TABLE mission_prerequisites ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_mission ON mission_prerequisites FOR SELECT TO tutti_app USING (mission_id IN (SELECT id FROM missions));
CREATE POLICY worker ON mission_prerequisites TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT ON mission_prerequisites TO tutti_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mission_prerequisites TO tutti_worker;
REVOKE EXECUTE ON FUNCTION reject_mission_cycle() FROM PUBLIC;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('mission_progress', 'Which missions a learner began and finished, and the active time in them', 'A learner goes on where the learner was, on any device', NULL, 'the account'),
  ('lesson_progress', 'Which lessons a learner finished', 'A learner goes on where the learner was, on any device', NULL, 'the account'),
  ('question_responses', 'What a learner answered alone, and how it was', 'What went wrong can come back, and progress can be computed again', NULL, 'the account'),
  ('mission_hints', 'Which hints a learner uncovered', 'A hint is paid for once', NULL, 'the account');
`;
