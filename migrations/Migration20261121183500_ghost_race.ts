import { Migration } from '@mikro-orm/migrations';

/** [REP-3] A race of one learner against an earlier run: a session of its own, seen by that learner alone. */
export class Migration20261121183500_ghost_race extends Migration {
  override up(): void {
    this.addSql(up);
  }

  override down(): void {
    this.addSql(`
      DELETE FROM live_sessions WHERE format = 'ghost';
      ALTER TABLE live_sessions DROP CONSTRAINT live_sessions_closes_ck, DROP COLUMN racer_id, DROP COLUMN race_of, DROP COLUMN ghost,
        ADD CONSTRAINT live_sessions_closes_ck CHECK ((format = 'self_paced') = (closes_at IS NOT NULL));`);
  }
}

const up = `
ALTER TABLE live_sessions
  -- with the account the race goes
  ADD COLUMN racer_id uuid REFERENCES users(id) ON DELETE CASCADE,
  ADD COLUMN race_of uuid REFERENCES live_sessions(id) ON DELETE SET NULL,
  -- what is raced against, as it was when the race was begun: no names, and of a class only what many did
  ADD COLUMN ghost jsonb,
  ADD CONSTRAINT live_sessions_ghost_ck CHECK ((format = 'ghost') = (ghost IS NOT NULL) AND (ghost IS NULL) = (racer_id IS NULL)),
  DROP CONSTRAINT live_sessions_closes_ck,
  ADD CONSTRAINT live_sessions_closes_ck CHECK ((format IN ('self_paced', 'ghost')) = (closes_at IS NOT NULL));
CREATE INDEX live_sessions_racer_ix ON live_sessions (racer_id, created_at DESC) WHERE racer_id IS NOT NULL;
CREATE INDEX live_sessions_race_of_ix ON live_sessions (race_of) WHERE race_of IS NOT NULL;
`;
