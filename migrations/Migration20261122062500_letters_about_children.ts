import { Migration } from '@mikro-orm/migrations';

/**
 * A letter to a guardian says which children it names, so that it goes with each of them. Of letters that were written before nobody
 * knows: all children of that guardian it may be. A kept letter about an erasure names somebody of whom nothing is to be kept.
 */
export class Migration20261122062500_letters_about_children extends Migration {
  override up(): void {
    this.addSql(`
      ALTER TABLE mail_messages ADD COLUMN about_ids uuid[] NOT NULL DEFAULT '{}';
      UPDATE mail_messages m SET about_ids = ARRAY(SELECT l.child_id FROM guardian_links l WHERE l.guardian_id = m.user_id)
        WHERE content_sealed IS NOT NULL AND template IN ('consent-changed', 'consent-withdrawn', 'child-of-age', 'weekly-report');
      DELETE FROM mail_messages WHERE template = 'child-erased' AND status = 'kept';
      CREATE INDEX mail_messages_about_ix ON mail_messages USING gin (about_ids) WHERE content_sealed IS NOT NULL;`);
  }

  override down(): void {
    this.addSql('ALTER TABLE mail_messages DROP COLUMN about_ids');
  }
}
