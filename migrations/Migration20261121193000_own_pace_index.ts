import { Migration } from '@mikro-orm/migrations';

/** [REP-4] How far one learner is, without reading what a large class did. Events of a class as a whole are not in it. */
export class Migration20261121193000_own_pace_index extends Migration {
  override up(): void {
    this.addSql(`
CREATE INDEX live_events_own_pace_ix ON live_events (session_id, participant_id, type)
  WHERE type IN ('round.closed', 'podium.shown') AND participant_id IS NOT NULL;`);
  }

  override down(): void {
    this.addSql('DROP INDEX live_events_own_pace_ix;');
  }
}
