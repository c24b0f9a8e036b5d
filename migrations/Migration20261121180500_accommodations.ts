import { Migration } from '@mikro-orm/migrations';

/** [PTS-3] More time for a learner, kept for every class; for nobody's eyes but those of the own teachers, the family and the learner. */
export class Migration20261121180500_accommodations extends Migration {
  override up(): void {
    this.addSql(`
CREATE TABLE accommodations (
  learner_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  -- of the time that everybody has for a question
  time_factor numeric(3, 2) NOT NULL CHECK (time_factor BETWEEN 1.25 AND 3),
  set_by uuid REFERENCES users(id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX accommodations_set_by_ix ON accommodations (set_by);
CREATE TRIGGER accommodations_set_updated_at BEFORE UPDATE ON accommodations FOR EACH ROW EXECUTE FUNCTION set_updated_at();
ALTER TABLE accommodations ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON accommodations TO tutti_worker USING (true) WITH CHECK (true);
-- not the rest of the staff: why somebody needs more time concerns those who teach
CREATE POLICY own ON accommodations FOR SELECT TO tutti_app USING (learner_id = (SELECT app_user_id()));
CREATE POLICY guardian_read ON accommodations FOR SELECT TO tutti_app USING (learner_id IN (SELECT app_visible_children()));
CREATE POLICY teacher_read ON accommodations FOR SELECT TO tutti_app USING (
  (SELECT app_has_permission('learners.read')) AND learner_id IN (SELECT app_taught_learners()));
GRANT SELECT, INSERT, UPDATE, DELETE ON accommodations TO tutti_worker;
GRANT SELECT ON accommodations TO tutti_app;
INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('accommodations', 'More time for a learner', 'A learner has the time that was agreed in every class', NULL, 'the account');
    `);
  }

  override down(): void {
    this.addSql(
      `DELETE FROM retention_rules WHERE table_name = 'accommodations'; DROP TABLE accommodations;`,
    );
  }
}
