import { Migration } from '@mikro-orm/migrations';

/** [REP-4] Homework: a session with a day on which it ends. */
export class Migration20261121160301_homework extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DELETE FROM live_sessions WHERE format = 'self_paced';
      ALTER TABLE live_sessions DROP COLUMN closes_at;`);
  }
}

const up = `
ALTER TABLE live_sessions ADD COLUMN closes_at timestamptz,
  ADD CONSTRAINT live_sessions_closes_ck CHECK ((format = 'self_paced') = (closes_at IS NOT NULL));
CREATE INDEX live_sessions_due_ix ON live_sessions (closes_at) WHERE closes_at IS NOT NULL AND projected_at IS NULL;
GRANT INSERT (closes_at) ON live_sessions TO tutti_app;
`;
