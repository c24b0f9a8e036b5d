import { Migration } from '@mikro-orm/migrations';

/** Missions that people write here: whose they are, how often they were changed, and who may change what. */
export class Migration20261121134500_authoring extends Migration {
  override up(): void {
    this.addSql(columns);
    this.addSql(policies);
    this.addSql(grants);
    this.addSql(retention);
  }

  override down(): void {
    this.addSql(`
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['missions', 'lessons', 'objectives', 'assessments', 'assessment_questions', 'questions', 'question_options', 'question_objectives'] LOOP
    EXECUTE format('DROP POLICY IF EXISTS write_insert ON %I', t);
    EXECUTE format('DROP POLICY IF EXISTS write_update ON %I', t);
    EXECUTE format('DROP POLICY IF EXISTS write_delete ON %I', t);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %I FROM tutti_app', t);
  END LOOP; END $$;
DROP FUNCTION app_writable_questions(), app_writable_lessons(), app_writable_missions();
ALTER TABLE questions DROP COLUMN media_id;
ALTER TABLE missions DROP COLUMN author_id, DROP COLUMN version;
DELETE FROM permissions WHERE key = 'missions.write_all';
DELETE FROM retention_rules WHERE table_name = 'missions';
`);
  }
}

const columns = `
-- null: it came with the content, or its author was erased; then it belongs to the organization
ALTER TABLE missions ADD COLUMN author_id uuid REFERENCES users(id) ON DELETE SET NULL;
-- counts the changes of the mission and of all that is in it: who writes says which one was read
ALTER TABLE missions ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE INDEX missions_author_ix ON missions (author_id);
-- the file itself, so that it is never swept while a question shows it
ALTER TABLE questions ADD COLUMN media_id uuid REFERENCES media_assets(id);
CREATE INDEX questions_media_ix ON questions (media_id);

INSERT INTO permissions (key, description) VALUES ('missions.write_all', 'Change the missions of everybody in the organization') ON CONFLICT DO NOTHING;
INSERT INTO role_permissions (role_id, permission_key)
  SELECT id, 'missions.write_all' FROM roles WHERE key IN ('admin', 'super_admin') AND org_id IS NULL ON CONFLICT DO NOTHING;
`;

