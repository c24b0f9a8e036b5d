import { Migration } from '@mikro-orm/migrations';

/** What one learner did and nobody has worked on yet is found at once. */
export class Migration20261122012000_events_of_learners extends Migration {
  override up(): void {
    this.addSql(
      `CREATE INDEX outbox_events_learner_ix ON outbox_events ((payload->>'learnerId'), created_at) WHERE payload->>'learnerId' IS NOT NULL`,
    );
  }

  override down(): void {
    this.addSql('DROP INDEX outbox_events_learner_ix');
  }
}
