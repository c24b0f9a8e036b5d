import { Migration } from '@mikro-orm/migrations';

/** Entries of before seasons are looked through while others are made: nobody waits for it. */
export class Migration20261122035500_entries_of_seasons extends Migration {
  override up(): void {
    this.addSql('ALTER TABLE reward_ledger VALIDATE CONSTRAINT reward_ledger_currency_check');
    this.addSql('ALTER TABLE reward_ledger VALIDATE CONSTRAINT reward_ledger_season_fk');
  }

  // seasons take the constraints with them
  override down(): void {}
}
