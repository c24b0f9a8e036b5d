import { Migration } from '@mikro-orm/migrations';

/** Group missions: a run opens up to 40 groups of a class, each a session of its own with its own log. */
export class Migration20261121142500_group_missions extends Migration {
  override up(): void {
    this.addSql(tables);
    this.addSql(security);
    this.addSql(retention);
  }

  override down(): void {
    this.addSql(`
      DELETE FROM retention_rules WHERE table_name IN ('group_runs', 'group_places');
      DELETE FROM live_sessions WHERE run_id IS NOT NULL;
      DROP TABLE group_places;
      ALTER TABLE live_sessions DROP COLUMN run_id, DROP COLUMN run_position, DROP COLUMN result;
      DROP TABLE group_runs;
      ALTER TABLE live_participants DROP COLUMN moved_to, DROP COLUMN contribution;
      ALTER TABLE groups DROP COLUMN learners_may_open;
    `);
  }
}

const tables = `
CREATE TABLE group_runs (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  -- the class
  group_id uuid NOT NULL REFERENCES groups(id) ON DELETE CASCADE,
  mission_id uuid REFERENCES missions(id) ON DELETE SET NULL,
  opened_by uuid REFERENCES users(id) ON DELETE SET NULL,
  by_learner boolean NOT NULL DEFAULT false,
  title text NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 240),
  idempotency_key text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (opened_by, idempotency_key)
);
CREATE INDEX group_runs_org_ix ON group_runs (org_id);
CREATE INDEX group_runs_group_ix ON group_runs (group_id, created_at DESC, id);
CREATE INDEX group_runs_mission_ix ON group_runs (mission_id);
CREATE TRIGGER group_runs_set_updated_at BEFORE UPDATE ON group_runs FOR EACH ROW EXECUTE FUNCTION set_updated_at();

ALTER TABLE live_sessions
  ADD COLUMN run_id uuid REFERENCES group_runs(id) ON DELETE CASCADE,
  -- 1-based number of the group in its run
  ADD COLUMN run_position integer,
  -- [GRP-4] what the group came to, written once when it has ended
  ADD COLUMN result jsonb,
  ADD CONSTRAINT live_sessions_run_ck CHECK ((format = 'group_mission') = (run_id IS NOT NULL) AND (run_id IS NULL) = (run_position IS NULL));
CREATE UNIQUE INDEX live_sessions_run_uq ON live_sessions (run_id, run_position) WHERE run_id IS NOT NULL;

-- [GRP-3] a learner who was moved goes on as another participant, in another group
ALTER TABLE live_participants
  ADD COLUMN moved_to uuid REFERENCES live_participants(id) ON DELETE SET NULL,
  ADD COLUMN contribution jsonb;
CREATE INDEX live_participants_moved_ix ON live_participants (moved_to) WHERE moved_to IS NOT NULL;

-- who was put into which group before anybody came
CREATE TABLE group_places (
  run_id uuid NOT NULL REFERENCES group_runs(id) ON DELETE CASCADE,
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  run_position integer NOT NULL CHECK (run_position BETWEEN 1 AND 40),
  PRIMARY KEY (run_id, user_id)
);
CREATE INDEX group_places_user_ix ON group_places (user_id);

ALTER TABLE groups ADD COLUMN learners_may_open boolean NOT NULL DEFAULT false;
`;

const security = `
ALTER TABLE group_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE group_places ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON group_runs TO tutti_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON group_places TO tutti_worker USING (true) WITH CHECK (true);
-- of a class its teachers see all runs, and learners those of their own classes: a run holds no question
CREATE POLICY of_class ON group_runs FOR SELECT TO tutti_app USING (org_id = (SELECT app_org_id())
  AND (opened_by = (SELECT app_user_id()) OR group_id IN (SELECT app_my_groups()) OR (SELECT app_has_permission('sessions.read_all'))));
CREATE POLICY open_own ON group_runs FOR INSERT TO tutti_app WITH CHECK (opened_by = (SELECT app_user_id()) AND org_id = (SELECT app_org_id())
  AND NOT by_learner AND (SELECT app_has_permission('sessions.host')) AND group_id IN (SELECT app_taught_groups()));
CREATE POLICY own_or_taught ON group_places FOR SELECT TO tutti_app USING (user_id = (SELECT app_user_id())
  OR run_id IN (SELECT id FROM group_runs WHERE group_id IN (SELECT app_taught_groups())));
CREATE POLICY open_own ON group_places FOR INSERT TO tutti_app WITH CHECK (
  run_id IN (SELECT id FROM group_runs WHERE opened_by = (SELECT app_user_id())) AND user_id IN (SELECT app_taught_learners()));

GRANT SELECT, INSERT, UPDATE, DELETE ON group_runs, group_places TO tutti_worker;
GRANT SELECT ON group_runs, group_places TO tutti_app;
GRANT INSERT (id, org_id, group_id, mission_id, opened_by, title, minutes, idempotency_key) ON group_runs TO tutti_app;
GRANT INSERT (run_id, user_id, run_position) ON group_places TO tutti_app;
GRANT INSERT (run_id, run_position) ON live_sessions TO tutti_app;
`;

const retention = `
INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('group_runs', 'Group missions of a class, and who opened them', 'Reports of what was learnt', NULL, 'the class'),
  ('group_places', 'Who was put into which group', 'A teacher can plan groups', NULL, 'the group mission');
`;
