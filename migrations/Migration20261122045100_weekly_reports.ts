import { Migration } from '@mikro-orm/migrations';

/** A letter to guardians on Mondays about the week of their children, and whether they want it. */
export class Migration20261122045100_weekly_reports extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`DROP TABLE weekly_reports, notification_preferences;
      DELETE FROM retention_rules WHERE table_name IN ('weekly_reports', 'notification_preferences');`);
  }
}

const up = `
-- without a row it is as usual: letters about the week come
CREATE TABLE notification_preferences (
  user_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  category text NOT NULL CHECK (category IN ('weekly_report')),
  channel text NOT NULL CHECK (channel IN ('email')),
  frequency text NOT NULL CHECK (frequency IN ('off', 'weekly')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, category, channel)
);
CREATE TRIGGER notification_preferences_set_updated_at BEFORE UPDATE ON notification_preferences FOR EACH ROW EXECUTE FUNCTION set_updated_at();

-- a week of one guardian is done once, whoever does it and however often
CREATE TABLE weekly_reports (
  guardian_id uuid NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- its Monday
  week date NOT NULL CHECK (extract(isodow FROM week) = 1),
  -- false: none of the children learnt in that week
  is_sent boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (guardian_id, week)
);

DO $$ DECLARE t record; BEGIN
  FOR t IN SELECT * FROM (VALUES ('notification_preferences', 'user_id'), ('weekly_reports', 'guardian_id')) v(tbl, col) LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.tbl);
    EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO tutti_app USING (%I = (SELECT app_user_id()))', t.tbl, t.col);
    EXECUTE format('CREATE POLICY worker ON %I TO tutti_worker USING (true) WITH CHECK (true)', t.tbl);
    EXECUTE format('GRANT SELECT ON %I TO tutti_app', t.tbl);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO tutti_worker', t.tbl);
  END LOOP; END $$;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('notification_preferences', 'Which letters somebody does not want', 'Letters that nobody wants do not come', NULL, 'the account'),
  ('weekly_reports', 'For which weeks a guardian got a letter', 'A week is written about once', 60, 'created_at');
`;
