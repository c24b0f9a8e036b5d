import { Migration } from '@mikro-orm/migrations';

/** What badges look at, kept beside what it comes from: a wall of badges need not read everything that was ever answered. */
export class Migration20261122023000_facts_of_learners extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DROP TABLE learner_facts;
      DELETE FROM retention_rules WHERE table_name = 'learner_facts';`);
  }
}

const up = `
CREATE TABLE learner_facts (
  user_id uuid PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  -- of which version of the product it is: facts of another one are read anew
  version integer NOT NULL,
  facts jsonb NOT NULL,
  -- without what badges gave
  xp integer NOT NULL
);
ALTER TABLE learner_facts ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON learner_facts TO tutti_worker USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON learner_facts TO tutti_worker;

INSERT INTO retention_rules (table_name, purpose, need, days, counted_from) VALUES
  ('learner_facts', 'What badges ask for, counted', 'A learner sees at once how far the next badge is', NULL, 'the account');
`;
