import { Migration } from '@mikro-orm/migrations';

/** Letters about weeks of children: a row says that one was written, and none is kept where administrators handle mail by hand. */
export class Migration20261122060000_told_weeks extends Migration {
  override up(): void {
    this.addSql(`
      DELETE FROM weekly_reports WHERE NOT is_sent;
      ALTER TABLE weekly_reports DROP COLUMN is_sent;
      DELETE FROM mail_messages WHERE template = 'weekly-report' AND status = 'kept';`);
  }

  override down(): void {
    this.addSql('ALTER TABLE weekly_reports ADD COLUMN is_sent boolean NOT NULL DEFAULT true');
    this.addSql('ALTER TABLE weekly_reports ALTER COLUMN is_sent DROP DEFAULT');
  }
}
