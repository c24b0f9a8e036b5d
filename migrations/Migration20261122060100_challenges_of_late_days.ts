import { Migration } from '@mikro-orm/migrations';

const endOf = (after: string) => `
ALTER TABLE daily_challenges DROP COLUMN expires_at;
-- then the day is over everywhere
ALTER TABLE daily_challenges ADD COLUMN expires_at timestamptz NOT NULL
  GENERATED ALWAYS AS ((valid_date + interval '${after}') AT TIME ZONE 'UTC') STORED;`;

/** A day that begins at six is over at 18:00 of the next one in UTC, twelve hours behind it. */
export class Migration20261122060100_challenges_of_late_days extends Migration {
  override up(): void {
    this.addSql(endOf('1 day 18 hours'));
  }

  override down(): void {
    this.addSql(endOf('1 day 12 hours'));
  }
}
