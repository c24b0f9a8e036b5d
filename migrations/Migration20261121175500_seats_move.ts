import { Migration } from '@mikro-orm/migrations';

/** [HST-1] Resume tokens from before a player's move to another device take no seat any more. */
export class Migration20261121175500_seats_move extends Migration {
  override up(): void {
    this.addSql(`
      -- how often the player moved to another device by a code of the host; a resume token carries the count of its day
      ALTER TABLE live_participants ADD COLUMN device_moves smallint NOT NULL DEFAULT 0;
    `);
  }

  override down(): void {
    this.addSql('ALTER TABLE live_participants DROP COLUMN device_moves;');
  }
}
