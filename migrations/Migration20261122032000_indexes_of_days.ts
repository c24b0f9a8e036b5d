import { Migration } from '@mikro-orm/migrations';

/**
 * Of tables that hold years. Not `CONCURRENTLY`: that waits for every statement of others, so also for a server that waits to migrate.
 */
const indexes = {
  reward_ledger_xp_day_ix: `reward_ledger (local_date) INCLUDE (user_id, delta) WHERE currency = 'xp'`,
  reward_ledger_season_ix: 'reward_ledger (season_id) WHERE season_id IS NOT NULL',
  streak_days_day_ix: 'streak_days (local_date)',
  question_responses_day_ix: 'question_responses (answered_on)',
  live_sessions_projected_ix: 'live_sessions (projected_at)',
};

/** What boards of a week and seasons look for. */
export class Migration20261122032000_indexes_of_days extends Migration {
  /** One by one: who writes into a table waits for its own index alone. */
  override isTransactional(): boolean {
    return false;
  }

  override up(): void {
    for (const [name, on] of Object.entries(indexes))
      this.addSql(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`);
  }

  override down(): void {
    this.addSql(`DROP INDEX ${Object.keys(indexes)}`);
  }
}