const policies = `
CREATE FUNCTION app_writable_missions() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM missions WHERE org_id = app_org_id()
     AND (app_has_permission('missions.write_all') OR (author_id = app_user_id() AND app_has_permission('missions.write'))) $$;
CREATE FUNCTION app_writable_lessons() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM lessons WHERE mission_id IN (SELECT app_writable_missions()) $$;
CREATE FUNCTION app_writable_questions() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT aq.question_id FROM assessment_questions aq JOIN assessments a ON a.id = aq.assessment_id
   WHERE a.lesson_id IN (SELECT app_writable_lessons()) $$;

CREATE POLICY write_insert ON missions FOR INSERT TO tutti_app
  WITH CHECK (org_id = (SELECT app_org_id()) AND author_id = (SELECT app_user_id()) AND (SELECT app_has_permission('missions.write')));
CREATE POLICY write_update ON missions FOR UPDATE TO tutti_app
  USING (id IN (SELECT app_writable_missions())) WITH CHECK (org_id = (SELECT app_org_id()));

CREATE POLICY write_insert ON lessons FOR INSERT TO tutti_app WITH CHECK (mission_id IN (SELECT app_writable_missions()));
CREATE POLICY write_update ON lessons FOR UPDATE TO tutti_app USING (mission_id IN (SELECT app_writable_missions()));
CREATE POLICY write_delete ON lessons FOR DELETE TO tutti_app USING (mission_id IN (SELECT app_writable_missions()));

CREATE POLICY write_insert ON objectives FOR INSERT TO tutti_app
  WITH CHECK (org_id = (SELECT app_org_id()) AND mission_id IN (SELECT app_writable_missions()));
CREATE POLICY write_update ON objectives FOR UPDATE TO tutti_app USING (mission_id IN (SELECT app_writable_missions()));
CREATE POLICY write_delete ON objectives FOR DELETE TO tutti_app USING (mission_id IN (SELECT app_writable_missions()));

CREATE POLICY write_insert ON assessments FOR INSERT TO tutti_app
  WITH CHECK (org_id = (SELECT app_org_id()) AND lesson_id IN (SELECT app_writable_lessons()));

-- a question of somebody else is not taken into an own mission: it would become writable by that
CREATE POLICY write_insert ON assessment_questions FOR INSERT TO tutti_app
  WITH CHECK (assessment_id IN (SELECT id FROM assessments WHERE lesson_id IN (SELECT app_writable_lessons()))
    AND question_id IN (SELECT id FROM questions WHERE author_id = (SELECT app_user_id())));
CREATE POLICY write_update ON assessment_questions FOR UPDATE TO tutti_app
  USING (assessment_id IN (SELECT id FROM assessments WHERE lesson_id IN (SELECT app_writable_lessons())));
CREATE POLICY write_delete ON assessment_questions FOR DELETE TO tutti_app
  USING (assessment_id IN (SELECT id FROM assessments WHERE lesson_id IN (SELECT app_writable_lessons())));

CREATE POLICY write_insert ON questions FOR INSERT TO tutti_app
  WITH CHECK (org_id = (SELECT app_org_id()) AND author_id = (SELECT app_user_id()) AND (SELECT app_has_permission('missions.write')));
CREATE POLICY write_update ON questions FOR UPDATE TO tutti_app
  USING (id IN (SELECT app_writable_questions())) WITH CHECK (org_id = (SELECT app_org_id()));
CREATE POLICY write_insert ON question_options FOR INSERT TO tutti_app WITH CHECK (question_id IN (SELECT app_writable_questions()));
CREATE POLICY write_delete ON question_options FOR DELETE TO tutti_app USING (question_id IN (SELECT app_writable_questions()));
CREATE POLICY write_insert ON question_objectives FOR INSERT TO tutti_app WITH CHECK (question_id IN (SELECT app_writable_questions()));
CREATE POLICY write_delete ON question_objectives FOR DELETE TO tutti_app USING (question_id IN (SELECT app_writable_questions()));
`;

const retention = `
INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('missions', 'Missions and who wrote them', 'Teachers own what they write', NULL, 'the organization');
`;

const grants = `
GRANT INSERT (id, org_id, author_id, slug, locale, title, description, topic_id, difficulty, mission_type, age_from, age_to, estimated_minutes,
  total_lessons, total_questions, i18n, edited_at) ON missions TO tutti_app;
GRANT UPDATE (title, description, topic_id, difficulty, age_from, age_to, estimated_minutes, total_lessons, total_questions, is_active, i18n,
  version, edited_at) ON missions TO tutti_app;
GRANT INSERT (id, mission_id, slug, title, content, kind, position, i18n), UPDATE (title, content, kind, position, i18n), DELETE ON lessons TO tutti_app;
GRANT INSERT (id, org_id, mission_id, slug, text, position, i18n), UPDATE (text, position, i18n), DELETE ON objectives TO tutti_app;
GRANT INSERT (id, org_id, lesson_id, title) ON assessments TO tutti_app;
GRANT INSERT, UPDATE (assessment_id, position), DELETE ON assessment_questions TO tutti_app;
GRANT INSERT (id, org_id, author_id, kind, prompt, explanation, hint_text, difficulty, points, is_partial, time_limit_seconds, spec, media, media_id, i18n),
  UPDATE (kind, prompt, explanation, hint_text, difficulty, points, is_partial, time_limit_seconds, spec, media, media_id, i18n, version, archived_at)
  ON questions TO tutti_app;
GRANT INSERT, DELETE ON question_options, question_objectives TO tutti_app;

REVOKE EXECUTE ON FUNCTION app_writable_missions(), app_writable_lessons(), app_writable_questions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app_writable_missions(), app_writable_lessons(), app_writable_questions() TO tutti_app;
`;
