import { Migration } from '@mikro-orm/migrations';

/** [JOIN-1] The PIN of a deleted session stays out of use for its 24 h: the row outlives the session. */
export class Migration20261121143500_sessions_are_deleted extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE live_pins ALTER COLUMN session_id DROP NOT NULL;
      ALTER TABLE live_pins ADD CONSTRAINT live_pins_open_ck CHECK (session_id IS NOT NULL OR released_at IS NOT NULL);
    `);
  }

  override down(): void {
    this.addSql(`
      ALTER TABLE live_pins DROP CONSTRAINT live_pins_open_ck;
      DELETE FROM live_pins WHERE session_id IS NULL;
      ALTER TABLE live_pins ALTER COLUMN session_id SET NOT NULL;
    `);
  }
}
